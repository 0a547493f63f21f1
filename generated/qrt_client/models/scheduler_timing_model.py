from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Self

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import OpenObject, as_object, derived, nothing_more


@_attrs_define(repr=False)
class SchedulerTimingModel(OpenObject[Any]):
    """Schedule of a circuit, in dt, the time step of the control electronics.

    Attributes:
        circuit_duration (int | None): Duration in dt.
        timing (str | None): Timing of the circuit as comma-separated text.
    """

    circuit_duration: int | None = None
    timing: str | None = None
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=nothing_more)

    def to_dict(self) -> dict[str, Any]:
        field_dict: dict[str, Any] = dict(self.additional_properties)
        if self.circuit_duration is not None:
            field_dict["circuit_duration"] = self.circuit_duration

        if self.timing is not None:
            field_dict["timing"] = self.timing

        return field_dict

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        if cls is not SchedulerTimingModel:
            return derived(cls, SchedulerTimingModel.from_dict(src_dict))

        d = as_object(src_dict)
        scheduler_timing_model = cls.__new__(cls)
        scheduler_timing_model.circuit_duration = d.pop("circuit_duration", None)
        scheduler_timing_model.timing = d.pop("timing", None)

        scheduler_timing_model.additional_properties = d
        return scheduler_timing_model
