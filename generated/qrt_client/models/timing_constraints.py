from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Self, TypeVar

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import without_nulls

T = TypeVar("T", bound="TimingConstraints")


@_attrs_define
class TimingConstraints:
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
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        acquire_alignment = self.acquire_alignment

        granularity = self.granularity

        min_length = self.min_length

        pulse_alignment = self.pulse_alignment

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update({})
        if acquire_alignment is not None:
            field_dict["acquire_alignment"] = acquire_alignment
        if granularity is not None:
            field_dict["granularity"] = granularity
        if min_length is not None:
            field_dict["min_length"] = min_length
        if pulse_alignment is not None:
            field_dict["pulse_alignment"] = pulse_alignment

        return field_dict

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        d = without_nulls(src_dict, "acquire_alignment", "granularity", "min_length", "pulse_alignment")
        acquire_alignment = d.pop("acquire_alignment", None)

        granularity = d.pop("granularity", None)

        min_length = d.pop("min_length", None)

        pulse_alignment = d.pop("pulse_alignment", None)

        timing_constraints = cls(
            acquire_alignment=acquire_alignment,
            granularity=granularity,
            min_length=min_length,
            pulse_alignment=pulse_alignment,
        )

        timing_constraints.additional_properties = d
        return timing_constraints

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
