from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Self, TypeVar, cast

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import without_nulls

T = TypeVar("T", bound="UChannelLOItem")


@_attrs_define
class UChannelLOItem:
    """Part of one qubit LO in a U channel LO.

    Attributes:
        q (int | None): Number of the qubit.
        scale (list[float] | None): Real and imaginary part.
    """

    q: int | None = None
    scale: list[float] | None = None
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        q = self.q

        scale: list[float] | None = None
        if not (self.scale is None):
            scale = self.scale

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update({})
        if q is not None:
            field_dict["q"] = q
        if scale is not None:
            field_dict["scale"] = scale

        return field_dict

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        d = without_nulls(src_dict, "q", "scale")
        q = d.pop("q", None)

        scale = cast(list[float], d.pop("scale", None))

        u_channel_lo_item = cls(
            q=q,
            scale=scale,
        )

        u_channel_lo_item.additional_properties = d
        return u_channel_lo_item

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
