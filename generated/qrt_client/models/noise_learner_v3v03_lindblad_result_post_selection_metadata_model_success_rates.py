from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Self

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import OpenObject, as_object, derived, nothing_more

if TYPE_CHECKING:
    from ..models.noise_learner_v3v03_lindblad_result_post_selection_metadata_model_success_rates_additional_property import (
        NoiseLearnerV3V03LindbladResultPostSelectionMetadataModelSuccessRatesAdditionalProperty,
    )


@_attrs_define(repr=False)
class NoiseLearnerV3V03LindbladResultPostSelectionMetadataModelSuccessRates(
    OpenObject["NoiseLearnerV3V03LindbladResultPostSelectionMetadataModelSuccessRatesAdditionalProperty"]
):
    """Fraction of shots whose post-selection flip worked, per layer pair depth and qubit."""

    additional_properties: dict[
        str, NoiseLearnerV3V03LindbladResultPostSelectionMetadataModelSuccessRatesAdditionalProperty
    ] = _attrs_field(init=False, factory=nothing_more)

    def to_dict(self) -> dict[str, Any]:
        field_dict: dict[str, Any] = {}
        for prop_name, prop in self.additional_properties.items():
            field_dict[prop_name] = prop.to_dict()
        return field_dict

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        if cls is not NoiseLearnerV3V03LindbladResultPostSelectionMetadataModelSuccessRates:
            return derived(
                cls, NoiseLearnerV3V03LindbladResultPostSelectionMetadataModelSuccessRates.from_dict(src_dict)
            )
        from ..models.noise_learner_v3v03_lindblad_result_post_selection_metadata_model_success_rates_additional_property import (
            NoiseLearnerV3V03LindbladResultPostSelectionMetadataModelSuccessRatesAdditionalProperty,
        )

        d = as_object(src_dict)
        noise_learner_v3v03_lindblad_result_post_selection_metadata_model_success_rates = cls.__new__(cls)

        additional_properties = {}
        for prop_name, prop_dict in d.items():
            additional_property = NoiseLearnerV3V03LindbladResultPostSelectionMetadataModelSuccessRatesAdditionalProperty.from_dict(
                prop_dict
            )

            additional_properties[prop_name] = additional_property

        noise_learner_v3v03_lindblad_result_post_selection_metadata_model_success_rates.additional_properties = additional_properties
        return noise_learner_v3v03_lindblad_result_post_selection_metadata_model_success_rates
