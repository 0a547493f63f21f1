from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Self, TypeVar

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import as_list, without_nulls

if TYPE_CHECKING:
    from ..models.chunk_part import ChunkPart


T = TypeVar("T", bound="ChunkSpan")


@_attrs_define
class ChunkSpan:
    """When one chunk was executed; the span may hold some time not spent on circuits.

    Attributes:
        parts (list[ChunkPart] | None):
        start (str | None): Time in UTC.
        stop (str | None): Time in UTC.
    """

    parts: list[ChunkPart] | None = None
    start: str | None = None
    stop: str | None = None
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        parts: list[dict[str, Any]] | None = None
        if not (self.parts is None):
            parts = []
            for parts_item_data in self.parts:
                parts_item = parts_item_data.to_dict()
                parts.append(parts_item)

        start = self.start

        stop = self.stop

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update({})
        if parts is not None:
            field_dict["parts"] = parts
        if start is not None:
            field_dict["start"] = start
        if stop is not None:
            field_dict["stop"] = stop

        return field_dict

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        from ..models.chunk_part import ChunkPart

        d = without_nulls(src_dict, "parts", "start", "stop")
        _parts = d.pop("parts", None)
        parts: list[ChunkPart] | None = None
        if _parts is not None:
            parts = []
            for parts_item_data in as_list(_parts):
                parts_item = ChunkPart.from_dict(parts_item_data)

                parts.append(parts_item)

        start = d.pop("start", None)

        stop = d.pop("stop", None)

        chunk_span = cls(
            parts=parts,
            start=start,
            stop=stop,
        )

        chunk_span.additional_properties = d
        return chunk_span

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
