from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Self, TypeVar

from attrs import define as _attrs_define
from attrs import field as _attrs_field

T = TypeVar("T", bound="SamplexModelSSV1ToSSV2")


@_attrs_define
class SamplexModelSSV1ToSSV2:
    """A samplex, serialization version 1 or 2.

    Attributes:
        samplex_json (str): The samplex as JSON text.
        ssv (int):
    """

    samplex_json: str
    ssv: int
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        samplex_json = self.samplex_json

        ssv = self.ssv

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "samplex_json": samplex_json,
                "ssv": ssv,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        d = dict(src_dict)
        samplex_json = d.pop("samplex_json")

        ssv = d.pop("ssv")

        samplex_model_ssv1_to_ssv2 = cls(
            samplex_json=samplex_json,
            ssv=ssv,
        )

        samplex_model_ssv1_to_ssv2.additional_properties = d
        return samplex_model_ssv1_to_ssv2

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
