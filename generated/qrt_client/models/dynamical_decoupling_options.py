from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Self

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..models.dynamical_decoupling_options_extra_slack_distribution import (
    DynamicalDecouplingOptionsExtraSlackDistribution,
)
from ..models.dynamical_decoupling_options_scheduling_method import DynamicalDecouplingOptionsSchedulingMethod
from ..models.dynamical_decoupling_options_sequence_type import DynamicalDecouplingOptionsSequenceType
from ..types import OpenObject, as_object, derived, maybe, nothing_more


@_attrs_define(repr=False)
class DynamicalDecouplingOptions(OpenObject[Any]):
    """
    Attributes:
        enable (bool | None):
        extra_slack_distribution (DynamicalDecouplingOptionsExtraSlackDistribution | None): Where time left over by
            rounding goes.
        scheduling_method (DynamicalDecouplingOptionsSchedulingMethod | None): `alap`: as late as possible; `asap`: as
            early as possible.
        sequence_type (DynamicalDecouplingOptionsSequenceType | None):
        skip_reset_qubits (bool | None): Whether idle times right after initialization or reset are left without
            decoupling.
    """

    enable: bool | None = None
    extra_slack_distribution: DynamicalDecouplingOptionsExtraSlackDistribution | None = None
    scheduling_method: DynamicalDecouplingOptionsSchedulingMethod | None = None
    sequence_type: DynamicalDecouplingOptionsSequenceType | None = None
    skip_reset_qubits: bool | None = None
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=nothing_more)

    def to_dict(self) -> dict[str, Any]:
        field_dict: dict[str, Any] = dict(self.additional_properties)
        if self.enable is not None:
            field_dict["enable"] = self.enable

        if self.extra_slack_distribution is not None:
            field_dict["extra_slack_distribution"] = self.extra_slack_distribution.value

        if self.scheduling_method is not None:
            field_dict["scheduling_method"] = self.scheduling_method.value

        if self.sequence_type is not None:
            field_dict["sequence_type"] = self.sequence_type.value

        if self.skip_reset_qubits is not None:
            field_dict["skip_reset_qubits"] = self.skip_reset_qubits

        return field_dict

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        if cls is not DynamicalDecouplingOptions:
            return derived(cls, DynamicalDecouplingOptions.from_dict(src_dict))

        d = as_object(src_dict)
        dynamical_decoupling_options = cls.__new__(cls)
        dynamical_decoupling_options.enable = d.pop("enable", None)
        dynamical_decoupling_options.extra_slack_distribution = maybe(
            DynamicalDecouplingOptionsExtraSlackDistribution, d.pop("extra_slack_distribution", None)
        )
        dynamical_decoupling_options.scheduling_method = maybe(
            DynamicalDecouplingOptionsSchedulingMethod, d.pop("scheduling_method", None)
        )
        dynamical_decoupling_options.sequence_type = maybe(
            DynamicalDecouplingOptionsSequenceType, d.pop("sequence_type", None)
        )
        dynamical_decoupling_options.skip_reset_qubits = d.pop("skip_reset_qubits", None)

        dynamical_decoupling_options.additional_properties = d
        return dynamical_decoupling_options
