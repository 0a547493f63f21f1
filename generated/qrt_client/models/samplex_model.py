from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Self

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import OpenObject, as_object, derived, nothing_more


@_attrs_define(repr=False)
class SamplexModel(OpenObject[Any]):
    """A samplex of any serialization version.

    Attributes:
        samplex_json (str): The samplex as JSON text.
        ssv (int):
    """

    samplex_json: str
    ssv: int
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=nothing_more)

    def to_dict(self) -> dict[str, Any]:
        field_dict: dict[str, Any] = dict(self.additional_properties)
        field_dict["samplex_json"] = self.samplex_json

        field_dict["ssv"] = self.ssv

        return field_dict

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        if cls is not SamplexModel:
            return derived(cls, SamplexModel.from_dict(src_dict))

        d = as_object(src_dict)
        samplex_model = cls.__new__(cls)
        samplex_model.samplex_json = d.pop("samplex_json")
        samplex_model.ssv = d.pop("ssv")

        samplex_model.additional_properties = d
        return samplex_model
