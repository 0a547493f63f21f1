from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Self, TypeVar

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import without_nulls

if TYPE_CHECKING:
    from ..models.noise_learner_v3v02trex_result_post_selection_metadata_model_success_rates import (
        NoiseLearnerV3V02TREXResultPostSelectionMetadataModelSuccessRates,
    )


T = TypeVar("T", bound="NoiseLearnerV3V02TREXResultPostSelectionMetadataModel")


@_attrs_define
class NoiseLearnerV3V02TREXResultPostSelectionMetadataModel:
    """Post-selection in a TREX experiment.

    Attributes:
        fraction_kept (float | None): Share of shots kept.
        success_rates (NoiseLearnerV3V02TREXResultPostSelectionMetadataModelSuccessRates | None): Share of shots whose
            post-selection flip worked, per qubit.
    """

    fraction_kept: float | None = None
    success_rates: NoiseLearnerV3V02TREXResultPostSelectionMetadataModelSuccessRates | None = None
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        fraction_kept = self.fraction_kept

        success_rates: dict[str, Any] | None = None
        if not (self.success_rates is None):
            success_rates = self.success_rates.to_dict()

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update({})
        if fraction_kept is not None:
            field_dict["fraction_kept"] = fraction_kept
        if success_rates is not None:
            field_dict["success_rates"] = success_rates

        return field_dict

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        from ..models.noise_learner_v3v02trex_result_post_selection_metadata_model_success_rates import (
            NoiseLearnerV3V02TREXResultPostSelectionMetadataModelSuccessRates,
        )

        d = without_nulls(src_dict, "fraction_kept", "success_rates")
        fraction_kept = d.pop("fraction_kept", None)

        _success_rates = d.pop("success_rates", None)
        success_rates: NoiseLearnerV3V02TREXResultPostSelectionMetadataModelSuccessRates | None
        if _success_rates is None:
            success_rates = None
        else:
            success_rates = NoiseLearnerV3V02TREXResultPostSelectionMetadataModelSuccessRates.from_dict(
                _success_rates
            )

        noise_learner_v3v02trex_result_post_selection_metadata_model = cls(
            fraction_kept=fraction_kept,
            success_rates=success_rates,
        )

        noise_learner_v3v02trex_result_post_selection_metadata_model.additional_properties = d
        return noise_learner_v3v02trex_result_post_selection_metadata_model

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
