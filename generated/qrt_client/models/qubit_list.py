from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Self

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import OpenObject, as_object, check_object, derived, nothing_more


@_attrs_define(repr=False)
class QubitList(OpenObject[Any]):
    """
    Attributes:
        name (str | None): Name of the list.
        qubits (list[int] | None): Its qubits.
    """

    name: str | None = None
    qubits: list[int] | None = None
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=nothing_more)

    def to_dict(self) -> dict[str, Any]:
        field_dict: dict[str, Any] = dict(self.additional_properties)
        if self.name is not None:
            field_dict["name"] = self.name

        if self.qubits is not None:
            field_dict["qubits"] = self.qubits

        return field_dict

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        if cls is not QubitList:
            return derived(cls, QubitList.from_dict(src_dict))

        d = as_object(src_dict)
        qubit_list = cls.__new__(cls)
        qubit_list.name = d.pop("name", None)
        qubit_list.qubits = d.pop("qubits", None)

        qubit_list.additional_properties = d
        return qubit_list

    @classmethod
    def check_dict(cls, value: object) -> None:
        """Raise the errors of `from_dict`, without building an object."""
        check_object(value)
