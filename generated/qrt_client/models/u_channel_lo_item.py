from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Self

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import OpenObject, as_object, check_object, derived, nothing_more


@_attrs_define(repr=False)
class UChannelLOItem(OpenObject[Any]):
    """Part of one qubit LO in a U channel LO.

    Attributes:
        q (int | None): Number of the qubit.
        scale (list[float] | None): Real and imaginary part.
    """

    q: int | None = None
    scale: list[float] | None = None
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=nothing_more)

    def to_dict(self) -> dict[str, Any]:
        field_dict: dict[str, Any] = dict(self.additional_properties)
        if self.q is not None:
            field_dict["q"] = self.q

        if self.scale is not None:
            field_dict["scale"] = self.scale

        return field_dict

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        if cls is not UChannelLOItem:
            return derived(cls, UChannelLOItem.from_dict(src_dict))

        d = as_object(src_dict)
        u_channel_lo_item = cls.__new__(cls)
        u_channel_lo_item.q = d.pop("q", None)
        u_channel_lo_item.scale = d.pop("scale", None)

        u_channel_lo_item.additional_properties = d
        return u_channel_lo_item

    @classmethod
    def check_dict(cls, value: object) -> None:
        """Raise the errors of `from_dict`, without building an object."""
        check_object(value)
