from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import TYPE_CHECKING, Any, Self

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import OpenObject, as_object, check_object, derived, maybe_check_each, nothing_more

if TYPE_CHECKING:
    from ..models.nduv import Nduv


@_attrs_define(repr=False)
class GateProperties(OpenObject[Any]):
    """Measured quantities of one gate on certain qubits.

    Attributes:
        gate (str | None):
        name (str | None): Name of the gate on these qubits, such as cz72_73.
        parameters (list[Nduv] | None):
        qubits (list[int] | None): Qubits of the gate. Declared as texts, sent as integers.
    """

    gate: str | None = None
    name: str | None = None
    parameters: list[Nduv] | None = None
    qubits: list[int] | None = None
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=nothing_more)

    def to_dict(self) -> dict[str, Any]:
        field_dict: dict[str, Any] = dict(self.additional_properties)
        if self.gate is not None:
            field_dict["gate"] = self.gate

        if self.name is not None:
            field_dict["name"] = self.name

        if self.parameters is not None:
            field_dict["parameters"] = [item.to_dict() for item in self.parameters]

        if self.qubits is not None:
            field_dict["qubits"] = self.qubits

        return field_dict

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        if cls is not GateProperties:
            return derived(cls, GateProperties.from_dict(src_dict))
        (Nduv,) = _kinds()

        d = as_object(src_dict)
        gate_properties = cls.__new__(cls)
        gate_properties.gate = d.pop("gate", None)
        gate_properties.name = d.pop("name", None)
        gate_properties._read_later(
            src_dict, "parameters", d.pop("parameters", None), Nduv.check_dict, Nduv.from_dict
        )
        gate_properties.qubits = d.pop("qubits", None)

        gate_properties.additional_properties = d
        return gate_properties

    @classmethod
    def check_dict(cls, value: object) -> None:
        """Raise the errors of `from_dict`, without building an object."""
        (Nduv,) = _kinds()

        d = check_object(value)
        maybe_check_each(Nduv.check_dict, d.get("parameters"))


@cache
def _kinds() -> tuple[type[Nduv]]:
    from ..models.nduv import Nduv

    return (Nduv,)
