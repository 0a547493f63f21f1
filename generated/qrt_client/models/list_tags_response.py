from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Self

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import OpenObject, as_object, derived, nothing_more


@_attrs_define(repr=False)
class ListTagsResponse(OpenObject[Any]):
    """Tags found.

    Attributes:
        tags (list[str] | None): Tags of a job.
    """

    tags: list[str] | None = None
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=nothing_more)

    def to_dict(self) -> dict[str, Any]:
        field_dict: dict[str, Any] = dict(self.additional_properties)
        if self.tags is not None:
            field_dict["tags"] = self.tags

        return field_dict

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        if cls is not ListTagsResponse:
            return derived(cls, ListTagsResponse.from_dict(src_dict))

        d = as_object(src_dict)
        list_tags_response = cls.__new__(cls)
        list_tags_response.tags = d.pop("tags", None)

        list_tags_response.additional_properties = d
        return list_tags_response
