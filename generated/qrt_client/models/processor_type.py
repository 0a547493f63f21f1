from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Self

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import OpenObject, as_object, derived, nothing_more


@_attrs_define(repr=False)
class ProcessorType(OpenObject[Any]):
    """The chip.

    Attributes:
        family (str | None): Architecture of the chip.
        revision (float | str | None): Variant of the design.
        segment (str | None): Part of the chip.
    """

    family: str | None = None
    revision: float | str | None = None
    segment: str | None = None
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=nothing_more)

    def to_dict(self) -> dict[str, Any]:
        field_dict: dict[str, Any] = dict(self.additional_properties)
        if self.family is not None:
            field_dict["family"] = self.family

        if self.revision is not None:
            field_dict["revision"] = self.revision

        if self.segment is not None:
            field_dict["segment"] = self.segment

        return field_dict

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        if cls is not ProcessorType:
            return derived(cls, ProcessorType.from_dict(src_dict))

        d = as_object(src_dict)
        processor_type = cls.__new__(cls)
        processor_type.family = d.pop("family", None)
        processor_type.revision = d.pop("revision", None)
        processor_type.segment = d.pop("segment", None)

        processor_type.additional_properties = d
        return processor_type
