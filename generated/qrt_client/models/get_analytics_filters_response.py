from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import TYPE_CHECKING, Any, Self

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import OpenObject, as_object, derived, nothing_more

if TYPE_CHECKING:
    from ..models.backend_filter import BackendFilter
    from ..models.instance_filter import InstanceFilter
    from ..models.plan_filter import PlanFilter
    from ..models.subscription_filter import SubscriptionFilter
    from ..models.user_filter import UserFilter


@_attrs_define(repr=False)
class GetAnalyticsFiltersResponse(OpenObject[Any]):
    """The values by which analytics can be filtered.

    Attributes:
        backends (list[BackendFilter] | None):
        instances (list[InstanceFilter] | None):
        plans (list[PlanFilter] | None):
        subscriptions (list[SubscriptionFilter] | None):
        users (list[UserFilter] | None):
    """

    backends: list[BackendFilter] | None = None
    instances: list[InstanceFilter] | None = None
    plans: list[PlanFilter] | None = None
    subscriptions: list[SubscriptionFilter] | None = None
    users: list[UserFilter] | None = None
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=nothing_more)

    def to_dict(self) -> dict[str, Any]:
        field_dict: dict[str, Any] = dict(self.additional_properties)
        if self.backends is not None:
            field_dict["backends"] = [item.to_dict() for item in self.backends]

        if self.instances is not None:
            field_dict["instances"] = [item.to_dict() for item in self.instances]

        if self.plans is not None:
            field_dict["plans"] = [item.to_dict() for item in self.plans]

        if self.subscriptions is not None:
            field_dict["subscriptions"] = [item.to_dict() for item in self.subscriptions]

        if self.users is not None:
            field_dict["users"] = [item.to_dict() for item in self.users]

        return field_dict

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        if cls is not GetAnalyticsFiltersResponse:
            return derived(cls, GetAnalyticsFiltersResponse.from_dict(src_dict))
        BackendFilter, InstanceFilter, PlanFilter, SubscriptionFilter, UserFilter = _kinds()

        d = as_object(src_dict)
        get_analytics_filters_response = cls.__new__(cls)
        get_analytics_filters_response._read_later(
            src_dict, "backends", d.pop("backends", None), BackendFilter.check_dict, BackendFilter.from_dict
        )
        get_analytics_filters_response._read_later(
            src_dict,
            "instances",
            d.pop("instances", None),
            InstanceFilter.check_dict,
            InstanceFilter.from_dict,
        )
        get_analytics_filters_response._read_later(
            src_dict, "plans", d.pop("plans", None), PlanFilter.check_dict, PlanFilter.from_dict
        )
        get_analytics_filters_response._read_later(
            src_dict,
            "subscriptions",
            d.pop("subscriptions", None),
            SubscriptionFilter.check_dict,
            SubscriptionFilter.from_dict,
        )
        get_analytics_filters_response._read_later(
            src_dict, "users", d.pop("users", None), UserFilter.check_dict, UserFilter.from_dict
        )

        get_analytics_filters_response.additional_properties = d
        return get_analytics_filters_response


@cache
def _kinds() -> tuple[
    type[BackendFilter], type[InstanceFilter], type[PlanFilter], type[SubscriptionFilter], type[UserFilter]
]:
    from ..models.backend_filter import BackendFilter
    from ..models.instance_filter import InstanceFilter
    from ..models.plan_filter import PlanFilter
    from ..models.subscription_filter import SubscriptionFilter
    from ..models.user_filter import UserFilter

    return BackendFilter, InstanceFilter, PlanFilter, SubscriptionFilter, UserFilter
