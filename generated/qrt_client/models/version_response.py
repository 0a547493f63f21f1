from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Self, cast

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import OpenObject, as_list, as_object, derived, is_object, nothing_more

if TYPE_CHECKING:
    from ..models.version_metadata import VersionMetadata


@_attrs_define(repr=False)
class VersionResponse(OpenObject[Any]):
    """Versions of the API.

    Attributes:
        versions (list[str | VersionMetadata] | None):
    """

    versions: list[str | VersionMetadata] | None = None
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=nothing_more)

    def to_dict(self) -> dict[str, Any]:
        from ..models.version_metadata import VersionMetadata

        field_dict: dict[str, Any] = dict(self.additional_properties)
        if self.versions is not None:
            field_dict["versions"] = [
                (item.to_dict() if isinstance(item, VersionMetadata) else item) for item in self.versions
            ]

        return field_dict

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        if cls is not VersionResponse:
            return derived(cls, VersionResponse.from_dict(src_dict))
        from ..models.version_metadata import VersionMetadata

        d = as_object(src_dict)
        _versions = d.pop("versions", None)
        versions: list[str | VersionMetadata] | None = None
        if _versions is not None:
            versions = []
            for versions_item_data in as_list(_versions):

                def _parse_versions_item(data: object) -> str | VersionMetadata:
                    try:
                        if not is_object(data):
                            raise TypeError()
                        versions_item_type_0 = VersionMetadata.from_dict(data)

                        return versions_item_type_0
                    except (TypeError, ValueError, AttributeError, KeyError):
                        pass
                    return cast(str | VersionMetadata, data)

                versions_item = _parse_versions_item(versions_item_data)

                versions.append(versions_item)

        version_response = cls.__new__(cls)
        version_response.versions = versions

        version_response.additional_properties = d
        return version_response
