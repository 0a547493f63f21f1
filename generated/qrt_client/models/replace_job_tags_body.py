from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Self

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import OpenObject, as_object, derived, nothing_more


@_attrs_define(repr=False)
class ReplaceJobTagsBody(OpenObject[Any]):
    """An empty array clears all tags.

    Attributes:
        tags (list[str]): Tags of a job.
    """

    tags: list[str]
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=nothing_more)

    def to_dict(self) -> dict[str, Any]:
        field_dict: dict[str, Any] = dict(self.additional_properties)
        field_dict["tags"] = self.tags

        return field_dict

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        if cls is not ReplaceJobTagsBody:
            return derived(cls, ReplaceJobTagsBody.from_dict(src_dict))

        d = as_object(src_dict)
        replace_job_tags_body = cls.__new__(cls)
        replace_job_tags_body.tags = d.pop("tags")

        replace_job_tags_body.additional_properties = d
        return replace_job_tags_body
