from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Self, cast

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..models.auto import Auto
from ..models.twirling_strategy import TwirlingStrategy
from ..types import OpenObject, as_object, derived, maybe, nothing_more


@_attrs_define(repr=False)
class TwirlingOptions(OpenObject[Any]):
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
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=nothing_more)

    def to_dict(self) -> dict[str, Any]:
        field_dict: dict[str, Any] = dict(self.additional_properties)
        if self.enable_gates is not None:
            field_dict["enable_gates"] = self.enable_gates

        if self.enable_measure is not None:
            field_dict["enable_measure"] = self.enable_measure

        if self.num_randomizations is not None:
            field_dict["num_randomizations"] = (
                self.num_randomizations.value
                if isinstance(self.num_randomizations, Auto)
                else self.num_randomizations
            )

        if self.shots_per_randomization is not None:
            field_dict["shots_per_randomization"] = (
                self.shots_per_randomization.value
                if isinstance(self.shots_per_randomization, Auto)
                else self.shots_per_randomization
            )

        if self.strategy is not None:
            field_dict["strategy"] = self.strategy.value

        return field_dict

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        if cls is not TwirlingOptions:
            return derived(cls, TwirlingOptions.from_dict(src_dict))

        d = as_object(src_dict)

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

        twirling_options = cls.__new__(cls)
        twirling_options.enable_gates = d.pop("enable_gates", None)
        twirling_options.enable_measure = d.pop("enable_measure", None)
        twirling_options.num_randomizations = num_randomizations
        twirling_options.shots_per_randomization = shots_per_randomization
        twirling_options.strategy = maybe(TwirlingStrategy, d.pop("strategy", None))

        twirling_options.additional_properties = d
        return twirling_options
