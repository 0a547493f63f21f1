from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Self, TypeVar, cast

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..models.auto import Auto
from ..models.twirling_strategy import TwirlingStrategy
from ..types import UNSET, Unset, without_nulls

T = TypeVar("T", bound="TwirlingOptions")


@_attrs_define
class TwirlingOptions:
    """
    Attributes:
        enable_gates (bool | Unset): Twirling of two-qubit gates.
        enable_measure (bool | Unset): Twirling of measurements.
        num_randomizations (Auto | int | Unset):
        shots_per_randomization (Auto | int | Unset):
        strategy (TwirlingStrategy | Unset):
    """

    enable_gates: bool | Unset = UNSET
    enable_measure: bool | Unset = UNSET
    num_randomizations: Auto | int | Unset = UNSET
    shots_per_randomization: Auto | int | Unset = UNSET
    strategy: TwirlingStrategy | Unset = UNSET
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        enable_gates = self.enable_gates

        enable_measure = self.enable_measure

        num_randomizations: int | str | Unset
        if isinstance(self.num_randomizations, Unset):
            num_randomizations = UNSET
        elif isinstance(self.num_randomizations, Auto):
            num_randomizations = self.num_randomizations.value
        else:
            num_randomizations = self.num_randomizations

        shots_per_randomization: int | str | Unset
        if isinstance(self.shots_per_randomization, Unset):
            shots_per_randomization = UNSET
        elif isinstance(self.shots_per_randomization, Auto):
            shots_per_randomization = self.shots_per_randomization.value
        else:
            shots_per_randomization = self.shots_per_randomization

        strategy: str | Unset = UNSET
        if not isinstance(self.strategy, Unset):
            strategy = self.strategy.value

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update({})
        if enable_gates is not UNSET:
            field_dict["enable_gates"] = enable_gates
        if enable_measure is not UNSET:
            field_dict["enable_measure"] = enable_measure
        if num_randomizations is not UNSET:
            field_dict["num_randomizations"] = num_randomizations
        if shots_per_randomization is not UNSET:
            field_dict["shots_per_randomization"] = shots_per_randomization
        if strategy is not UNSET:
            field_dict["strategy"] = strategy

        return field_dict

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        d = without_nulls(
            src_dict,
            "enable_gates",
            "enable_measure",
            "num_randomizations",
            "shots_per_randomization",
            "strategy",
        )
        enable_gates = d.pop("enable_gates", UNSET)

        enable_measure = d.pop("enable_measure", UNSET)

        def _parse_num_randomizations(data: object) -> Auto | int | Unset:
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                num_randomizations_type_1 = Auto(data)

                return num_randomizations_type_1
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(Auto | int | Unset, data)

        num_randomizations = _parse_num_randomizations(d.pop("num_randomizations", UNSET))

        def _parse_shots_per_randomization(data: object) -> Auto | int | Unset:
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                shots_per_randomization_type_1 = Auto(data)

                return shots_per_randomization_type_1
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(Auto | int | Unset, data)

        shots_per_randomization = _parse_shots_per_randomization(d.pop("shots_per_randomization", UNSET))

        _strategy = d.pop("strategy", UNSET)
        strategy: TwirlingStrategy | Unset
        if isinstance(_strategy, Unset):
            strategy = UNSET
        else:
            strategy = TwirlingStrategy(_strategy)

        twirling_options = cls(
            enable_gates=enable_gates,
            enable_measure=enable_measure,
            num_randomizations=num_randomizations,
            shots_per_randomization=shots_per_randomization,
            strategy=strategy,
        )

        twirling_options.additional_properties = d
        return twirling_options

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
