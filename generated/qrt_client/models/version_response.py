from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Self, TypeVar, cast

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import as_list, without_nulls

if TYPE_CHECKING:
    from ..models.version_metadata import VersionMetadata


T = TypeVar("T", bound="VersionResponse")


@_attrs_define
class VersionResponse:
    """Versions of the API.

    Attributes:
        versions (list[str | VersionMetadata] | None):
    """

    versions: list[str | VersionMetadata] | None = None
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        from ..models.version_metadata import VersionMetadata

        versions: list[dict[str, Any] | str] | None = None
        if not (self.versions is None):
            versions = []
            for versions_item_data in self.versions:
                versions_item: dict[str, Any] | str
                if isinstance(versions_item_data, VersionMetadata):
                    versions_item = versions_item_data.to_dict()
                else:
                    versions_item = versions_item_data
                versions.append(versions_item)

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update({})
        if versions is not None:
            field_dict["versions"] = versions

        return field_dict

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        from ..models.version_metadata import VersionMetadata

        d = without_nulls(src_dict, "versions")
        _versions = d.pop("versions", None)
        versions: list[str | VersionMetadata] | None = None
        if _versions is not None:
            versions = []
            for versions_item_data in as_list(_versions):

                def _parse_versions_item(data: object) -> str | VersionMetadata:
                    try:
                        if not isinstance(data, dict):
                            raise TypeError()
                        versions_item_type_0 = VersionMetadata.from_dict(data)

                        return versions_item_type_0
                    except (TypeError, ValueError, AttributeError, KeyError):
                        pass
                    return cast(str | VersionMetadata, data)

                versions_item = _parse_versions_item(versions_item_data)

                versions.append(versions_item)

        version_response = cls(
            versions=versions,
        )

        version_response.additional_properties = d
        return version_response

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
