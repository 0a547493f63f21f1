from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Self, TypeVar, cast

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..models.auto import Auto
from ..models.twirling_strategy import TwirlingStrategy
from ..types import without_nulls

T = TypeVar("T", bound="TwirlingOptions")


@_attrs_define
class TwirlingOptions:
    """
    Attributes:
        enable_gates (bool | None): Twirling of two-qubit gates.
        enable_measure (bool | None): Twirling of measurements.
        num_randomizations (Auto | int | None):
        shots_per_randomization (Auto | int | None):
        strategy (TwirlingStrategy | None):
    """

    enable_gates: bool | None = None
    enable_measure: bool | None = None
    num_randomizations: Auto | int | None = None
    shots_per_randomization: Auto | int | None = None
    strategy: TwirlingStrategy | None = None
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        enable_gates = self.enable_gates

        enable_measure = self.enable_measure

        num_randomizations: int | str | None
        if self.num_randomizations is None:
            num_randomizations = None
        elif isinstance(self.num_randomizations, Auto):
            num_randomizations = self.num_randomizations.value
        else:
            num_randomizations = self.num_randomizations

        shots_per_randomization: int | str | None
        if self.shots_per_randomization is None:
            shots_per_randomization = None
        elif isinstance(self.shots_per_randomization, Auto):
            shots_per_randomization = self.shots_per_randomization.value
        else:
            shots_per_randomization = self.shots_per_randomization

        strategy: str | None = None
        if not (self.strategy is None):
            strategy = self.strategy.value

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update({})
        if enable_gates is not None:
            field_dict["enable_gates"] = enable_gates
        if enable_measure is not None:
            field_dict["enable_measure"] = enable_measure
        if num_randomizations is not None:
            field_dict["num_randomizations"] = num_randomizations
        if shots_per_randomization is not None:
            field_dict["shots_per_randomization"] = shots_per_randomization
        if strategy is not None:
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
        enable_gates = d.pop("enable_gates", None)

        enable_measure = d.pop("enable_measure", None)

        def _parse_num_randomizations(data: object) -> Auto | int | None:
            if data is None:
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                num_randomizations_type_1 = Auto(data)

                return num_randomizations_type_1
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(Auto | int | None, data)

        num_randomizations = _parse_num_randomizations(d.pop("num_randomizations", None))

        def _parse_shots_per_randomization(data: object) -> Auto | int | None:
            if data is None:
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                shots_per_randomization_type_1 = Auto(data)

                return shots_per_randomization_type_1
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(Auto | int | None, data)

        shots_per_randomization = _parse_shots_per_randomization(d.pop("shots_per_randomization", None))

        _strategy = d.pop("strategy", None)
        strategy: TwirlingStrategy | None
        if _strategy is None:
            strategy = None
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
