from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Self

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import OpenObject, as_object, check_object, derived, nothing_more


@_attrs_define(repr=False)
class ChunkPart(OpenObject[Any]):
    """The part of one program item that a chunk executed.

    Attributes:
        idx_item (int | None): Index of the item in the quantum program.
        size (int | None): How many elements of the item were executed; an item of shape (10, 5) holds 50.
    """

    idx_item: int | None = None
    size: int | None = None
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=nothing_more)

    def to_dict(self) -> dict[str, Any]:
        field_dict: dict[str, Any] = dict(self.additional_properties)
        if self.idx_item is not None:
            field_dict["idx_item"] = self.idx_item

        if self.size is not None:
            field_dict["size"] = self.size

        return field_dict

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        if cls is not ChunkPart:
            return derived(cls, ChunkPart.from_dict(src_dict))

        d = as_object(src_dict)
        chunk_part = cls.__new__(cls)
        chunk_part.idx_item = d.pop("idx_item", None)
        chunk_part.size = d.pop("size", None)

        chunk_part.additional_properties = d
        return chunk_part

    @classmethod
    def check_dict(cls, value: object) -> None:
        """Raise the errors of `from_dict`, without building an object."""
        check_object(value)
