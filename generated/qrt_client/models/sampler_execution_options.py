from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Self

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..models.sampler_execution_options_meas_type import SamplerExecutionOptionsMeasType
from ..types import OpenObject, as_object, derived, maybe, nothing_more


@_attrs_define(repr=False)
class SamplerExecutionOptions(OpenObject[Any]):
    """
    Attributes:
        init_qubits (bool | None): Whether qubits are reset to the ground state for each shot.
        meas_type (SamplerExecutionOptionsMeasType | None): How measurements are processed and returned.
        rep_delay (float | None): Gap from a measurement to the next circuit, in seconds.
    """

    init_qubits: bool | None = None
    meas_type: SamplerExecutionOptionsMeasType | None = None
    rep_delay: float | None = None
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=nothing_more)

    def to_dict(self) -> dict[str, Any]:
        field_dict: dict[str, Any] = dict(self.additional_properties)
        if self.init_qubits is not None:
            field_dict["init_qubits"] = self.init_qubits

        if self.meas_type is not None:
            field_dict["meas_type"] = self.meas_type.value

        if self.rep_delay is not None:
            field_dict["rep_delay"] = self.rep_delay

        return field_dict

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        if cls is not SamplerExecutionOptions:
            return derived(cls, SamplerExecutionOptions.from_dict(src_dict))

        d = as_object(src_dict)
        sampler_execution_options = cls.__new__(cls)
        sampler_execution_options.init_qubits = d.pop("init_qubits", None)
        sampler_execution_options.meas_type = maybe(SamplerExecutionOptionsMeasType, d.pop("meas_type", None))
        sampler_execution_options.rep_delay = d.pop("rep_delay", None)

        sampler_execution_options.additional_properties = d
        return sampler_execution_options
