from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Self, TypeVar

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..models.noise_learner_v3v02_lindblad_result_metadata_model_learning_protocol import (
    NoiseLearnerV3V02LindbladResultMetadataModelLearningProtocol,
)
from ..types import without_nulls

if TYPE_CHECKING:
    from ..models.noise_learner_v3v02_lindblad_result_post_selection_metadata_model import (
        NoiseLearnerV3V02LindbladResultPostSelectionMetadataModel,
    )


T = TypeVar("T", bound="NoiseLearnerV3V02LindbladResultMetadataModel")


@_attrs_define
class NoiseLearnerV3V02LindbladResultMetadataModel:
    """Metadata of a Pauli Lindblad experiment.

    Attributes:
        learning_protocol (NoiseLearnerV3V02LindbladResultMetadataModelLearningProtocol | None):  Default:
            NoiseLearnerV3V02LindbladResultMetadataModelLearningProtocol.LINDBLAD.
        post_selection (NoiseLearnerV3V02LindbladResultPostSelectionMetadataModel | None): Post-selection in a Pauli
            Lindblad experiment.
    """

    learning_protocol: NoiseLearnerV3V02LindbladResultMetadataModelLearningProtocol | None = (
        NoiseLearnerV3V02LindbladResultMetadataModelLearningProtocol.LINDBLAD
    )
    post_selection: NoiseLearnerV3V02LindbladResultPostSelectionMetadataModel | None = None
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        learning_protocol: str | None = None
        if not (self.learning_protocol is None):
            learning_protocol = self.learning_protocol.value

        post_selection: dict[str, Any] | None = None
        if not (self.post_selection is None):
            post_selection = self.post_selection.to_dict()

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update({})
        if learning_protocol is not None:
            field_dict["learning_protocol"] = learning_protocol
        if post_selection is not None:
            field_dict["post_selection"] = post_selection

        return field_dict

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        from ..models.noise_learner_v3v02_lindblad_result_post_selection_metadata_model import (
            NoiseLearnerV3V02LindbladResultPostSelectionMetadataModel,
        )

        d = without_nulls(src_dict, "learning_protocol", "post_selection")
        _learning_protocol = d.pop("learning_protocol", None)
        learning_protocol: NoiseLearnerV3V02LindbladResultMetadataModelLearningProtocol | None
        if _learning_protocol is None:
            learning_protocol = None
        else:
            learning_protocol = NoiseLearnerV3V02LindbladResultMetadataModelLearningProtocol(
                _learning_protocol
            )

        _post_selection = d.pop("post_selection", None)
        post_selection: NoiseLearnerV3V02LindbladResultPostSelectionMetadataModel | None
        if _post_selection is None:
            post_selection = None
        else:
            post_selection = NoiseLearnerV3V02LindbladResultPostSelectionMetadataModel.from_dict(
                _post_selection
            )

        noise_learner_v3v02_lindblad_result_metadata_model = cls(
            learning_protocol=learning_protocol,
            post_selection=post_selection,
        )

        noise_learner_v3v02_lindblad_result_metadata_model.additional_properties = d
        return noise_learner_v3v02_lindblad_result_metadata_model

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
