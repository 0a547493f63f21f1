from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Self, TypeVar

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import as_list, without_nulls

if TYPE_CHECKING:
    from ..models.backend_filter import BackendFilter
    from ..models.instance_filter import InstanceFilter
    from ..models.plan_filter import PlanFilter
    from ..models.subscription_filter import SubscriptionFilter
    from ..models.user_filter import UserFilter


T = TypeVar("T", bound="GetAnalyticsFiltersResponse")


@_attrs_define
class GetAnalyticsFiltersResponse:
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
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        backends: list[dict[str, Any]] | None = None
        if not (self.backends is None):
            backends = []
            for backends_item_data in self.backends:
                backends_item = backends_item_data.to_dict()
                backends.append(backends_item)

        instances: list[dict[str, Any]] | None = None
        if not (self.instances is None):
            instances = []
            for instances_item_data in self.instances:
                instances_item = instances_item_data.to_dict()
                instances.append(instances_item)

        plans: list[dict[str, Any]] | None = None
        if not (self.plans is None):
            plans = []
            for plans_item_data in self.plans:
                plans_item = plans_item_data.to_dict()
                plans.append(plans_item)

        subscriptions: list[dict[str, Any]] | None = None
        if not (self.subscriptions is None):
            subscriptions = []
            for subscriptions_item_data in self.subscriptions:
                subscriptions_item = subscriptions_item_data.to_dict()
                subscriptions.append(subscriptions_item)

        users: list[dict[str, Any]] | None = None
        if not (self.users is None):
            users = []
            for users_item_data in self.users:
                users_item = users_item_data.to_dict()
                users.append(users_item)

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update({})
        if backends is not None:
            field_dict["backends"] = backends
        if instances is not None:
            field_dict["instances"] = instances
        if plans is not None:
            field_dict["plans"] = plans
        if subscriptions is not None:
            field_dict["subscriptions"] = subscriptions
        if users is not None:
            field_dict["users"] = users

        return field_dict

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        from ..models.backend_filter import BackendFilter
        from ..models.instance_filter import InstanceFilter
        from ..models.plan_filter import PlanFilter
        from ..models.subscription_filter import SubscriptionFilter
        from ..models.user_filter import UserFilter

        d = without_nulls(src_dict, "backends", "instances", "plans", "subscriptions", "users")
        _backends = d.pop("backends", None)
        backends: list[BackendFilter] | None = None
        if _backends is not None:
            backends = []
            for backends_item_data in as_list(_backends):
                backends_item = BackendFilter.from_dict(backends_item_data)

                backends.append(backends_item)

        _instances = d.pop("instances", None)
        instances: list[InstanceFilter] | None = None
        if _instances is not None:
            instances = []
            for instances_item_data in as_list(_instances):
                instances_item = InstanceFilter.from_dict(instances_item_data)

                instances.append(instances_item)

        _plans = d.pop("plans", None)
        plans: list[PlanFilter] | None = None
        if _plans is not None:
            plans = []
            for plans_item_data in as_list(_plans):
                plans_item = PlanFilter.from_dict(plans_item_data)

                plans.append(plans_item)

        _subscriptions = d.pop("subscriptions", None)
        subscriptions: list[SubscriptionFilter] | None = None
        if _subscriptions is not None:
            subscriptions = []
            for subscriptions_item_data in as_list(_subscriptions):
                subscriptions_item = SubscriptionFilter.from_dict(subscriptions_item_data)

                subscriptions.append(subscriptions_item)

        _users = d.pop("users", None)
        users: list[UserFilter] | None = None
        if _users is not None:
            users = []
            for users_item_data in as_list(_users):
                users_item = UserFilter.from_dict(users_item_data)

                users.append(users_item)

        get_analytics_filters_response = cls(
            backends=backends,
            instances=instances,
            plans=plans,
            subscriptions=subscriptions,
            users=users,
        )

        get_analytics_filters_response.additional_properties = d
        return get_analytics_filters_response

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
