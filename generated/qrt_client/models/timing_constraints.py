from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Self

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import OpenObject, as_object, derived, nothing_more


@_attrs_define(repr=False)
class TimingConstraints(OpenObject[Any]):
    """Constraints on the timing of instructions.

    Attributes:
        acquire_alignment (int | None): Alignment on acquisition channels, in dt.
        granularity (int | None): Chunk size of waveform memory, in dt.
        min_length (int | None): Fewest samples in a pulse, in dt.
        pulse_alignment (int | None): Alignment on pulse channels, in dt.
    """

    acquire_alignment: int | None = None
    granularity: int | None = None
    min_length: int | None = None
    pulse_alignment: int | None = None
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=nothing_more)

    def to_dict(self) -> dict[str, Any]:
        field_dict: dict[str, Any] = dict(self.additional_properties)
        if self.acquire_alignment is not None:
            field_dict["acquire_alignment"] = self.acquire_alignment

        if self.granularity is not None:
            field_dict["granularity"] = self.granularity

        if self.min_length is not None:
            field_dict["min_length"] = self.min_length

        if self.pulse_alignment is not None:
            field_dict["pulse_alignment"] = self.pulse_alignment

        return field_dict

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        if cls is not TimingConstraints:
            return derived(cls, TimingConstraints.from_dict(src_dict))

        d = as_object(src_dict)
        timing_constraints = cls.__new__(cls)
        timing_constraints.acquire_alignment = d.pop("acquire_alignment", None)
        timing_constraints.granularity = d.pop("granularity", None)
        timing_constraints.min_length = d.pop("min_length", None)
        timing_constraints.pulse_alignment = d.pop("pulse_alignment", None)

        timing_constraints.additional_properties = d
        return timing_constraints
