from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Self

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import OpenObject, as_object, derived, nothing_more


@_attrs_define(repr=False)
class ExecutionOptions(OpenObject[Any]):
    """
    Attributes:
        init_qubits (bool | None): Whether qubits are reset to the ground state for each shot.
        rep_delay (float | None): Gap from a measurement to the next circuit, in seconds.
    """

    init_qubits: bool | None = None
    rep_delay: float | None = None
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=nothing_more)

    def to_dict(self) -> dict[str, Any]:
        field_dict: dict[str, Any] = dict(self.additional_properties)
        if self.init_qubits is not None:
            field_dict["init_qubits"] = self.init_qubits

        if self.rep_delay is not None:
            field_dict["rep_delay"] = self.rep_delay

        return field_dict

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        if cls is not ExecutionOptions:
            return derived(cls, ExecutionOptions.from_dict(src_dict))

        d = as_object(src_dict)
        execution_options = cls.__new__(cls)
        execution_options.init_qubits = d.pop("init_qubits", None)
        execution_options.rep_delay = d.pop("rep_delay", None)

        execution_options.additional_properties = d
        return execution_options
