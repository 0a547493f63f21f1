from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Self, TypeVar

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..models.post_selection_options_model_strategy import PostSelectionOptionsModelStrategy
from ..models.post_selection_options_model_x_pulse_type import PostSelectionOptionsModelXPulseType
from ..types import UNSET, Unset, without_nulls

T = TypeVar("T", bound="PostSelectionOptionsModel")


@_attrs_define
class PostSelectionOptionsModel:
    """Options of post-selection.

    Attributes:
        enable (bool | Unset): False makes the other options here void.
        strategy (PostSelectionOptionsModelStrategy | Unset): How a shot is kept or dropped.
        x_pulse_type (PostSelectionOptionsModelXPulseType | Unset):
    """

    enable: bool | Unset = UNSET
    strategy: PostSelectionOptionsModelStrategy | Unset = UNSET
    x_pulse_type: PostSelectionOptionsModelXPulseType | Unset = UNSET
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        enable = self.enable

        strategy: str | Unset = UNSET
        if not isinstance(self.strategy, Unset):
            strategy = self.strategy.value

        x_pulse_type: str | Unset = UNSET
        if not isinstance(self.x_pulse_type, Unset):
            x_pulse_type = self.x_pulse_type.value

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update({})
        if enable is not UNSET:
            field_dict["enable"] = enable
        if strategy is not UNSET:
            field_dict["strategy"] = strategy
        if x_pulse_type is not UNSET:
            field_dict["x_pulse_type"] = x_pulse_type

        return field_dict

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        d = without_nulls(src_dict, "enable", "strategy", "x_pulse_type")
        enable = d.pop("enable", UNSET)

        _strategy = d.pop("strategy", UNSET)
        strategy: PostSelectionOptionsModelStrategy | Unset
        if isinstance(_strategy, Unset):
            strategy = UNSET
        else:
            strategy = PostSelectionOptionsModelStrategy(_strategy)

        _x_pulse_type = d.pop("x_pulse_type", UNSET)
        x_pulse_type: PostSelectionOptionsModelXPulseType | Unset
        if isinstance(_x_pulse_type, Unset):
            x_pulse_type = UNSET
        else:
            x_pulse_type = PostSelectionOptionsModelXPulseType(_x_pulse_type)

        post_selection_options_model = cls(
            enable=enable,
            strategy=strategy,
            x_pulse_type=x_pulse_type,
        )

        post_selection_options_model.additional_properties = d
        return post_selection_options_model

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
