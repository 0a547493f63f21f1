from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Self

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import OpenObject, as_list, as_object, check_object, derived, maybe, nothing_more


@_attrs_define(repr=False)
class GateConfig(OpenObject[Any]):
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
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=nothing_more)

    def to_dict(self) -> dict[str, Any]:
        field_dict: dict[str, Any] = dict(self.additional_properties)
        if self.conditional is not None:
            field_dict["conditional"] = self.conditional

        if self.coupling_map is not None:
            field_dict["coupling_map"] = self.coupling_map

        if self.description is not None:
            field_dict["description"] = self.description

        if self.latency_map is not None:
            field_dict["latency_map"] = self.latency_map

        if self.name is not None:
            field_dict["name"] = self.name

        if self.parameters is not None:
            field_dict["parameters"] = self.parameters

        if self.qasm_def is not None:
            field_dict["qasm_def"] = self.qasm_def

        return field_dict

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        if cls is not GateConfig:
            return derived(cls, GateConfig.from_dict(src_dict))

        d = as_object(src_dict)
        gate_config = cls.__new__(cls)
        gate_config.conditional = d.pop("conditional", None)
        gate_config.coupling_map = maybe(as_list, d.pop("coupling_map", None))
        gate_config.description = d.pop("description", None)
        gate_config.latency_map = maybe(as_list, d.pop("latency_map", None))
        gate_config.name = d.pop("name", None)
        gate_config.parameters = d.pop("parameters", None)
        gate_config.qasm_def = d.pop("qasm_def", None)

        gate_config.additional_properties = d
        return gate_config

    @classmethod
    def check_dict(cls, value: object) -> None:
        """Raise the errors of `from_dict`, without building an object."""

        d = check_object(value)
        maybe(as_list, d.get("coupling_map"))
        maybe(as_list, d.get("latency_map"))
