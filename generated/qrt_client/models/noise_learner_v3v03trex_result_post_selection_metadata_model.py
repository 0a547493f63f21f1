from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import TYPE_CHECKING, Any, Self

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import OpenObject, as_object, derived, maybe, nothing_more

if TYPE_CHECKING:
    from ..models.noise_learner_v3v03trex_result_post_selection_metadata_model_success_rates import (
        NoiseLearnerV3V03TREXResultPostSelectionMetadataModelSuccessRates,
    )


@_attrs_define(repr=False)
class NoiseLearnerV3V03TREXResultPostSelectionMetadataModel(OpenObject[Any]):
    """Post-selection in a TREX experiment.

    Attributes:
        fraction_kept (float | None): Fraction of shots kept.
        success_rates (NoiseLearnerV3V03TREXResultPostSelectionMetadataModelSuccessRates | None): Fraction of shots
            whose post-selection flip worked, per qubit.
    """

    fraction_kept: float | None = None
    success_rates: NoiseLearnerV3V03TREXResultPostSelectionMetadataModelSuccessRates | None = None
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=nothing_more)

    def to_dict(self) -> dict[str, Any]:
        field_dict: dict[str, Any] = dict(self.additional_properties)
        if self.fraction_kept is not None:
            field_dict["fraction_kept"] = self.fraction_kept

        if self.success_rates is not None:
            field_dict["success_rates"] = self.success_rates.to_dict()

        return field_dict

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        if cls is not NoiseLearnerV3V03TREXResultPostSelectionMetadataModel:
            return derived(cls, NoiseLearnerV3V03TREXResultPostSelectionMetadataModel.from_dict(src_dict))
        (NoiseLearnerV3V03TREXResultPostSelectionMetadataModelSuccessRates,) = _kinds()

        d = as_object(src_dict)
        noise_learner_v3v03trex_result_post_selection_metadata_model = cls.__new__(cls)
        noise_learner_v3v03trex_result_post_selection_metadata_model.fraction_kept = d.pop(
            "fraction_kept", None
        )
        noise_learner_v3v03trex_result_post_selection_metadata_model.success_rates = maybe(
            NoiseLearnerV3V03TREXResultPostSelectionMetadataModelSuccessRates.from_dict,
            d.pop("success_rates", None),
        )

        noise_learner_v3v03trex_result_post_selection_metadata_model.additional_properties = d
        return noise_learner_v3v03trex_result_post_selection_metadata_model


@cache
def _kinds() -> tuple[type[NoiseLearnerV3V03TREXResultPostSelectionMetadataModelSuccessRates]]:
    from ..models.noise_learner_v3v03trex_result_post_selection_metadata_model_success_rates import (
        NoiseLearnerV3V03TREXResultPostSelectionMetadataModelSuccessRates,
    )

    return (NoiseLearnerV3V03TREXResultPostSelectionMetadataModelSuccessRates,)
