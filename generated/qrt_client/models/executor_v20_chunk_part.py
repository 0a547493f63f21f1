from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Self

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import OpenObject, as_object, check_object, derived, nothing_more


@_attrs_define(repr=False)
class ExecutorV20ChunkPart(OpenObject[Any]):
    """The part of one program item that a chunk executed.

    Attributes:
        element_range (list[int] | None): Start, stop and step, of the elements executed, in the permuted and flattened
            shape.
        idx_item (int | None): Index of the item in the quantum program.
        permutation (list[int] | None): Order of the axes of the item's shape before `element_range` is taken.
        size (int | None): Number of executed elements of the item.
    """

    element_range: list[int] | None = None
    idx_item: int | None = None
    permutation: list[int] | None = None
    size: int | None = None
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=nothing_more)

    def to_dict(self) -> dict[str, Any]:
        field_dict: dict[str, Any] = dict(self.additional_properties)
        if self.element_range is not None:
            field_dict["element_range"] = self.element_range

        if self.idx_item is not None:
            field_dict["idx_item"] = self.idx_item

        if self.permutation is not None:
            field_dict["permutation"] = self.permutation

        if self.size is not None:
            field_dict["size"] = self.size

        return field_dict

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        if cls is not ExecutorV20ChunkPart:
            return derived(cls, ExecutorV20ChunkPart.from_dict(src_dict))

        d = as_object(src_dict)
        executor_v20_chunk_part = cls.__new__(cls)
        executor_v20_chunk_part.element_range = d.pop("element_range", None)
        executor_v20_chunk_part.idx_item = d.pop("idx_item", None)
        executor_v20_chunk_part.permutation = d.pop("permutation", None)
        executor_v20_chunk_part.size = d.pop("size", None)

        executor_v20_chunk_part.additional_properties = d
        return executor_v20_chunk_part

    @classmethod
    def check_dict(cls, value: object) -> None:
        """Raise the errors of `from_dict`, without building an object."""
        check_object(value)
