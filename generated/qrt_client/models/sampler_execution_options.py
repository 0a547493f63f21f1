from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Self, TypeVar

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..models.sampler_execution_options_meas_type import SamplerExecutionOptionsMeasType
from ..types import without_nulls

T = TypeVar("T", bound="SamplerExecutionOptions")


@_attrs_define
class SamplerExecutionOptions:
    """
    Attributes:
        init_qubits (bool | None): Whether qubits are reset to the ground state for each shot.
        meas_type (SamplerExecutionOptionsMeasType | None): How measurements are processed and returned.
        rep_delay (float | None): Gap from a measurement to the next circuit, in seconds.
    """

    init_qubits: bool | None = None
    meas_type: SamplerExecutionOptionsMeasType | None = None
    rep_delay: float | None = None
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        init_qubits = self.init_qubits

        meas_type: str | None = None
        if not (self.meas_type is None):
            meas_type = self.meas_type.value

        rep_delay = self.rep_delay

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update({})
        if init_qubits is not None:
            field_dict["init_qubits"] = init_qubits
        if meas_type is not None:
            field_dict["meas_type"] = meas_type
        if rep_delay is not None:
            field_dict["rep_delay"] = rep_delay

        return field_dict

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        d = without_nulls(src_dict, "init_qubits", "meas_type", "rep_delay")
        init_qubits = d.pop("init_qubits", None)

        _meas_type = d.pop("meas_type", None)
        meas_type: SamplerExecutionOptionsMeasType | None
        if _meas_type is None:
            meas_type = None
        else:
            meas_type = SamplerExecutionOptionsMeasType(_meas_type)

        rep_delay = d.pop("rep_delay", None)

        sampler_execution_options = cls(
            init_qubits=init_qubits,
            meas_type=meas_type,
            rep_delay=rep_delay,
        )

        sampler_execution_options.additional_properties = d
        return sampler_execution_options

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
