from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Self, TypeVar

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset, without_nulls

if TYPE_CHECKING:
    from ..models.noise_learner_v3v02_lindblad_result_post_selection_metadata_model_fraction_kept import (
        NoiseLearnerV3V02LindbladResultPostSelectionMetadataModelFractionKept,
    )
    from ..models.noise_learner_v3v02_lindblad_result_post_selection_metadata_model_success_rates import (
        NoiseLearnerV3V02LindbladResultPostSelectionMetadataModelSuccessRates,
    )


T = TypeVar("T", bound="NoiseLearnerV3V02LindbladResultPostSelectionMetadataModel")


@_attrs_define
class NoiseLearnerV3V02LindbladResultPostSelectionMetadataModel:
    """Post-selection in a Pauli Lindblad experiment.

    Attributes:
        fraction_kept (NoiseLearnerV3V02LindbladResultPostSelectionMetadataModelFractionKept | Unset): Share of shots
            kept, per layer pair depth.
        success_rates (NoiseLearnerV3V02LindbladResultPostSelectionMetadataModelSuccessRates | Unset): Share of shots
            whose post-selection flip worked, per layer pair depth and qubit.
    """

    fraction_kept: NoiseLearnerV3V02LindbladResultPostSelectionMetadataModelFractionKept | Unset = UNSET
    success_rates: NoiseLearnerV3V02LindbladResultPostSelectionMetadataModelSuccessRates | Unset = UNSET
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        fraction_kept: dict[str, Any] | Unset = UNSET
        if not isinstance(self.fraction_kept, Unset):
            fraction_kept = self.fraction_kept.to_dict()

        success_rates: dict[str, Any] | Unset = UNSET
        if not isinstance(self.success_rates, Unset):
            success_rates = self.success_rates.to_dict()

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update({})
        if fraction_kept is not UNSET:
            field_dict["fraction_kept"] = fraction_kept
        if success_rates is not UNSET:
            field_dict["success_rates"] = success_rates

        return field_dict

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        from ..models.noise_learner_v3v02_lindblad_result_post_selection_metadata_model_fraction_kept import (
            NoiseLearnerV3V02LindbladResultPostSelectionMetadataModelFractionKept,
        )
        from ..models.noise_learner_v3v02_lindblad_result_post_selection_metadata_model_success_rates import (
            NoiseLearnerV3V02LindbladResultPostSelectionMetadataModelSuccessRates,
        )

        d = without_nulls(src_dict, "fraction_kept", "success_rates")
        _fraction_kept = d.pop("fraction_kept", UNSET)
        fraction_kept: NoiseLearnerV3V02LindbladResultPostSelectionMetadataModelFractionKept | Unset
        if isinstance(_fraction_kept, Unset):
            fraction_kept = UNSET
        else:
            fraction_kept = NoiseLearnerV3V02LindbladResultPostSelectionMetadataModelFractionKept.from_dict(
                _fraction_kept
            )

        _success_rates = d.pop("success_rates", UNSET)
        success_rates: NoiseLearnerV3V02LindbladResultPostSelectionMetadataModelSuccessRates | Unset
        if isinstance(_success_rates, Unset):
            success_rates = UNSET
        else:
            success_rates = NoiseLearnerV3V02LindbladResultPostSelectionMetadataModelSuccessRates.from_dict(
                _success_rates
            )

        noise_learner_v3v02_lindblad_result_post_selection_metadata_model = cls(
            fraction_kept=fraction_kept,
            success_rates=success_rates,
        )

        noise_learner_v3v02_lindblad_result_post_selection_metadata_model.additional_properties = d
        return noise_learner_v3v02_lindblad_result_post_selection_metadata_model

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
