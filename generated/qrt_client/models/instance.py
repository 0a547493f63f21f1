from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Self, TypeVar, cast

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import without_nulls

T = TypeVar("T", bound="Instance")


@_attrs_define
class Instance:
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
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        backends: list[str] | None = None
        if not (self.backends is None):
            backends = self.backends

        instance_limit = self.instance_limit

        instance_limit_seconds = self.instance_limit_seconds

        plan_id = self.plan_id

        usage_allocation_seconds = self.usage_allocation_seconds

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update({})
        if backends is not None:
            field_dict["backends"] = backends
        if instance_limit is not None:
            field_dict["instance_limit"] = instance_limit
        if instance_limit_seconds is not None:
            field_dict["instance_limit_seconds"] = instance_limit_seconds
        if plan_id is not None:
            field_dict["plan_id"] = plan_id
        if usage_allocation_seconds is not None:
            field_dict["usage_allocation_seconds"] = usage_allocation_seconds

        return field_dict

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        d = without_nulls(
            src_dict,
            "backends",
            "instance_limit",
            "instance_limit_seconds",
            "plan_id",
            "usage_allocation_seconds",
        )
        backends = cast(list[str], d.pop("backends", None))

        instance_limit = d.pop("instance_limit", None)

        instance_limit_seconds = d.pop("instance_limit_seconds", None)

        plan_id = d.pop("plan_id", None)

        usage_allocation_seconds = d.pop("usage_allocation_seconds", None)

        instance = cls(
            backends=backends,
            instance_limit=instance_limit,
            instance_limit_seconds=instance_limit_seconds,
            plan_id=plan_id,
            usage_allocation_seconds=usage_allocation_seconds,
        )

        instance.additional_properties = d
        return instance

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
