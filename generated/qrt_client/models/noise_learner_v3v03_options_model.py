from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import TYPE_CHECKING, Any, Self

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import OpenObject, as_object, derived, maybe, nothing_more

if TYPE_CHECKING:
    from ..models.noise_learner_v3v03_bit_flip_checks_options_model import (
        NoiseLearnerV3V03BitFlipChecksOptionsModel,
    )
    from ..models.post_selection_options_model import PostSelectionOptionsModel


@_attrs_define(repr=False)
class NoiseLearnerV3V03OptionsModel(OpenObject[Any]):
    """Options of the noise learner V3.

    Attributes:
        bit_flip_checks (NoiseLearnerV3V03BitFlipChecksOptionsModel | None): Which shots are discarded because bits
            could not be flipped.
        init_qubits (bool | None): Whether to reset qubits to the ground state before each shot.
        layer_pair_depths (list[int] | None): Depths counted in pairs, for Pauli Lindblad experiments.
        num_randomizations (int | None): Random circuits for each learning circuit.
        post_selection (PostSelectionOptionsModel | None): Options of post-selection.
        rep_delay (float | None): Gap between the end of one circuit and the start of the next in a shot loop.
            Needs a backend with `dynamic_reprate_enabled`, and must be in its `rep_delay_range`; null means its
            `default_rep_delay`.
        shots_per_randomization (int | None): Shots of each randomized learning circuit.
    """

    bit_flip_checks: NoiseLearnerV3V03BitFlipChecksOptionsModel | None = None
    init_qubits: bool | None = None
    layer_pair_depths: list[int] | None = None
    num_randomizations: int | None = None
    post_selection: PostSelectionOptionsModel | None = None
    rep_delay: float | None = None
    shots_per_randomization: int | None = None
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=nothing_more)

    def to_dict(self) -> dict[str, Any]:
        field_dict: dict[str, Any] = dict(self.additional_properties)
        if self.bit_flip_checks is not None:
            field_dict["bit_flip_checks"] = self.bit_flip_checks.to_dict()

        if self.init_qubits is not None:
            field_dict["init_qubits"] = self.init_qubits

        if self.layer_pair_depths is not None:
            field_dict["layer_pair_depths"] = self.layer_pair_depths

        if self.num_randomizations is not None:
            field_dict["num_randomizations"] = self.num_randomizations

        if self.post_selection is not None:
            field_dict["post_selection"] = self.post_selection.to_dict()

        if self.rep_delay is not None:
            field_dict["rep_delay"] = self.rep_delay

        if self.shots_per_randomization is not None:
            field_dict["shots_per_randomization"] = self.shots_per_randomization

        return field_dict

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        if cls is not NoiseLearnerV3V03OptionsModel:
            return derived(cls, NoiseLearnerV3V03OptionsModel.from_dict(src_dict))
        NoiseLearnerV3V03BitFlipChecksOptionsModel, PostSelectionOptionsModel = _kinds()

        d = as_object(src_dict)
        noise_learner_v3v03_options_model = cls.__new__(cls)
        noise_learner_v3v03_options_model.bit_flip_checks = maybe(
            NoiseLearnerV3V03BitFlipChecksOptionsModel.from_dict, d.pop("bit_flip_checks", None)
        )
        noise_learner_v3v03_options_model.init_qubits = d.pop("init_qubits", None)
        noise_learner_v3v03_options_model.layer_pair_depths = d.pop("layer_pair_depths", None)
        noise_learner_v3v03_options_model.num_randomizations = d.pop("num_randomizations", None)
        noise_learner_v3v03_options_model.post_selection = maybe(
            PostSelectionOptionsModel.from_dict, d.pop("post_selection", None)
        )
        noise_learner_v3v03_options_model.rep_delay = d.pop("rep_delay", None)
        noise_learner_v3v03_options_model.shots_per_randomization = d.pop("shots_per_randomization", None)

        noise_learner_v3v03_options_model.additional_properties = d
        return noise_learner_v3v03_options_model


@cache
def _kinds() -> tuple[type[NoiseLearnerV3V03BitFlipChecksOptionsModel], type[PostSelectionOptionsModel]]:
    from ..models.noise_learner_v3v03_bit_flip_checks_options_model import (
        NoiseLearnerV3V03BitFlipChecksOptionsModel,
    )
    from ..models.post_selection_options_model import PostSelectionOptionsModel

    return NoiseLearnerV3V03BitFlipChecksOptionsModel, PostSelectionOptionsModel
