from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Self

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..models.clops_kind import ClopsKind
from ..types import OpenObject, as_object, derived, maybe, nothing_more


@_attrs_define(repr=False)
class ClopsType(OpenObject[Any]):
    """Circuit layer operations per second, and how they were judged.

    Attributes:
        type_ (ClopsKind | None):
        value (int | str | None):
    """

    type_: ClopsKind | None = None
    value: int | str | None = None
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=nothing_more)

    def to_dict(self) -> dict[str, Any]:
        field_dict: dict[str, Any] = dict(self.additional_properties)
        if self.type_ is not None:
            field_dict["type"] = self.type_.value

        if self.value is not None:
            field_dict["value"] = self.value

        return field_dict

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        if cls is not ClopsType:
            return derived(cls, ClopsType.from_dict(src_dict))

        d = as_object(src_dict)
        clops_type = cls.__new__(cls)
        clops_type.type_ = maybe(ClopsKind, d.pop("type", None))
        clops_type.value = d.pop("value", None)

        clops_type.additional_properties = d
        return clops_type
