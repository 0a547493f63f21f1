from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Self

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..models.noise_learner_v3v03_pre_circuit_bit_flip_checks_options_model_strategy import (
    NoiseLearnerV3V03PreCircuitBitFlipChecksOptionsModelStrategy,
)
from ..models.noise_learner_v3v03_pre_circuit_bit_flip_checks_options_model_x_pulse_type import (
    NoiseLearnerV3V03PreCircuitBitFlipChecksOptionsModelXPulseType,
)
from ..types import OpenObject, as_object, derived, maybe, nothing_more


@_attrs_define(repr=False)
class NoiseLearnerV3V03PreCircuitBitFlipChecksOptionsModel(OpenObject[Any]):
    """Checks before each circuit that the bits can be flipped.

    Attributes:
        enable (bool | None): If false, the other options here have no effect.
        strategy (NoiseLearnerV3V03PreCircuitBitFlipChecksOptionsModelStrategy | None): `node` discards a shot if at
            least one bit did not flip, `edge` if both bits of two neighbouring qubits did not.
        x_pulse_type (NoiseLearnerV3V03PreCircuitBitFlipChecksOptionsModelXPulseType | None): The pulse that flips the
            bits.
    """

    enable: bool | None = None
    strategy: NoiseLearnerV3V03PreCircuitBitFlipChecksOptionsModelStrategy | None = None
    x_pulse_type: NoiseLearnerV3V03PreCircuitBitFlipChecksOptionsModelXPulseType | None = None
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=nothing_more)

    def to_dict(self) -> dict[str, Any]:
        field_dict: dict[str, Any] = dict(self.additional_properties)
        if self.enable is not None:
            field_dict["enable"] = self.enable

        if self.strategy is not None:
            field_dict["strategy"] = self.strategy.value

        if self.x_pulse_type is not None:
            field_dict["x_pulse_type"] = self.x_pulse_type.value

        return field_dict

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        if cls is not NoiseLearnerV3V03PreCircuitBitFlipChecksOptionsModel:
            return derived(cls, NoiseLearnerV3V03PreCircuitBitFlipChecksOptionsModel.from_dict(src_dict))

        d = as_object(src_dict)
        noise_learner_v3v03_pre_circuit_bit_flip_checks_options_model = cls.__new__(cls)
        noise_learner_v3v03_pre_circuit_bit_flip_checks_options_model.enable = d.pop("enable", None)
        noise_learner_v3v03_pre_circuit_bit_flip_checks_options_model.strategy = maybe(
            NoiseLearnerV3V03PreCircuitBitFlipChecksOptionsModelStrategy, d.pop("strategy", None)
        )
        noise_learner_v3v03_pre_circuit_bit_flip_checks_options_model.x_pulse_type = maybe(
            NoiseLearnerV3V03PreCircuitBitFlipChecksOptionsModelXPulseType, d.pop("x_pulse_type", None)
        )

        noise_learner_v3v03_pre_circuit_bit_flip_checks_options_model.additional_properties = d
        return noise_learner_v3v03_pre_circuit_bit_flip_checks_options_model
