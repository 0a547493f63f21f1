from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Self, TypeVar, cast

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset, without_nulls

T = TypeVar("T", bound="LayerNoiseLearningOptions")


@_attrs_define
class LayerNoiseLearningOptions:
    """
    Attributes:
        layer_pair_depths (Any | Unset): Depths counted in pairs: list of integers, or an encoded NumPy array.
        max_layers_to_learn (int | None | Unset): How many unique layers at most.
        num_randomizations (int | Unset):
        shots_per_randomization (int | Unset):
    """

    layer_pair_depths: Any | Unset = UNSET
    max_layers_to_learn: int | None | Unset = UNSET
    num_randomizations: int | Unset = UNSET
    shots_per_randomization: int | Unset = UNSET
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        layer_pair_depths = self.layer_pair_depths

        max_layers_to_learn: int | None | Unset
        if isinstance(self.max_layers_to_learn, Unset):
            max_layers_to_learn = UNSET
        else:
            max_layers_to_learn = self.max_layers_to_learn

        num_randomizations = self.num_randomizations

        shots_per_randomization = self.shots_per_randomization

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update({})
        if layer_pair_depths is not UNSET:
            field_dict["layer_pair_depths"] = layer_pair_depths
        if max_layers_to_learn is not UNSET:
            field_dict["max_layers_to_learn"] = max_layers_to_learn
        if num_randomizations is not UNSET:
            field_dict["num_randomizations"] = num_randomizations
        if shots_per_randomization is not UNSET:
            field_dict["shots_per_randomization"] = shots_per_randomization

        return field_dict

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        d = without_nulls(src_dict, "num_randomizations", "shots_per_randomization")
        layer_pair_depths = d.pop("layer_pair_depths", UNSET)

        def _parse_max_layers_to_learn(data: object) -> int | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(int | None | Unset, data)

        max_layers_to_learn = _parse_max_layers_to_learn(d.pop("max_layers_to_learn", UNSET))

        num_randomizations = d.pop("num_randomizations", UNSET)

        shots_per_randomization = d.pop("shots_per_randomization", UNSET)

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
