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
from ..types import UNSET, Unset, without_nulls

T = TypeVar("T", bound="DynamicalDecouplingOptions")


@_attrs_define
class DynamicalDecouplingOptions:
    """
    Attributes:
        enable (bool | Unset):
        extra_slack_distribution (DynamicalDecouplingOptionsExtraSlackDistribution | Unset): Where time left over by
            rounding goes.
        scheduling_method (DynamicalDecouplingOptionsSchedulingMethod | Unset): `alap`: as late as possible; `asap`: as
            early as possible.
        sequence_type (DynamicalDecouplingOptionsSequenceType | Unset):
        skip_reset_qubits (bool | Unset): Whether idle times right after initialization or reset are left without
            decoupling.
    """

    enable: bool | Unset = UNSET
    extra_slack_distribution: DynamicalDecouplingOptionsExtraSlackDistribution | Unset = UNSET
    scheduling_method: DynamicalDecouplingOptionsSchedulingMethod | Unset = UNSET
    sequence_type: DynamicalDecouplingOptionsSequenceType | Unset = UNSET
    skip_reset_qubits: bool | Unset = UNSET
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        enable = self.enable

        extra_slack_distribution: str | Unset = UNSET
        if not isinstance(self.extra_slack_distribution, Unset):
            extra_slack_distribution = self.extra_slack_distribution.value

        scheduling_method: str | Unset = UNSET
        if not isinstance(self.scheduling_method, Unset):
            scheduling_method = self.scheduling_method.value

        sequence_type: str | Unset = UNSET
        if not isinstance(self.sequence_type, Unset):
            sequence_type = self.sequence_type.value

        skip_reset_qubits = self.skip_reset_qubits

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update({})
        if enable is not UNSET:
            field_dict["enable"] = enable
        if extra_slack_distribution is not UNSET:
            field_dict["extra_slack_distribution"] = extra_slack_distribution
        if scheduling_method is not UNSET:
            field_dict["scheduling_method"] = scheduling_method
        if sequence_type is not UNSET:
            field_dict["sequence_type"] = sequence_type
        if skip_reset_qubits is not UNSET:
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
        enable = d.pop("enable", UNSET)

        _extra_slack_distribution = d.pop("extra_slack_distribution", UNSET)
        extra_slack_distribution: DynamicalDecouplingOptionsExtraSlackDistribution | Unset
        if isinstance(_extra_slack_distribution, Unset):
            extra_slack_distribution = UNSET
        else:
            extra_slack_distribution = DynamicalDecouplingOptionsExtraSlackDistribution(
                _extra_slack_distribution
            )

        _scheduling_method = d.pop("scheduling_method", UNSET)
        scheduling_method: DynamicalDecouplingOptionsSchedulingMethod | Unset
        if isinstance(_scheduling_method, Unset):
            scheduling_method = UNSET
        else:
            scheduling_method = DynamicalDecouplingOptionsSchedulingMethod(_scheduling_method)

        _sequence_type = d.pop("sequence_type", UNSET)
        sequence_type: DynamicalDecouplingOptionsSequenceType | Unset
        if isinstance(_sequence_type, Unset):
            sequence_type = UNSET
        else:
            sequence_type = DynamicalDecouplingOptionsSequenceType(_sequence_type)

        skip_reset_qubits = d.pop("skip_reset_qubits", UNSET)

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
