from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import TYPE_CHECKING, Any, Self

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import OpenObject, as_object, derived, maybe, nothing_more

if TYPE_CHECKING:
    from ..models.noise_learner_v3v01_lindblad_result_post_selection_metadata_model_fraction_kept import (
        NoiseLearnerV3V01LindbladResultPostSelectionMetadataModelFractionKept,
    )


@_attrs_define(repr=False)
class NoiseLearnerV3V01LindbladResultPostSelectionMetadataModel(OpenObject[Any]):
    """Post-selection in a Pauli Lindblad experiment.

    Attributes:
        fraction_kept (NoiseLearnerV3V01LindbladResultPostSelectionMetadataModelFractionKept | None): Share of shots
            kept, per layer pair depth.
    """

    fraction_kept: NoiseLearnerV3V01LindbladResultPostSelectionMetadataModelFractionKept | None = None
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=nothing_more)

    def to_dict(self) -> dict[str, Any]:
        field_dict: dict[str, Any] = dict(self.additional_properties)
        if self.fraction_kept is not None:
            field_dict["fraction_kept"] = self.fraction_kept.to_dict()

        return field_dict

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        if cls is not NoiseLearnerV3V01LindbladResultPostSelectionMetadataModel:
            return derived(cls, NoiseLearnerV3V01LindbladResultPostSelectionMetadataModel.from_dict(src_dict))
        (NoiseLearnerV3V01LindbladResultPostSelectionMetadataModelFractionKept,) = _kinds()

        d = as_object(src_dict)
        noise_learner_v3v01_lindblad_result_post_selection_metadata_model = cls.__new__(cls)
        noise_learner_v3v01_lindblad_result_post_selection_metadata_model.fraction_kept = maybe(
            NoiseLearnerV3V01LindbladResultPostSelectionMetadataModelFractionKept.from_dict,
            d.pop("fraction_kept", None),
        )

        noise_learner_v3v01_lindblad_result_post_selection_metadata_model.additional_properties = d
        return noise_learner_v3v01_lindblad_result_post_selection_metadata_model


@cache
def _kinds() -> tuple[type[NoiseLearnerV3V01LindbladResultPostSelectionMetadataModelFractionKept]]:
    from ..models.noise_learner_v3v01_lindblad_result_post_selection_metadata_model_fraction_kept import (
        NoiseLearnerV3V01LindbladResultPostSelectionMetadataModelFractionKept,
    )

    return (NoiseLearnerV3V01LindbladResultPostSelectionMetadataModelFractionKept,)
