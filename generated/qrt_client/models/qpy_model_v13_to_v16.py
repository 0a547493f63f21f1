from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Self, TypeVar

from attrs import define as _attrs_define
from attrs import field as _attrs_field

T = TypeVar("T", bound="QpyModelV13ToV16")


@_attrs_define
class QpyModelV13ToV16:
    """A circuit as QPY, version 13 to 16.

    Attributes:
        circuit_b64 (str): Base64 of the QPY bytes of one circuit.
        qpy_version (int):
    """

    circuit_b64: str
    qpy_version: int
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        circuit_b64 = self.circuit_b64

        qpy_version = self.qpy_version

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "circuit_b64": circuit_b64,
                "qpy_version": qpy_version,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        d = dict(src_dict)
        circuit_b64 = d.pop("circuit_b64")

        qpy_version = d.pop("qpy_version")

        qpy_model_v13_to_v16 = cls(
            circuit_b64=circuit_b64,
            qpy_version=qpy_version,
        )

        qpy_model_v13_to_v16.additional_properties = d
        return qpy_model_v13_to_v16

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
