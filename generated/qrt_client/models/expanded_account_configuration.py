from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Self, TypeVar

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import as_list, without_nulls

if TYPE_CHECKING:
    from ..models.expanded_plan_configuration import ExpandedPlanConfiguration


T = TypeVar("T", bound="ExpandedAccountConfiguration")


@_attrs_define
class ExpandedAccountConfiguration:
    """What each plan of an account allows.

    Attributes:
        plans (list[ExpandedPlanConfiguration] | None):
    """

    plans: list[ExpandedPlanConfiguration] | None = None
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        plans: list[dict[str, Any]] | None = None
        if not (self.plans is None):
            plans = []
            for plans_item_data in self.plans:
                plans_item = plans_item_data.to_dict()
                plans.append(plans_item)

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update({})
        if plans is not None:
            field_dict["plans"] = plans

        return field_dict

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        from ..models.expanded_plan_configuration import ExpandedPlanConfiguration

        d = without_nulls(src_dict, "plans")
        _plans = d.pop("plans", None)
        plans: list[ExpandedPlanConfiguration] | None = None
        if _plans is not None:
            plans = []
            for plans_item_data in as_list(_plans):
                plans_item = ExpandedPlanConfiguration.from_dict(plans_item_data)

                plans.append(plans_item)

        expanded_account_configuration = cls(
            plans=plans,
        )

        expanded_account_configuration.additional_properties = d
        return expanded_account_configuration

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
