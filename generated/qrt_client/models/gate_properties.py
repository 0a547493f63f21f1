from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Self, TypeVar, cast

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import as_list, without_nulls

if TYPE_CHECKING:
    from ..models.nduv import Nduv


T = TypeVar("T", bound="GateProperties")


@_attrs_define
class GateProperties:
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
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        gate = self.gate

        name = self.name

        parameters: list[dict[str, Any]] | None = None
        if not (self.parameters is None):
            parameters = []
            for parameters_item_data in self.parameters:
                parameters_item = parameters_item_data.to_dict()
                parameters.append(parameters_item)

        qubits: list[int] | None = None
        if not (self.qubits is None):
            qubits = self.qubits

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update({})
        if gate is not None:
            field_dict["gate"] = gate
        if name is not None:
            field_dict["name"] = name
        if parameters is not None:
            field_dict["parameters"] = parameters
        if qubits is not None:
            field_dict["qubits"] = qubits

        return field_dict

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        from ..models.nduv import Nduv

        d = without_nulls(src_dict, "gate", "name", "parameters", "qubits")
        gate = d.pop("gate", None)

        name = d.pop("name", None)

        _parameters = d.pop("parameters", None)
        parameters: list[Nduv] | None = None
        if _parameters is not None:
            parameters = []
            for parameters_item_data in as_list(_parameters):
                parameters_item = Nduv.from_dict(parameters_item_data)

                parameters.append(parameters_item)

        qubits = cast(list[int], d.pop("qubits", None))

        gate_properties = cls(
            gate=gate,
            name=name,
            parameters=parameters,
            qubits=qubits,
        )

        gate_properties.additional_properties = d
        return gate_properties

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
