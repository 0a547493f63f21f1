from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Self, TypeVar, cast

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import without_nulls

T = TypeVar("T", bound="LayerNoiseLearningOptions")


@_attrs_define
class LayerNoiseLearningOptions:
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
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        layer_pair_depths = self.layer_pair_depths

        max_layers_to_learn: int | None
        if self.max_layers_to_learn is None:
            max_layers_to_learn = None
        else:
            max_layers_to_learn = self.max_layers_to_learn

        num_randomizations = self.num_randomizations

        shots_per_randomization = self.shots_per_randomization

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update({})
        if layer_pair_depths is not None:
            field_dict["layer_pair_depths"] = layer_pair_depths
        if max_layers_to_learn is not None:
            field_dict["max_layers_to_learn"] = max_layers_to_learn
        if num_randomizations is not None:
            field_dict["num_randomizations"] = num_randomizations
        if shots_per_randomization is not None:
            field_dict["shots_per_randomization"] = shots_per_randomization

        return field_dict

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        d = without_nulls(src_dict, "num_randomizations", "shots_per_randomization")
        layer_pair_depths = d.pop("layer_pair_depths", None)

        def _parse_max_layers_to_learn(data: object) -> int | None:
            if data is None:
                return data
            if data is None:
                return data
            return cast(int | None, data)

        max_layers_to_learn = _parse_max_layers_to_learn(d.pop("max_layers_to_learn", None))

        num_randomizations = d.pop("num_randomizations", None)

        shots_per_randomization = d.pop("shots_per_randomization", None)

        layer_noise_learning_options = cls(
            layer_pair_depths=layer_pair_depths,
            max_layers_to_learn=max_layers_to_learn,
            num_randomizations=num_randomizations,
            shots_per_randomization=shots_per_randomization,
        )

        layer_noise_learning_options.additional_properties = d
        return layer_noise_learning_options

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
