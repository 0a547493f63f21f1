from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Self, TypeVar

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import without_nulls

T = TypeVar("T", bound="SchedulerTimingModel")


@_attrs_define
class SchedulerTimingModel:
    """Schedule of a circuit, in dt, the time step of the control electronics.

    Attributes:
        circuit_duration (int | None): Duration in dt.
        timing (str | None): Timing of the circuit as comma-separated text.
    """

    circuit_duration: int | None = None
    timing: str | None = None
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        circuit_duration = self.circuit_duration

        timing = self.timing

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update({})
        if circuit_duration is not None:
            field_dict["circuit_duration"] = circuit_duration
        if timing is not None:
            field_dict["timing"] = timing

        return field_dict

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        d = without_nulls(src_dict, "circuit_duration", "timing")
        circuit_duration = d.pop("circuit_duration", None)

        timing = d.pop("timing", None)

        scheduler_timing_model = cls(
            circuit_duration=circuit_duration,
            timing=timing,
        )

        scheduler_timing_model.additional_properties = d
        return scheduler_timing_model

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
