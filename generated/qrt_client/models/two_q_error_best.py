from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Self, TypeVar, cast

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import without_nulls

T = TypeVar("T", bound="TwoQErrorBest")


@_attrs_define
class TwoQErrorBest:
    """Error of the best two-qubit gate.

    Attributes:
        gate (str | None):
        qubits (list[int] | None):
        unit (str | None):
        value (float | None):
    """

    gate: str | None = None
    qubits: list[int] | None = None
    unit: str | None = None
    value: float | None = None
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        gate = self.gate

        qubits: list[int] | None = None
        if not (self.qubits is None):
            qubits = self.qubits

        unit = self.unit

        value = self.value

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update({})
        if gate is not None:
            field_dict["gate"] = gate
        if qubits is not None:
            field_dict["qubits"] = qubits
        if unit is not None:
            field_dict["unit"] = unit
        if value is not None:
            field_dict["value"] = value

        return field_dict

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        d = without_nulls(src_dict, "gate", "qubits", "unit", "value")
        gate = d.pop("gate", None)

        qubits = cast(list[int], d.pop("qubits", None))

        unit = d.pop("unit", None)

        value = d.pop("value", None)

        two_q_error_best = cls(
            gate=gate,
            qubits=qubits,
            unit=unit,
            value=value,
        )

        two_q_error_best.additional_properties = d
        return two_q_error_best

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
