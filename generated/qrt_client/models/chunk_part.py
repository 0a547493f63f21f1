from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Self, TypeVar

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import without_nulls

T = TypeVar("T", bound="ChunkPart")


@_attrs_define
class ChunkPart:
    """The part of one program item that a chunk executed.

    Attributes:
        idx_item (int | None): Index of the item in the quantum program.
        size (int | None): How many elements of the item were executed; an item of shape (10, 5) holds 50.
    """

    idx_item: int | None = None
    size: int | None = None
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        idx_item = self.idx_item

        size = self.size

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update({})
        if idx_item is not None:
            field_dict["idx_item"] = idx_item
        if size is not None:
            field_dict["size"] = size

        return field_dict

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        d = without_nulls(src_dict, "idx_item", "size")
        idx_item = d.pop("idx_item", None)

        size = d.pop("size", None)

        chunk_part = cls(
            idx_item=idx_item,
            size=size,
        )

        chunk_part.additional_properties = d
        return chunk_part

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
