from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Self, TypeVar

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import as_list, without_nulls

if TYPE_CHECKING:
    from ..models.chunk_span import ChunkSpan


T = TypeVar("T", bound="ExecutorV01MetadataModel")


@_attrs_define
class ExecutorV01MetadataModel:
    """Metadata of an executed program.

    Attributes:
        chunk_timing (list[ChunkSpan] | None):
    """

    chunk_timing: list[ChunkSpan] | None = None
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        chunk_timing: list[dict[str, Any]] | None = None
        if not (self.chunk_timing is None):
            chunk_timing = []
            for chunk_timing_item_data in self.chunk_timing:
                chunk_timing_item = chunk_timing_item_data.to_dict()
                chunk_timing.append(chunk_timing_item)

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update({})
        if chunk_timing is not None:
            field_dict["chunk_timing"] = chunk_timing

        return field_dict

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        from ..models.chunk_span import ChunkSpan

        d = without_nulls(src_dict, "chunk_timing")
        _chunk_timing = d.pop("chunk_timing", None)
        chunk_timing: list[ChunkSpan] | None = None
        if _chunk_timing is not None:
            chunk_timing = []
            for chunk_timing_item_data in as_list(_chunk_timing):
                chunk_timing_item = ChunkSpan.from_dict(chunk_timing_item_data)

                chunk_timing.append(chunk_timing_item)

        executor_v01_metadata_model = cls(
            chunk_timing=chunk_timing,
        )

        executor_v01_metadata_model.additional_properties = d
        return executor_v01_metadata_model

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
