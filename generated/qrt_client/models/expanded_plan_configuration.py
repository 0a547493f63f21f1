from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import TYPE_CHECKING, Any, Self

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import OpenObject, as_object, check_object, derived, maybe_check_each, nothing_more

if TYPE_CHECKING:
    from ..models.function_config import FunctionConfig


@_attrs_define(repr=False)
class ExpandedPlanConfiguration(OpenObject[Any]):
    """What one plan allows, and what is left of its allocation.

    Attributes:
        active_ttl (int | None): Seconds left in the active state while jobs run; at most `max_ttl`.
        backends (list[str] | None): Backends that instances may be given.
        end_time (str | None): Bound of the contract; always there for flex plans.
        functions (list[FunctionConfig] | None): Functions, each by name.
        interactive_ttl (int | None): Seconds without a job after which a session stops being active; at most
            `active_ttl`.
        max_ttl (int | None): Seconds a session may last.
        plan_id (str | None): Id of the plan in the Global Catalog.
        start_time (str | None): Bound of the contract; always there for flex plans.
        subscription_id (str | None): One contract for a plan within the account.
        subscription_name (str | None): Name to be shown.
        usage_allocation_seconds (int | None): Seconds that all instances may be allocated together; always there for
            flex plans.
        usage_limit_seconds (int | None): Seconds that all instances may run together; always there for flex plans.
        unallocated_usage_seconds (int | None): Seconds of the allocation not yet given to an instance.
    """

    active_ttl: int | None = None
    backends: list[str] | None = None
    end_time: str | None = None
    functions: list[FunctionConfig] | None = None
    interactive_ttl: int | None = None
    max_ttl: int | None = None
    plan_id: str | None = None
    start_time: str | None = None
    subscription_id: str | None = None
    subscription_name: str | None = None
    usage_allocation_seconds: int | None = None
    usage_limit_seconds: int | None = None
    unallocated_usage_seconds: int | None = None
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=nothing_more)

    def to_dict(self) -> dict[str, Any]:
        field_dict: dict[str, Any] = dict(self.additional_properties)
        if self.active_ttl is not None:
            field_dict["active_ttl"] = self.active_ttl

        if self.backends is not None:
            field_dict["backends"] = self.backends

        if self.end_time is not None:
            field_dict["end_time"] = self.end_time

        if self.functions is not None:
            field_dict["functions"] = [item.to_dict() for item in self.functions]

        if self.interactive_ttl is not None:
            field_dict["interactive_ttl"] = self.interactive_ttl

        if self.max_ttl is not None:
            field_dict["max_ttl"] = self.max_ttl

        if self.plan_id is not None:
            field_dict["plan_id"] = self.plan_id

        if self.start_time is not None:
            field_dict["start_time"] = self.start_time

        if self.subscription_id is not None:
            field_dict["subscription_id"] = self.subscription_id

        if self.subscription_name is not None:
            field_dict["subscription_name"] = self.subscription_name

        if self.usage_allocation_seconds is not None:
            field_dict["usage_allocation_seconds"] = self.usage_allocation_seconds

        if self.usage_limit_seconds is not None:
            field_dict["usage_limit_seconds"] = self.usage_limit_seconds

        if self.unallocated_usage_seconds is not None:
            field_dict["unallocated_usage_seconds"] = self.unallocated_usage_seconds

        return field_dict

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        if cls is not ExpandedPlanConfiguration:
            return derived(cls, ExpandedPlanConfiguration.from_dict(src_dict))
        (FunctionConfig,) = _kinds()

        d = as_object(src_dict)
        expanded_plan_configuration = cls.__new__(cls)
        expanded_plan_configuration.active_ttl = d.pop("active_ttl", None)
        expanded_plan_configuration.backends = d.pop("backends", None)
        expanded_plan_configuration.end_time = d.pop("end_time", None)
        expanded_plan_configuration._read_later(
            src_dict,
            "functions",
            d.pop("functions", None),
            FunctionConfig.check_dict,
            FunctionConfig.from_dict,
        )
        expanded_plan_configuration.interactive_ttl = d.pop("interactive_ttl", None)
        expanded_plan_configuration.max_ttl = d.pop("max_ttl", None)
        expanded_plan_configuration.plan_id = d.pop("plan_id", None)
        expanded_plan_configuration.start_time = d.pop("start_time", None)
        expanded_plan_configuration.subscription_id = d.pop("subscription_id", None)
        expanded_plan_configuration.subscription_name = d.pop("subscription_name", None)
        expanded_plan_configuration.usage_allocation_seconds = d.pop("usage_allocation_seconds", None)
        expanded_plan_configuration.usage_limit_seconds = d.pop("usage_limit_seconds", None)
        expanded_plan_configuration.unallocated_usage_seconds = d.pop("unallocated_usage_seconds", None)

        expanded_plan_configuration.additional_properties = d
        return expanded_plan_configuration

    @classmethod
    def check_dict(cls, value: object) -> None:
        """Raise the errors of `from_dict`, without building an object."""
        (FunctionConfig,) = _kinds()

        d = check_object(value)
        maybe_check_each(FunctionConfig.check_dict, d.get("functions"))


@cache
def _kinds() -> tuple[type[FunctionConfig]]:
    from ..models.function_config import FunctionConfig

    return (FunctionConfig,)
