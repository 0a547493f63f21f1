from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Self, cast

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..models.auto import Auto
from ..types import OpenObject, as_object, derived, nothing_more


@_attrs_define(repr=False)
class PecOptions(OpenObject[Any]):
    """
    Attributes:
        max_overhead (float | None): The largest sampling overhead.
        noise_gain (Auto | float | None): By how much noise is scaled.
    """

    max_overhead: float | None = None
    noise_gain: Auto | float | None = None
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=nothing_more)

    def to_dict(self) -> dict[str, Any]:
        field_dict: dict[str, Any] = dict(self.additional_properties)
        if self.max_overhead is not None:
            field_dict["max_overhead"] = self.max_overhead

        if self.noise_gain is not None:
            field_dict["noise_gain"] = (
                self.noise_gain.value if isinstance(self.noise_gain, Auto) else self.noise_gain
            )

        return field_dict

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        if cls is not PecOptions:
            return derived(cls, PecOptions.from_dict(src_dict))

        d = as_object(src_dict)

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

        pec_options = cls.__new__(cls)
        pec_options.max_overhead = d.pop("max_overhead", None)
        pec_options.noise_gain = noise_gain

        pec_options.additional_properties = d
        return pec_options
