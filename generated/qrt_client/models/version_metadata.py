from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Self

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..models.version_status import VersionStatus
from ..types import OpenObject, as_object, derived, maybe, nothing_more


@_attrs_define(repr=False)
class VersionMetadata(OpenObject[Any]):
    """One version of the API.

    Attributes:
        status (VersionStatus | None): `live`, or `deprecated` until its sunset date.
        sunset_date (str | None): From this day on the version may stop working.
        version (str | None):
    """

    status: VersionStatus | None = None
    sunset_date: str | None = None
    version: str | None = None
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=nothing_more)

    def to_dict(self) -> dict[str, Any]:
        field_dict: dict[str, Any] = dict(self.additional_properties)
        if self.status is not None:
            field_dict["status"] = self.status.value

        if self.sunset_date is not None:
            field_dict["sunset_date"] = self.sunset_date

        if self.version is not None:
            field_dict["version"] = self.version

        return field_dict

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        if cls is not VersionMetadata:
            return derived(cls, VersionMetadata.from_dict(src_dict))

        d = as_object(src_dict)
        version_metadata = cls.__new__(cls)
        version_metadata.status = maybe(VersionStatus, d.pop("status", None))
        version_metadata.sunset_date = d.pop("sunset_date", None)
        version_metadata.version = d.pop("version", None)

        version_metadata.additional_properties = d
        return version_metadata
