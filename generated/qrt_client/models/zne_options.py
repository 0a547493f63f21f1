from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Self

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..models.zne_extrapolator import ZneExtrapolator
from ..models.zne_options_amplifier import ZneOptionsAmplifier
from ..types import OpenObject, as_list, as_object, derived, is_list, maybe, nothing_more


@_attrs_define(repr=False)
class ZneOptions(OpenObject[Any]):
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
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=nothing_more)

    def to_dict(self) -> dict[str, Any]:
        field_dict: dict[str, Any] = dict(self.additional_properties)
        if self.amplifier is not None:
            field_dict["amplifier"] = self.amplifier.value

        if self.extrapolated_noise_factors is not None:
            field_dict["extrapolated_noise_factors"] = self.extrapolated_noise_factors

        if self.extrapolator is not None:
            if isinstance(self.extrapolator, list):
                field_dict["extrapolator"] = [item.value for item in self.extrapolator]

            else:
                field_dict["extrapolator"] = self.extrapolator.value

        if self.noise_factors is not None:
            field_dict["noise_factors"] = self.noise_factors

        return field_dict

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        if cls is not ZneOptions:
            return derived(cls, ZneOptions.from_dict(src_dict))

        d = as_object(src_dict)

        def _parse_extrapolator(data: object) -> list[ZneExtrapolator] | None | ZneExtrapolator:
            if data is None:
                return data
            try:
                if not is_list(data):
                    raise TypeError()
                extrapolator_type_0: list[ZneExtrapolator] = []
                _extrapolator_type_0 = data
                for extrapolator_type_0_item_data in as_list(_extrapolator_type_0):
                    extrapolator_type_0_item = ZneExtrapolator(extrapolator_type_0_item_data)

                    extrapolator_type_0.append(extrapolator_type_0_item)

                return extrapolator_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            if not isinstance(data, str):
                raise TypeError(f"expected ZneExtrapolator, got {type(data).__name__}")
            extrapolator_type_1 = ZneExtrapolator(data)

            return extrapolator_type_1

        extrapolator = _parse_extrapolator(d.pop("extrapolator", None))

        zne_options = cls.__new__(cls)
        zne_options.amplifier = maybe(ZneOptionsAmplifier, d.pop("amplifier", None))
        zne_options.extrapolated_noise_factors = d.pop("extrapolated_noise_factors", None)
        zne_options.extrapolator = extrapolator
        zne_options.noise_factors = d.pop("noise_factors", None)

        zne_options.additional_properties = d
        return zne_options
