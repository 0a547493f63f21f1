from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Self

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import OpenObject, as_object, derived, nothing_more


@_attrs_define(repr=False)
class QpyModelV13ToV16(OpenObject[Any]):
    """A circuit as QPY, version 13 to 16.

    Attributes:
        circuit_b64 (str): Base64 of the QPY bytes of one circuit.
        qpy_version (int):
    """

    circuit_b64: str
    qpy_version: int
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=nothing_more)

    def to_dict(self) -> dict[str, Any]:
        field_dict: dict[str, Any] = dict(self.additional_properties)
        field_dict["circuit_b64"] = self.circuit_b64

        field_dict["qpy_version"] = self.qpy_version

        return field_dict

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        if cls is not QpyModelV13ToV16:
            return derived(cls, QpyModelV13ToV16.from_dict(src_dict))

        d = as_object(src_dict)
        qpy_model_v13_to_v16 = cls.__new__(cls)
        qpy_model_v13_to_v16.circuit_b64 = d.pop("circuit_b64")
        qpy_model_v13_to_v16.qpy_version = d.pop("qpy_version")

        qpy_model_v13_to_v16.additional_properties = d
        return qpy_model_v13_to_v16
