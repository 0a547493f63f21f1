from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Self, TypeVar, cast

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..models.auto import Auto
from ..types import without_nulls

T = TypeVar("T", bound="PecOptions")


@_attrs_define
class PecOptions:
    """
    Attributes:
        max_overhead (float | None): The largest sampling overhead.
        noise_gain (Auto | float | None): By how much noise is scaled.
    """

    max_overhead: float | None = None
    noise_gain: Auto | float | None = None
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        max_overhead: float | None
        if self.max_overhead is None:
            max_overhead = None
        else:
            max_overhead = self.max_overhead

        noise_gain: float | str | None
        if self.noise_gain is None:
            noise_gain = None
        elif isinstance(self.noise_gain, Auto):
            noise_gain = self.noise_gain.value
        else:
            noise_gain = self.noise_gain

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update({})
        if max_overhead is not None:
            field_dict["max_overhead"] = max_overhead
        if noise_gain is not None:
            field_dict["noise_gain"] = noise_gain

        return field_dict

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        d = without_nulls(src_dict, "noise_gain")

        def _parse_max_overhead(data: object) -> float | None:
            if data is None:
                return data
            if data is None:
                return data
            return cast(float | None, data)

        max_overhead = _parse_max_overhead(d.pop("max_overhead", None))

        def _parse_noise_gain(data: object) -> Auto | float | None:
            if data is None:
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                noise_gain_type_1 = Auto(data)

                return noise_gain_type_1
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(Auto | float | None, data)

        noise_gain = _parse_noise_gain(d.pop("noise_gain", None))

        pec_options = cls(
            max_overhead=max_overhead,
            noise_gain=noise_gain,
        )

        pec_options.additional_properties = d
        return pec_options

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
