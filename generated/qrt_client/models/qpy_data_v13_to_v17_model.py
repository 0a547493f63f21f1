from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Self

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import OpenObject, as_object, derived, nothing_more


@_attrs_define(repr=False)
class QpyDataV13ToV17Model(OpenObject[Any]):
    """Circuits as one QPY file, version 13 to 17.

    Attributes:
        b64_data (str): Base64 of the QPY bytes.
        num_programs (int): Number of circuits in the file.
        qpy_version (int):
    """

    b64_data: str
    num_programs: int
    qpy_version: int
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=nothing_more)

    def to_dict(self) -> dict[str, Any]:
        field_dict: dict[str, Any] = dict(self.additional_properties)
        field_dict["b64_data"] = self.b64_data

        field_dict["num_programs"] = self.num_programs

        field_dict["qpy_version"] = self.qpy_version

        return field_dict

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        if cls is not QpyDataV13ToV17Model:
            return derived(cls, QpyDataV13ToV17Model.from_dict(src_dict))

        d = as_object(src_dict)
        qpy_data_v13_to_v17_model = cls.__new__(cls)
        qpy_data_v13_to_v17_model.b64_data = d.pop("b64_data")
        qpy_data_v13_to_v17_model.num_programs = d.pop("num_programs")
        qpy_data_v13_to_v17_model.qpy_version = d.pop("qpy_version")

        qpy_data_v13_to_v17_model.additional_properties = d
        return qpy_data_v13_to_v17_model
