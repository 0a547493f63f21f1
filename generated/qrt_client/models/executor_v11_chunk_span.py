from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import TYPE_CHECKING, Any, Self

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import OpenObject, as_object, check_object, derived, maybe_check_each, nothing_more

if TYPE_CHECKING:
    from ..models.executor_v11_chunk_part import ExecutorV11ChunkPart


@_attrs_define(repr=False)
class ExecutorV11ChunkSpan(OpenObject[Any]):
    """When one chunk was executed; the span may include some time not spent on circuits.

    Attributes:
        parts (list[ExecutorV11ChunkPart] | None):
        start (str | None): Time in UTC.
        stop (str | None): Time in UTC.
    """

    parts: list[ExecutorV11ChunkPart] | None = None
    start: str | None = None
    stop: str | None = None
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=nothing_more)

    def to_dict(self) -> dict[str, Any]:
        field_dict: dict[str, Any] = dict(self.additional_properties)
        if self.parts is not None:
            field_dict["parts"] = [item.to_dict() for item in self.parts]

        if self.start is not None:
            field_dict["start"] = self.start

        if self.stop is not None:
            field_dict["stop"] = self.stop

        return field_dict

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        if cls is not ExecutorV11ChunkSpan:
            return derived(cls, ExecutorV11ChunkSpan.from_dict(src_dict))
        (ExecutorV11ChunkPart,) = _kinds()

        d = as_object(src_dict)
        executor_v11_chunk_span = cls.__new__(cls)
        executor_v11_chunk_span._read_later(
            src_dict,
            "parts",
            d.pop("parts", None),
            ExecutorV11ChunkPart.check_dict,
            ExecutorV11ChunkPart.from_dict,
        )
        executor_v11_chunk_span.start = d.pop("start", None)
        executor_v11_chunk_span.stop = d.pop("stop", None)

        executor_v11_chunk_span.additional_properties = d
        return executor_v11_chunk_span

    @classmethod
    def check_dict(cls, value: object) -> None:
        """Raise the errors of `from_dict`, without building an object."""
        (ExecutorV11ChunkPart,) = _kinds()

        d = check_object(value)
        maybe_check_each(ExecutorV11ChunkPart.check_dict, d.get("parts"))


@cache
def _kinds() -> tuple[type[ExecutorV11ChunkPart]]:
    from ..models.executor_v11_chunk_part import ExecutorV11ChunkPart

    return (ExecutorV11ChunkPart,)
