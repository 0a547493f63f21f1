from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import TYPE_CHECKING, Any, Self

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import OpenObject, as_object, derived, maybe, nothing_more

if TYPE_CHECKING:
    from ..models.noise_learner_v3v03_lindblad_result_post_selection_metadata_model_fraction_kept import (
        NoiseLearnerV3V03LindbladResultPostSelectionMetadataModelFractionKept,
    )
    from ..models.noise_learner_v3v03_lindblad_result_post_selection_metadata_model_success_rates import (
        NoiseLearnerV3V03LindbladResultPostSelectionMetadataModelSuccessRates,
    )


@_attrs_define(repr=False)
class NoiseLearnerV3V03LindbladResultPostSelectionMetadataModel(OpenObject[Any]):
    """Post-selection in a Pauli Lindblad experiment.

    Attributes:
        fraction_kept (NoiseLearnerV3V03LindbladResultPostSelectionMetadataModelFractionKept | None): Fraction of shots
            kept, per layer pair depth.
        success_rates (NoiseLearnerV3V03LindbladResultPostSelectionMetadataModelSuccessRates | None): Fraction of shots
            whose post-selection flip worked, per layer pair depth and qubit.
    """

    fraction_kept: NoiseLearnerV3V03LindbladResultPostSelectionMetadataModelFractionKept | None = None
    success_rates: NoiseLearnerV3V03LindbladResultPostSelectionMetadataModelSuccessRates | None = None
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=nothing_more)

    def to_dict(self) -> dict[str, Any]:
        field_dict: dict[str, Any] = dict(self.additional_properties)
        if self.fraction_kept is not None:
            field_dict["fraction_kept"] = self.fraction_kept.to_dict()

        if self.success_rates is not None:
            field_dict["success_rates"] = self.success_rates.to_dict()

        return field_dict

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        if cls is not NoiseLearnerV3V03LindbladResultPostSelectionMetadataModel:
            return derived(cls, NoiseLearnerV3V03LindbladResultPostSelectionMetadataModel.from_dict(src_dict))
        (
            NoiseLearnerV3V03LindbladResultPostSelectionMetadataModelFractionKept,
            NoiseLearnerV3V03LindbladResultPostSelectionMetadataModelSuccessRates,
        ) = _kinds()

        d = as_object(src_dict)
        noise_learner_v3v03_lindblad_result_post_selection_metadata_model = cls.__new__(cls)
        noise_learner_v3v03_lindblad_result_post_selection_metadata_model.fraction_kept = maybe(
            NoiseLearnerV3V03LindbladResultPostSelectionMetadataModelFractionKept.from_dict,
            d.pop("fraction_kept", None),
        )
        noise_learner_v3v03_lindblad_result_post_selection_metadata_model.success_rates = maybe(
            NoiseLearnerV3V03LindbladResultPostSelectionMetadataModelSuccessRates.from_dict,
            d.pop("success_rates", None),
        )

        noise_learner_v3v03_lindblad_result_post_selection_metadata_model.additional_properties = d
        return noise_learner_v3v03_lindblad_result_post_selection_metadata_model


@cache
def _kinds() -> tuple[
    type[NoiseLearnerV3V03LindbladResultPostSelectionMetadataModelFractionKept],
    type[NoiseLearnerV3V03LindbladResultPostSelectionMetadataModelSuccessRates],
]:
    from ..models.noise_learner_v3v03_lindblad_result_post_selection_metadata_model_fraction_kept import (
        NoiseLearnerV3V03LindbladResultPostSelectionMetadataModelFractionKept,
    )
    from ..models.noise_learner_v3v03_lindblad_result_post_selection_metadata_model_success_rates import (
        NoiseLearnerV3V03LindbladResultPostSelectionMetadataModelSuccessRates,
    )

    return (
        NoiseLearnerV3V03LindbladResultPostSelectionMetadataModelFractionKept,
        NoiseLearnerV3V03LindbladResultPostSelectionMetadataModelSuccessRates,
    )
