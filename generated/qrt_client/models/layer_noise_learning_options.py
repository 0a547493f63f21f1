from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Self

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import OpenObject, as_object, derived, nothing_more


@_attrs_define(repr=False)
class LayerNoiseLearningOptions(OpenObject[Any]):
    """
    Attributes:
        layer_pair_depths (Any | None): Depths counted in pairs: list of integers, or an encoded NumPy array.
        max_layers_to_learn (int | None): How many unique layers at most.
        num_randomizations (int | None):
        shots_per_randomization (int | None):
    """

    layer_pair_depths: Any | None = None
    max_layers_to_learn: int | None = None
    num_randomizations: int | None = None
    shots_per_randomization: int | None = None
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=nothing_more)

    def to_dict(self) -> dict[str, Any]:
        field_dict: dict[str, Any] = dict(self.additional_properties)
        if self.layer_pair_depths is not None:
            field_dict["layer_pair_depths"] = self.layer_pair_depths

        if self.max_layers_to_learn is not None:
            field_dict["max_layers_to_learn"] = self.max_layers_to_learn

        if self.num_randomizations is not None:
            field_dict["num_randomizations"] = self.num_randomizations

        if self.shots_per_randomization is not None:
            field_dict["shots_per_randomization"] = self.shots_per_randomization

        return field_dict

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        if cls is not LayerNoiseLearningOptions:
            return derived(cls, LayerNoiseLearningOptions.from_dict(src_dict))

        d = as_object(src_dict)
        layer_noise_learning_options = cls.__new__(cls)
        layer_noise_learning_options.layer_pair_depths = d.pop("layer_pair_depths", None)
        layer_noise_learning_options.max_layers_to_learn = d.pop("max_layers_to_learn", None)
        layer_noise_learning_options.num_randomizations = d.pop("num_randomizations", None)
        layer_noise_learning_options.shots_per_randomization = d.pop("shots_per_randomization", None)

        layer_noise_learning_options.additional_properties = d
        return layer_noise_learning_options
