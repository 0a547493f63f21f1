from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Self, TypeVar

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import as_list

T = TypeVar("T", bound="PauliLindbladMapModel")


@_attrs_define
class PauliLindbladMapModel:
    """A Pauli Lindblad map as sparse terms.

    Attributes:
        num_qubits (int): Total qubits the map covers.
        sparse_terms (list[list[Any]]): Terms [Pauli string, list of qubit indices, rate].
    """

    num_qubits: int
    sparse_terms: list[list[Any]]
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        num_qubits = self.num_qubits

        sparse_terms = []
        for sparse_terms_item_data in self.sparse_terms:
            sparse_terms_item = sparse_terms_item_data

            sparse_terms.append(sparse_terms_item)

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "num_qubits": num_qubits,
                "sparse_terms": sparse_terms,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        d = dict(src_dict)
        num_qubits = d.pop("num_qubits")

        sparse_terms = []
        _sparse_terms = d.pop("sparse_terms")
        for sparse_terms_item_data in as_list(_sparse_terms):
            sparse_terms_item = sparse_terms_item_data

            sparse_terms.append(sparse_terms_item)

        pauli_lindblad_map_model = cls(
            num_qubits=num_qubits,
            sparse_terms=sparse_terms,
        )

        pauli_lindblad_map_model.additional_properties = d
        return pauli_lindblad_map_model

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
