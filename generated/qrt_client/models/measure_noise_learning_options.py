from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Self, cast

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..models.auto import Auto
from ..types import OpenObject, as_object, derived, nothing_more


@_attrs_define(repr=False)
class MeasureNoiseLearningOptions(OpenObject[Any]):
    """
    Attributes:
        num_randomizations (int | None):
        shots_per_randomization (Auto | int | None):
    """

    num_randomizations: int | None = None
    shots_per_randomization: Auto | int | None = None
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=nothing_more)

    def to_dict(self) -> dict[str, Any]:
        field_dict: dict[str, Any] = dict(self.additional_properties)
        if self.num_randomizations is not None:
            field_dict["num_randomizations"] = self.num_randomizations

        if self.shots_per_randomization is not None:
            field_dict["shots_per_randomization"] = (
                self.shots_per_randomization.value
                if isinstance(self.shots_per_randomization, Auto)
                else self.shots_per_randomization
            )

        return field_dict

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        if cls is not MeasureNoiseLearningOptions:
            return derived(cls, MeasureNoiseLearningOptions.from_dict(src_dict))

        d = as_object(src_dict)

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

        measure_noise_learning_options = cls.__new__(cls)
        measure_noise_learning_options.num_randomizations = d.pop("num_randomizations", None)
        measure_noise_learning_options.shots_per_randomization = shots_per_randomization

        measure_noise_learning_options.additional_properties = d
        return measure_noise_learning_options
