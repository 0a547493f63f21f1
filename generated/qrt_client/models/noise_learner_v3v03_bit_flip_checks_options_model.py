from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import TYPE_CHECKING, Any, Self

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import OpenObject, as_object, derived, maybe, nothing_more

if TYPE_CHECKING:
    from ..models.noise_learner_v3v03_post_circuit_bit_flip_checks_options_model import (
        NoiseLearnerV3V03PostCircuitBitFlipChecksOptionsModel,
    )
    from ..models.noise_learner_v3v03_pre_circuit_bit_flip_checks_options_model import (
        NoiseLearnerV3V03PreCircuitBitFlipChecksOptionsModel,
    )


@_attrs_define(repr=False)
class NoiseLearnerV3V03BitFlipChecksOptionsModel(OpenObject[Any]):
    """Which shots are discarded because bits could not be flipped.

    Attributes:
        post_circuit (NoiseLearnerV3V03PostCircuitBitFlipChecksOptionsModel | None): Checks after each circuit that the
            bits can be flipped.
        pre_circuit (NoiseLearnerV3V03PreCircuitBitFlipChecksOptionsModel | None): Checks before each circuit that the
            bits can be flipped.
    """

    post_circuit: NoiseLearnerV3V03PostCircuitBitFlipChecksOptionsModel | None = None
    pre_circuit: NoiseLearnerV3V03PreCircuitBitFlipChecksOptionsModel | None = None
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=nothing_more)

    def to_dict(self) -> dict[str, Any]:
        field_dict: dict[str, Any] = dict(self.additional_properties)
        if self.post_circuit is not None:
            field_dict["post_circuit"] = self.post_circuit.to_dict()

        if self.pre_circuit is not None:
            field_dict["pre_circuit"] = self.pre_circuit.to_dict()

        return field_dict

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        if cls is not NoiseLearnerV3V03BitFlipChecksOptionsModel:
            return derived(cls, NoiseLearnerV3V03BitFlipChecksOptionsModel.from_dict(src_dict))
        (
            NoiseLearnerV3V03PostCircuitBitFlipChecksOptionsModel,
            NoiseLearnerV3V03PreCircuitBitFlipChecksOptionsModel,
        ) = _kinds()

        d = as_object(src_dict)
        noise_learner_v3v03_bit_flip_checks_options_model = cls.__new__(cls)
        noise_learner_v3v03_bit_flip_checks_options_model.post_circuit = maybe(
            NoiseLearnerV3V03PostCircuitBitFlipChecksOptionsModel.from_dict, d.pop("post_circuit", None)
        )
        noise_learner_v3v03_bit_flip_checks_options_model.pre_circuit = maybe(
            NoiseLearnerV3V03PreCircuitBitFlipChecksOptionsModel.from_dict, d.pop("pre_circuit", None)
        )

        noise_learner_v3v03_bit_flip_checks_options_model.additional_properties = d
        return noise_learner_v3v03_bit_flip_checks_options_model


@cache
def _kinds() -> tuple[
    type[NoiseLearnerV3V03PostCircuitBitFlipChecksOptionsModel],
    type[NoiseLearnerV3V03PreCircuitBitFlipChecksOptionsModel],
]:
    from ..models.noise_learner_v3v03_post_circuit_bit_flip_checks_options_model import (
        NoiseLearnerV3V03PostCircuitBitFlipChecksOptionsModel,
    )
    from ..models.noise_learner_v3v03_pre_circuit_bit_flip_checks_options_model import (
        NoiseLearnerV3V03PreCircuitBitFlipChecksOptionsModel,
    )

    return (
        NoiseLearnerV3V03PostCircuitBitFlipChecksOptionsModel,
        NoiseLearnerV3V03PreCircuitBitFlipChecksOptionsModel,
    )
