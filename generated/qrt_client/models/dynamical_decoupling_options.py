from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Self, TypeVar

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..models.dynamical_decoupling_options_extra_slack_distribution import (
    DynamicalDecouplingOptionsExtraSlackDistribution,
)
from ..models.dynamical_decoupling_options_scheduling_method import DynamicalDecouplingOptionsSchedulingMethod
from ..models.dynamical_decoupling_options_sequence_type import DynamicalDecouplingOptionsSequenceType
from ..types import without_nulls

T = TypeVar("T", bound="DynamicalDecouplingOptions")


@_attrs_define
class DynamicalDecouplingOptions:
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
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        enable = self.enable

        extra_slack_distribution: str | None = None
        if not (self.extra_slack_distribution is None):
            extra_slack_distribution = self.extra_slack_distribution.value

        scheduling_method: str | None = None
        if not (self.scheduling_method is None):
            scheduling_method = self.scheduling_method.value

        sequence_type: str | None = None
        if not (self.sequence_type is None):
            sequence_type = self.sequence_type.value

        skip_reset_qubits = self.skip_reset_qubits

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update({})
        if enable is not None:
            field_dict["enable"] = enable
        if extra_slack_distribution is not None:
            field_dict["extra_slack_distribution"] = extra_slack_distribution
        if scheduling_method is not None:
            field_dict["scheduling_method"] = scheduling_method
        if sequence_type is not None:
            field_dict["sequence_type"] = sequence_type
        if skip_reset_qubits is not None:
            field_dict["skip_reset_qubits"] = skip_reset_qubits

        return field_dict

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        d = without_nulls(
            src_dict,
            "enable",
            "extra_slack_distribution",
            "scheduling_method",
            "sequence_type",
            "skip_reset_qubits",
        )
        enable = d.pop("enable", None)

        _extra_slack_distribution = d.pop("extra_slack_distribution", None)
        extra_slack_distribution: DynamicalDecouplingOptionsExtraSlackDistribution | None
        if _extra_slack_distribution is None:
            extra_slack_distribution = None
        else:
            extra_slack_distribution = DynamicalDecouplingOptionsExtraSlackDistribution(
                _extra_slack_distribution
            )

        _scheduling_method = d.pop("scheduling_method", None)
        scheduling_method: DynamicalDecouplingOptionsSchedulingMethod | None
        if _scheduling_method is None:
            scheduling_method = None
        else:
            scheduling_method = DynamicalDecouplingOptionsSchedulingMethod(_scheduling_method)

        _sequence_type = d.pop("sequence_type", None)
        sequence_type: DynamicalDecouplingOptionsSequenceType | None
        if _sequence_type is None:
            sequence_type = None
        else:
            sequence_type = DynamicalDecouplingOptionsSequenceType(_sequence_type)

        skip_reset_qubits = d.pop("skip_reset_qubits", None)

        dynamical_decoupling_options = cls(
            enable=enable,
            extra_slack_distribution=extra_slack_distribution,
            scheduling_method=scheduling_method,
            sequence_type=sequence_type,
            skip_reset_qubits=skip_reset_qubits,
        )

        dynamical_decoupling_options.additional_properties = d
        return dynamical_decoupling_options

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
