from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Self

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import OpenObject, as_object, derived, nothing_more


@_attrs_define(repr=False)
class URLCursor(OpenObject[Any]):
    """A neighbouring page.

    Attributes:
        href (str | None): Address of the page; its query holds the cursor.
    """

    href: str | None = None
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=nothing_more)

    def to_dict(self) -> dict[str, Any]:
        field_dict: dict[str, Any] = dict(self.additional_properties)
        if self.href is not None:
            field_dict["href"] = self.href

        return field_dict

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        if cls is not URLCursor:
            return derived(cls, URLCursor.from_dict(src_dict))

        d = as_object(src_dict)
        url_cursor = cls.__new__(cls)
        url_cursor.href = d.pop("href", None)

        url_cursor.additional_properties = d
        return url_cursor
