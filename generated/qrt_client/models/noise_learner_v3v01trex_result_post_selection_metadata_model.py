from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Self

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import OpenObject, as_object, derived, nothing_more


@_attrs_define(repr=False)
class NoiseLearnerV3V01TREXResultPostSelectionMetadataModel(OpenObject[Any]):
    """Post-selection in a TREX experiment.

    Attributes:
        fraction_kept (float | None): Share of shots kept.
    """

    fraction_kept: float | None = None
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=nothing_more)

    def to_dict(self) -> dict[str, Any]:
        field_dict: dict[str, Any] = dict(self.additional_properties)
        if self.fraction_kept is not None:
            field_dict["fraction_kept"] = self.fraction_kept

        return field_dict

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        if cls is not NoiseLearnerV3V01TREXResultPostSelectionMetadataModel:
            return derived(cls, NoiseLearnerV3V01TREXResultPostSelectionMetadataModel.from_dict(src_dict))

        d = as_object(src_dict)
        noise_learner_v3v01trex_result_post_selection_metadata_model = cls.__new__(cls)
        noise_learner_v3v01trex_result_post_selection_metadata_model.fraction_kept = d.pop(
            "fraction_kept", None
        )

        noise_learner_v3v01trex_result_post_selection_metadata_model.additional_properties = d
        return noise_learner_v3v01trex_result_post_selection_metadata_model
