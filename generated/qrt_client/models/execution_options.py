from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Self, TypeVar

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import without_nulls

T = TypeVar("T", bound="ExecutionOptions")


@_attrs_define
class ExecutionOptions:
    """
    Attributes:
        init_qubits (bool | None): Whether qubits are reset to the ground state for each shot.
        rep_delay (float | None): Gap from a measurement to the next circuit, in seconds.
    """

    init_qubits: bool | None = None
    rep_delay: float | None = None
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        init_qubits = self.init_qubits

        rep_delay = self.rep_delay

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update({})
        if init_qubits is not None:
            field_dict["init_qubits"] = init_qubits
        if rep_delay is not None:
            field_dict["rep_delay"] = rep_delay

        return field_dict

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        d = without_nulls(src_dict, "init_qubits", "rep_delay")
        init_qubits = d.pop("init_qubits", None)

        rep_delay = d.pop("rep_delay", None)

        execution_options = cls(
            init_qubits=init_qubits,
            rep_delay=rep_delay,
        )

        execution_options.additional_properties = d
        return execution_options

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
