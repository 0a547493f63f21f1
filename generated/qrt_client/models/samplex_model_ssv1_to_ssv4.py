from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Self

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import OpenObject, as_object, derived, nothing_more


@_attrs_define(repr=False)
class SamplexModelSSV1ToSSV4(OpenObject[Any]):
    """A samplex, serialization version 1 to 4.

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
        if cls is not SamplexModelSSV1ToSSV4:
            return derived(cls, SamplexModelSSV1ToSSV4.from_dict(src_dict))

        d = as_object(src_dict)
        samplex_model_ssv1_to_ssv4 = cls.__new__(cls)
        samplex_model_ssv1_to_ssv4.samplex_json = d.pop("samplex_json")
        samplex_model_ssv1_to_ssv4.ssv = d.pop("ssv")

        samplex_model_ssv1_to_ssv4.additional_properties = d
        return samplex_model_ssv1_to_ssv4
