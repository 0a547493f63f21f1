from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Self, TypeVar, cast

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset, without_nulls

if TYPE_CHECKING:
    from ..models.post_selection_options_model import PostSelectionOptionsModel


T = TypeVar("T", bound="NoiseLearnerV3V01OptionsModel")


@_attrs_define
class NoiseLearnerV3V01OptionsModel:
    """Options of the noise learner V3.

    Attributes:
        layer_pair_depths (list[int] | Unset): Depths counted in pairs, for Pauli Lindblad experiments.
        num_randomizations (int | Unset):
        post_selection (PostSelectionOptionsModel | Unset): Options of post-selection.
        shots_per_randomization (int | Unset):
    """

    layer_pair_depths: list[int] | Unset = UNSET
    num_randomizations: int | Unset = UNSET
    post_selection: PostSelectionOptionsModel | Unset = UNSET
    shots_per_randomization: int | Unset = UNSET
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        layer_pair_depths: list[int] | Unset = UNSET
        if not isinstance(self.layer_pair_depths, Unset):
            layer_pair_depths = self.layer_pair_depths

        num_randomizations = self.num_randomizations

        post_selection: dict[str, Any] | Unset = UNSET
        if not isinstance(self.post_selection, Unset):
            post_selection = self.post_selection.to_dict()

        shots_per_randomization = self.shots_per_randomization

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update({})
        if layer_pair_depths is not UNSET:
            field_dict["layer_pair_depths"] = layer_pair_depths
        if num_randomizations is not UNSET:
            field_dict["num_randomizations"] = num_randomizations
        if post_selection is not UNSET:
            field_dict["post_selection"] = post_selection
        if shots_per_randomization is not UNSET:
            field_dict["shots_per_randomization"] = shots_per_randomization

        return field_dict

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        from ..models.post_selection_options_model import PostSelectionOptionsModel

        d = without_nulls(
            src_dict, "layer_pair_depths", "num_randomizations", "post_selection", "shots_per_randomization"
        )
        layer_pair_depths = cast(list[int], d.pop("layer_pair_depths", UNSET))

        num_randomizations = d.pop("num_randomizations", UNSET)

        _post_selection = d.pop("post_selection", UNSET)
        post_selection: PostSelectionOptionsModel | Unset
        if isinstance(_post_selection, Unset):
            post_selection = UNSET
        else:
            post_selection = PostSelectionOptionsModel.from_dict(_post_selection)

        shots_per_randomization = d.pop("shots_per_randomization", UNSET)

        noise_learner_v3v01_options_model = cls(
            layer_pair_depths=layer_pair_depths,
            num_randomizations=num_randomizations,
            post_selection=post_selection,
            shots_per_randomization=shots_per_randomization,
        )

        noise_learner_v3v01_options_model.additional_properties = d
        return noise_learner_v3v01_options_model

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
