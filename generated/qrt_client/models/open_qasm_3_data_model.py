from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Self

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import OpenObject, as_object, derived, nothing_more


@_attrs_define(repr=False)
class OpenQasm3DataModel(OpenObject[Any]):
    """Circuits as OpenQASM 3.

    Attributes:
        data (list[str]): One string per circuit.
    """

    data: list[str]
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=nothing_more)

    def to_dict(self) -> dict[str, Any]:
        field_dict: dict[str, Any] = dict(self.additional_properties)
        field_dict["data"] = self.data

        return field_dict

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        if cls is not OpenQasm3DataModel:
            return derived(cls, OpenQasm3DataModel.from_dict(src_dict))

        d = as_object(src_dict)
        open_qasm_3_data_model = cls.__new__(cls)
        open_qasm_3_data_model.data = d.pop("data")

        open_qasm_3_data_model.additional_properties = d
        return open_qasm_3_data_model
