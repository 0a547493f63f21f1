from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import TYPE_CHECKING, Any, Self

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import OpenObject, as_object, derived, nothing_more

if TYPE_CHECKING:
    from ..models.expanded_plan_configuration import ExpandedPlanConfiguration


@_attrs_define(repr=False)
class ExpandedAccountConfiguration(OpenObject[Any]):
    """What each plan of an account allows.

    Attributes:
        plans (list[ExpandedPlanConfiguration] | None):
    """

    plans: list[ExpandedPlanConfiguration] | None = None
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=nothing_more)

    def to_dict(self) -> dict[str, Any]:
        field_dict: dict[str, Any] = dict(self.additional_properties)
        if self.plans is not None:
            field_dict["plans"] = [item.to_dict() for item in self.plans]

        return field_dict

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        if cls is not ExpandedAccountConfiguration:
            return derived(cls, ExpandedAccountConfiguration.from_dict(src_dict))
        (ExpandedPlanConfiguration,) = _kinds()

        d = as_object(src_dict)
        expanded_account_configuration = cls.__new__(cls)
        expanded_account_configuration._read_later(
            src_dict,
            "plans",
            d.pop("plans", None),
            ExpandedPlanConfiguration.check_dict,
            ExpandedPlanConfiguration.from_dict,
        )

        expanded_account_configuration.additional_properties = d
        return expanded_account_configuration


@cache
def _kinds() -> tuple[type[ExpandedPlanConfiguration]]:
    from ..models.expanded_plan_configuration import ExpandedPlanConfiguration

    return (ExpandedPlanConfiguration,)
