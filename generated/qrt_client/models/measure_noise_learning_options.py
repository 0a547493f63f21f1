from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Self, TypeVar, cast

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..models.auto import Auto
from ..types import without_nulls

T = TypeVar("T", bound="MeasureNoiseLearningOptions")


@_attrs_define
class MeasureNoiseLearningOptions:
    """
    Attributes:
        num_randomizations (int | None):
        shots_per_randomization (Auto | int | None):
    """

    num_randomizations: int | None = None
    shots_per_randomization: Auto | int | None = None
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        num_randomizations = self.num_randomizations

        shots_per_randomization: int | str | None
        if self.shots_per_randomization is None:
            shots_per_randomization = None
        elif isinstance(self.shots_per_randomization, Auto):
            shots_per_randomization = self.shots_per_randomization.value
        else:
            shots_per_randomization = self.shots_per_randomization

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update({})
        if num_randomizations is not None:
            field_dict["num_randomizations"] = num_randomizations
        if shots_per_randomization is not None:
            field_dict["shots_per_randomization"] = shots_per_randomization

        return field_dict

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        d = without_nulls(src_dict, "num_randomizations", "shots_per_randomization")
        num_randomizations = d.pop("num_randomizations", None)

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

        measure_noise_learning_options = cls(
            num_randomizations=num_randomizations,
            shots_per_randomization=shots_per_randomization,
        )

        measure_noise_learning_options.additional_properties = d
        return measure_noise_learning_options

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
