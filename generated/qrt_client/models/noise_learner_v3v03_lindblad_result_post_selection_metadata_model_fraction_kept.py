from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Self

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import OpenObject, as_object, derived, nothing_more


@_attrs_define(repr=False)
class NoiseLearnerV3V03LindbladResultPostSelectionMetadataModelFractionKept(OpenObject["float"]):
    """Fraction of shots kept, per layer pair depth."""

    additional_properties: dict[str, float] = _attrs_field(init=False, factory=nothing_more)

    def to_dict(self) -> dict[str, Any]:
        field_dict: dict[str, Any] = dict(self.additional_properties)
        return field_dict

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        if cls is not NoiseLearnerV3V03LindbladResultPostSelectionMetadataModelFractionKept:
            return derived(
                cls, NoiseLearnerV3V03LindbladResultPostSelectionMetadataModelFractionKept.from_dict(src_dict)
            )

        d = as_object(src_dict)
        noise_learner_v3v03_lindblad_result_post_selection_metadata_model_fraction_kept = cls.__new__(cls)

        noise_learner_v3v03_lindblad_result_post_selection_metadata_model_fraction_kept.additional_properties = d
        return noise_learner_v3v03_lindblad_result_post_selection_metadata_model_fraction_kept
