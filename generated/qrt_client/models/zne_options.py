from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Self, TypeVar

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..models.zne_extrapolator import ZneExtrapolator
from ..models.zne_options_amplifier import ZneOptionsAmplifier
from ..types import as_list, without_nulls

T = TypeVar("T", bound="ZneOptions")


@_attrs_define
class ZneOptions:
    """
    Attributes:
        amplifier (ZneOptionsAmplifier | None):
        extrapolated_noise_factors (Any | None): List of floats, `auto` to derive them from `noise_factors`, or an
            encoded NumPy array.
        extrapolator (list[ZneExtrapolator] | None | ZneExtrapolator): Extrapolators, tried in the given order.
        noise_factors (Any | None): List of floats, or an encoded NumPy array.
    """

    amplifier: ZneOptionsAmplifier | None = None
    extrapolated_noise_factors: Any | None = None
    extrapolator: list[ZneExtrapolator] | None | ZneExtrapolator = None
    noise_factors: Any | None = None
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        amplifier: str | None = None
        if not (self.amplifier is None):
            amplifier = self.amplifier.value

        extrapolated_noise_factors = self.extrapolated_noise_factors

        extrapolator: list[str] | str | None
        if self.extrapolator is None:
            extrapolator = None
        elif isinstance(self.extrapolator, list):
            extrapolator = []
            for extrapolator_type_0_item_data in self.extrapolator:
                extrapolator_type_0_item = extrapolator_type_0_item_data.value
                extrapolator.append(extrapolator_type_0_item)

        else:
            extrapolator = self.extrapolator.value

        noise_factors = self.noise_factors

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update({})
        if amplifier is not None:
            field_dict["amplifier"] = amplifier
        if extrapolated_noise_factors is not None:
            field_dict["extrapolated_noise_factors"] = extrapolated_noise_factors
        if extrapolator is not None:
            field_dict["extrapolator"] = extrapolator
        if noise_factors is not None:
            field_dict["noise_factors"] = noise_factors

        return field_dict

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        d = without_nulls(src_dict, "amplifier", "extrapolator")
        _amplifier = d.pop("amplifier", None)
        amplifier: ZneOptionsAmplifier | None
        if _amplifier is None:
            amplifier = None
        else:
            amplifier = ZneOptionsAmplifier(_amplifier)

        extrapolated_noise_factors = d.pop("extrapolated_noise_factors", None)

        def _parse_extrapolator(data: object) -> list[ZneExtrapolator] | None | ZneExtrapolator:
            if data is None:
                return data
            try:
                if not isinstance(data, list):
                    raise TypeError()
                extrapolator_type_0 = []
                _extrapolator_type_0 = data
                for extrapolator_type_0_item_data in as_list(_extrapolator_type_0):
                    extrapolator_type_0_item = ZneExtrapolator(extrapolator_type_0_item_data)

                    extrapolator_type_0.append(extrapolator_type_0_item)

                return extrapolator_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            if not isinstance(data, str):
                raise TypeError()
            extrapolator_type_1 = ZneExtrapolator(data)

            return extrapolator_type_1

        extrapolator = _parse_extrapolator(d.pop("extrapolator", None))

        noise_factors = d.pop("noise_factors", None)

        zne_options = cls(
            amplifier=amplifier,
            extrapolated_noise_factors=extrapolated_noise_factors,
            extrapolator=extrapolator,
            noise_factors=noise_factors,
        )

        zne_options.additional_properties = d
        return zne_options

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
