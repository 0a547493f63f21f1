from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Self, TypeVar, cast

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import without_nulls

if TYPE_CHECKING:
    from ..models.post_selection_options_model import PostSelectionOptionsModel


T = TypeVar("T", bound="NoiseLearnerV3V02OptionsModel")


@_attrs_define
class NoiseLearnerV3V02OptionsModel:
    """Options of the noise learner V3.

    Attributes:
        init_qubits (bool | None): Whether qubits are reset to the ground state for each shot.
        layer_pair_depths (list[int] | None): Depths counted in pairs, for Pauli Lindblad experiments.
        num_randomizations (int | None):
        post_selection (PostSelectionOptionsModel | None): Options of post-selection.
        rep_delay (float | None): Gap between circuits within a shot loop. Needs a backend with
            `dynamic_reprate_enabled`, must lie in its `rep_delay_range`; null takes its `default_rep_delay`.
        shots_per_randomization (int | None):
    """

    init_qubits: bool | None = None
    layer_pair_depths: list[int] | None = None
    num_randomizations: int | None = None
    post_selection: PostSelectionOptionsModel | None = None
    rep_delay: float | None = None
    shots_per_randomization: int | None = None
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        init_qubits = self.init_qubits

        layer_pair_depths: list[int] | None = None
        if not (self.layer_pair_depths is None):
            layer_pair_depths = self.layer_pair_depths

        num_randomizations = self.num_randomizations

        post_selection: dict[str, Any] | None = None
        if not (self.post_selection is None):
            post_selection = self.post_selection.to_dict()

        rep_delay: float | None
        if self.rep_delay is None:
            rep_delay = None
        else:
            rep_delay = self.rep_delay

        shots_per_randomization = self.shots_per_randomization

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update({})
        if init_qubits is not None:
            field_dict["init_qubits"] = init_qubits
        if layer_pair_depths is not None:
            field_dict["layer_pair_depths"] = layer_pair_depths
        if num_randomizations is not None:
            field_dict["num_randomizations"] = num_randomizations
        if post_selection is not None:
            field_dict["post_selection"] = post_selection
        if rep_delay is not None:
            field_dict["rep_delay"] = rep_delay
        if shots_per_randomization is not None:
            field_dict["shots_per_randomization"] = shots_per_randomization

        return field_dict

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        from ..models.post_selection_options_model import PostSelectionOptionsModel

        d = without_nulls(
            src_dict,
            "init_qubits",
            "layer_pair_depths",
            "num_randomizations",
            "post_selection",
            "shots_per_randomization",
        )
        init_qubits = d.pop("init_qubits", None)

        layer_pair_depths = cast(list[int], d.pop("layer_pair_depths", None))

        num_randomizations = d.pop("num_randomizations", None)

        _post_selection = d.pop("post_selection", None)
        post_selection: PostSelectionOptionsModel | None
        if _post_selection is None:
            post_selection = None
        else:
            post_selection = PostSelectionOptionsModel.from_dict(_post_selection)

        def _parse_rep_delay(data: object) -> float | None:
            if data is None:
                return data
            if data is None:
                return data
            return cast(float | None, data)

        rep_delay = _parse_rep_delay(d.pop("rep_delay", None))

        shots_per_randomization = d.pop("shots_per_randomization", None)

        noise_learner_v3v02_options_model = cls(
            init_qubits=init_qubits,
            layer_pair_depths=layer_pair_depths,
            num_randomizations=num_randomizations,
            post_selection=post_selection,
            rep_delay=rep_delay,
            shots_per_randomization=shots_per_randomization,
        )

        noise_learner_v3v02_options_model.additional_properties = d
        return noise_learner_v3v02_options_model

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
