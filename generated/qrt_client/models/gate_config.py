from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Self, TypeVar, cast

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import as_list, without_nulls

T = TypeVar("T", bound="GateConfig")


@_attrs_define
class GateConfig:
    """A gate of a backend.

    Attributes:
        conditional (bool | None): Whether the gate can be conditional; left out, the backend's `conditional` holds.
        coupling_map (list[list[int]] | None): Groups of qubits on which the gate acts.
        description (str | None):
        latency_map (list[list[int]] | None): Latency of conditional use, len(coupling_map) by n_registers: 1 fast, 0
            slow.
        name (str | None): Name in OpenQASM.
        parameters (list[str] | None): Names of the parameters.
        qasm_def (str | None): Definition by the primitives U and CX.
    """

    conditional: bool | None = None
    coupling_map: list[list[int]] | None = None
    description: str | None = None
    latency_map: list[list[int]] | None = None
    name: str | None = None
    parameters: list[str] | None = None
    qasm_def: str | None = None
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        conditional = self.conditional

        coupling_map: list[list[int]] | None = None
        if not (self.coupling_map is None):
            coupling_map = []
            for coupling_map_item_data in self.coupling_map:
                coupling_map_item = coupling_map_item_data

                coupling_map.append(coupling_map_item)

        description = self.description

        latency_map: list[list[int]] | None = None
        if not (self.latency_map is None):
            latency_map = []
            for latency_map_item_data in self.latency_map:
                latency_map_item = latency_map_item_data

                latency_map.append(latency_map_item)

        name = self.name

        parameters: list[str] | None = None
        if not (self.parameters is None):
            parameters = self.parameters

        qasm_def = self.qasm_def

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update({})
        if conditional is not None:
            field_dict["conditional"] = conditional
        if coupling_map is not None:
            field_dict["coupling_map"] = coupling_map
        if description is not None:
            field_dict["description"] = description
        if latency_map is not None:
            field_dict["latency_map"] = latency_map
        if name is not None:
            field_dict["name"] = name
        if parameters is not None:
            field_dict["parameters"] = parameters
        if qasm_def is not None:
            field_dict["qasm_def"] = qasm_def

        return field_dict

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        d = without_nulls(
            src_dict,
            "conditional",
            "coupling_map",
            "description",
            "latency_map",
            "name",
            "parameters",
            "qasm_def",
        )
        conditional = d.pop("conditional", None)

        _coupling_map = d.pop("coupling_map", None)
        coupling_map: list[list[int]] | None = None
        if _coupling_map is not None:
            coupling_map = []
            for coupling_map_item_data in as_list(_coupling_map):
                coupling_map_item = cast(list[int], coupling_map_item_data)

                coupling_map.append(coupling_map_item)

        description = d.pop("description", None)

        _latency_map = d.pop("latency_map", None)
        latency_map: list[list[int]] | None = None
        if _latency_map is not None:
            latency_map = []
            for latency_map_item_data in as_list(_latency_map):
                latency_map_item = cast(list[int], latency_map_item_data)

                latency_map.append(latency_map_item)

        name = d.pop("name", None)

        parameters = cast(list[str], d.pop("parameters", None))

        qasm_def = d.pop("qasm_def", None)

        gate_config = cls(
            conditional=conditional,
            coupling_map=coupling_map,
            description=description,
            latency_map=latency_map,
            name=name,
            parameters=parameters,
            qasm_def=qasm_def,
        )

        gate_config.additional_properties = d
        return gate_config

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
