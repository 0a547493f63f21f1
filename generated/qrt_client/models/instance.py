from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Self

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import OpenObject, as_object, derived, nothing_more


@_attrs_define(repr=False)
class Instance(OpenObject[Any]):
    """Limits and backends of an instance.

    Attributes:
        backends (list[str] | None):
        instance_limit (float | None): Limit in seconds; `instance_limit_seconds` takes its place.
        instance_limit_seconds (str | None): Limit in seconds, as a text.
        plan_id (str | None): Id of the plan in the Global Catalog.
        usage_allocation_seconds (str | None): Allocation in seconds, as a text.
    """

    backends: list[str] | None = None
    instance_limit: float | None = None
    instance_limit_seconds: str | None = None
    plan_id: str | None = None
    usage_allocation_seconds: str | None = None
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=nothing_more)

    def to_dict(self) -> dict[str, Any]:
        field_dict: dict[str, Any] = dict(self.additional_properties)
        if self.backends is not None:
            field_dict["backends"] = self.backends

        if self.instance_limit is not None:
            field_dict["instance_limit"] = self.instance_limit

        if self.instance_limit_seconds is not None:
            field_dict["instance_limit_seconds"] = self.instance_limit_seconds

        if self.plan_id is not None:
            field_dict["plan_id"] = self.plan_id

        if self.usage_allocation_seconds is not None:
            field_dict["usage_allocation_seconds"] = self.usage_allocation_seconds

        return field_dict

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        if cls is not Instance:
            return derived(cls, Instance.from_dict(src_dict))

        d = as_object(src_dict)
        instance = cls.__new__(cls)
        instance.backends = d.pop("backends", None)
        instance.instance_limit = d.pop("instance_limit", None)
        instance.instance_limit_seconds = d.pop("instance_limit_seconds", None)
        instance.plan_id = d.pop("plan_id", None)
        instance.usage_allocation_seconds = d.pop("usage_allocation_seconds", None)

        instance.additional_properties = d
        return instance
