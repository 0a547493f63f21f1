from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Self

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import OpenObject, as_list, as_object, derived, nothing_more


@_attrs_define(repr=False)
class PauliLindbladMapModel(OpenObject[Any]):
    """A Pauli Lindblad map as sparse terms.

    Attributes:
        num_qubits (int): Total qubits the map covers.
        sparse_terms (list[list[Any]]): Terms [Pauli string, list of qubit indices, rate].
    """

    num_qubits: int
    sparse_terms: list[list[Any]]
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=nothing_more)

    def to_dict(self) -> dict[str, Any]:
        field_dict: dict[str, Any] = dict(self.additional_properties)
        field_dict["num_qubits"] = self.num_qubits

        field_dict["sparse_terms"] = self.sparse_terms

        return field_dict

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        if cls is not PauliLindbladMapModel:
            return derived(cls, PauliLindbladMapModel.from_dict(src_dict))

        d = as_object(src_dict)
        pauli_lindblad_map_model = cls.__new__(cls)
        pauli_lindblad_map_model.num_qubits = d.pop("num_qubits")
        pauli_lindblad_map_model.sparse_terms = as_list(d.pop("sparse_terms"))

        pauli_lindblad_map_model.additional_properties = d
        return pauli_lindblad_map_model
