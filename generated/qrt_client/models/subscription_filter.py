from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Self

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import OpenObject, as_object, check_object, derived, nothing_more


@_attrs_define(repr=False)
class SubscriptionFilter(OpenObject[Any]):
    """A subscription by which analytics can be filtered.

    Attributes:
        id (str | None): UUID of the subscription.
        name (str | None):
    """

    id: str | None = None
    name: str | None = None
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=nothing_more)

    def to_dict(self) -> dict[str, Any]:
        field_dict: dict[str, Any] = dict(self.additional_properties)
        if self.id is not None:
            field_dict["id"] = self.id

        if self.name is not None:
            field_dict["name"] = self.name

        return field_dict

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        if cls is not SubscriptionFilter:
            return derived(cls, SubscriptionFilter.from_dict(src_dict))

        d = as_object(src_dict)
        subscription_filter = cls.__new__(cls)
        subscription_filter.id = d.pop("id", None)
        subscription_filter.name = d.pop("name", None)

        subscription_filter.additional_properties = d
        return subscription_filter

    @classmethod
    def check_dict(cls, value: object) -> None:
        """Raise the errors of `from_dict`, without building an object."""
        check_object(value)
