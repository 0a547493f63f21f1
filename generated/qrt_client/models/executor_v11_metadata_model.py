from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import TYPE_CHECKING, Any, Self

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import OpenObject, as_object, derived, nothing_more

if TYPE_CHECKING:
    from ..models.executor_v11_chunk_span import ExecutorV11ChunkSpan


@_attrs_define(repr=False)
class ExecutorV11MetadataModel(OpenObject[Any]):
    """Metadata of an executed program.

    Attributes:
        chunk_timing (list[ExecutorV11ChunkSpan] | None):
    """

    chunk_timing: list[ExecutorV11ChunkSpan] | None = None
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=nothing_more)

    def to_dict(self) -> dict[str, Any]:
        field_dict: dict[str, Any] = dict(self.additional_properties)
        if self.chunk_timing is not None:
            field_dict["chunk_timing"] = [item.to_dict() for item in self.chunk_timing]

        return field_dict

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        if cls is not ExecutorV11MetadataModel:
            return derived(cls, ExecutorV11MetadataModel.from_dict(src_dict))
        (ExecutorV11ChunkSpan,) = _kinds()

        d = as_object(src_dict)
        executor_v11_metadata_model = cls.__new__(cls)
        executor_v11_metadata_model._read_later(
            src_dict,
            "chunk_timing",
            d.pop("chunk_timing", None),
            ExecutorV11ChunkSpan.check_dict,
            ExecutorV11ChunkSpan.from_dict,
        )

        executor_v11_metadata_model.additional_properties = d
        return executor_v11_metadata_model


@cache
def _kinds() -> tuple[type[ExecutorV11ChunkSpan]]:
    from ..models.executor_v11_chunk_span import ExecutorV11ChunkSpan

    return (ExecutorV11ChunkSpan,)
