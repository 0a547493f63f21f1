from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Self, TypeVar, cast

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import as_list, without_nulls

if TYPE_CHECKING:
    from ..models.function_config import FunctionConfig


T = TypeVar("T", bound="PlanConfiguration")


@_attrs_define
class PlanConfiguration:
    """What one plan allows.

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
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        active_ttl = self.active_ttl

        backends: list[str] | None = None
        if not (self.backends is None):
            backends = self.backends

        end_time = self.end_time

        functions: list[dict[str, Any]] | None = None
        if not (self.functions is None):
            functions = []
            for functions_item_data in self.functions:
                functions_item = functions_item_data.to_dict()
                functions.append(functions_item)

        interactive_ttl = self.interactive_ttl

        max_ttl = self.max_ttl

        plan_id = self.plan_id

        start_time = self.start_time

        subscription_id = self.subscription_id

        subscription_name = self.subscription_name

        usage_allocation_seconds = self.usage_allocation_seconds

        usage_limit_seconds = self.usage_limit_seconds

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update({})
        if active_ttl is not None:
            field_dict["active_ttl"] = active_ttl
        if backends is not None:
            field_dict["backends"] = backends
        if end_time is not None:
            field_dict["end_time"] = end_time
        if functions is not None:
            field_dict["functions"] = functions
        if interactive_ttl is not None:
            field_dict["interactive_ttl"] = interactive_ttl
        if max_ttl is not None:
            field_dict["max_ttl"] = max_ttl
        if plan_id is not None:
            field_dict["plan_id"] = plan_id
        if start_time is not None:
            field_dict["start_time"] = start_time
        if subscription_id is not None:
            field_dict["subscription_id"] = subscription_id
        if subscription_name is not None:
            field_dict["subscription_name"] = subscription_name
        if usage_allocation_seconds is not None:
            field_dict["usage_allocation_seconds"] = usage_allocation_seconds
        if usage_limit_seconds is not None:
            field_dict["usage_limit_seconds"] = usage_limit_seconds

        return field_dict

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        from ..models.function_config import FunctionConfig

        d = without_nulls(
            src_dict,
            "active_ttl",
            "backends",
            "end_time",
            "functions",
            "interactive_ttl",
            "max_ttl",
            "plan_id",
            "start_time",
            "subscription_id",
            "subscription_name",
            "usage_allocation_seconds",
            "usage_limit_seconds",
        )
        active_ttl = d.pop("active_ttl", None)

        backends = cast(list[str], d.pop("backends", None))

        end_time = d.pop("end_time", None)

        _functions = d.pop("functions", None)
        functions: list[FunctionConfig] | None = None
        if _functions is not None:
            functions = []
            for functions_item_data in as_list(_functions):
                functions_item = FunctionConfig.from_dict(functions_item_data)

                functions.append(functions_item)

        interactive_ttl = d.pop("interactive_ttl", None)

        max_ttl = d.pop("max_ttl", None)

        plan_id = d.pop("plan_id", None)

        start_time = d.pop("start_time", None)

        subscription_id = d.pop("subscription_id", None)

        subscription_name = d.pop("subscription_name", None)

        usage_allocation_seconds = d.pop("usage_allocation_seconds", None)

        usage_limit_seconds = d.pop("usage_limit_seconds", None)

        plan_configuration = cls(
            active_ttl=active_ttl,
            backends=backends,
            end_time=end_time,
            functions=functions,
            interactive_ttl=interactive_ttl,
            max_ttl=max_ttl,
            plan_id=plan_id,
            start_time=start_time,
            subscription_id=subscription_id,
            subscription_name=subscription_name,
            usage_allocation_seconds=usage_allocation_seconds,
            usage_limit_seconds=usage_limit_seconds,
        )

        plan_configuration.additional_properties = d
        return plan_configuration

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
