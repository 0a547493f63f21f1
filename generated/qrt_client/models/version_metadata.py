from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Self, TypeVar

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..models.version_status import VersionStatus
from ..types import without_nulls

T = TypeVar("T", bound="VersionMetadata")


@_attrs_define
class VersionMetadata:
    """One version of the API.

    Attributes:
        status (VersionStatus | None): `live`, or `deprecated` until its sunset date.
        sunset_date (str | None): From this day on the version may stop working.
        version (str | None):
    """

    status: VersionStatus | None = None
    sunset_date: str | None = None
    version: str | None = None
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        status: str | None = None
        if not (self.status is None):
            status = self.status.value

        sunset_date = self.sunset_date

        version = self.version

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update({})
        if status is not None:
            field_dict["status"] = status
        if sunset_date is not None:
            field_dict["sunset_date"] = sunset_date
        if version is not None:
            field_dict["version"] = version

        return field_dict

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        d = without_nulls(src_dict, "status", "sunset_date", "version")
        _status = d.pop("status", None)
        status: VersionStatus | None
        if _status is None:
            status = None
        else:
            status = VersionStatus(_status)

        sunset_date = d.pop("sunset_date", None)

        version = d.pop("version", None)

        version_metadata = cls(
            status=status,
            sunset_date=sunset_date,
            version=version,
        )

        version_metadata.additional_properties = d
        return version_metadata

    @property
    def additional_keys(self) -> list[str]:
        return list(self.additional_properties.keys())

    def __getitem__(self, key: str) -> Any:
        return self.additional_properties[key]

    def __setitem__(self, key: str, value: Any) -> None:
        self.additional_properties[key] = value

    def __delitem__(self, key: str) -> None:
        del self.additional_properties[key]

    def __contains__(self, key: str) -> bool:
        return key in self.additional_properties
