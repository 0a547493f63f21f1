from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import TYPE_CHECKING, Any, Self

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..models.noise_learner_v3v03trex_result_metadata_model_learning_protocol import (
    NoiseLearnerV3V03TREXResultMetadataModelLearningProtocol,
)
from ..types import OpenObject, as_object, derived, maybe, nothing_more

if TYPE_CHECKING:
    from ..models.noise_learner_v3v03trex_result_post_selection_metadata_model import (
        NoiseLearnerV3V03TREXResultPostSelectionMetadataModel,
    )


@_attrs_define(repr=False)
class NoiseLearnerV3V03TREXResultMetadataModel(OpenObject[Any]):
    """Metadata of a TREX experiment.

    Attributes:
        learning_protocol (NoiseLearnerV3V03TREXResultMetadataModelLearningProtocol | None):  Default:
            NoiseLearnerV3V03TREXResultMetadataModelLearningProtocol.TREX.
        post_selection (NoiseLearnerV3V03TREXResultPostSelectionMetadataModel | None): Post-selection in a TREX
            experiment.
    """

    learning_protocol: NoiseLearnerV3V03TREXResultMetadataModelLearningProtocol | None = (
        NoiseLearnerV3V03TREXResultMetadataModelLearningProtocol.TREX
    )
    post_selection: NoiseLearnerV3V03TREXResultPostSelectionMetadataModel | None = None
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=nothing_more)

    def to_dict(self) -> dict[str, Any]:
        field_dict: dict[str, Any] = dict(self.additional_properties)
        if self.learning_protocol is not None:
            field_dict["learning_protocol"] = self.learning_protocol.value

        if self.post_selection is not None:
            field_dict["post_selection"] = self.post_selection.to_dict()

        return field_dict

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        if cls is not NoiseLearnerV3V03TREXResultMetadataModel:
            return derived(cls, NoiseLearnerV3V03TREXResultMetadataModel.from_dict(src_dict))
        (NoiseLearnerV3V03TREXResultPostSelectionMetadataModel,) = _kinds()

        d = as_object(src_dict)
        noise_learner_v3v03trex_result_metadata_model = cls.__new__(cls)
        noise_learner_v3v03trex_result_metadata_model.learning_protocol = maybe(
            NoiseLearnerV3V03TREXResultMetadataModelLearningProtocol, d.pop("learning_protocol", None)
        )
        noise_learner_v3v03trex_result_metadata_model.post_selection = maybe(
            NoiseLearnerV3V03TREXResultPostSelectionMetadataModel.from_dict, d.pop("post_selection", None)
        )

        noise_learner_v3v03trex_result_metadata_model.additional_properties = d
        return noise_learner_v3v03trex_result_metadata_model


@cache
def _kinds() -> tuple[type[NoiseLearnerV3V03TREXResultPostSelectionMetadataModel]]:
    from ..models.noise_learner_v3v03trex_result_post_selection_metadata_model import (
        NoiseLearnerV3V03TREXResultPostSelectionMetadataModel,
    )

    return (NoiseLearnerV3V03TREXResultPostSelectionMetadataModel,)
