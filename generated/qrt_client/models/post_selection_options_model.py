from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Self, TypeVar

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..models.post_selection_options_model_strategy import PostSelectionOptionsModelStrategy
from ..models.post_selection_options_model_x_pulse_type import PostSelectionOptionsModelXPulseType
from ..types import without_nulls

T = TypeVar("T", bound="PostSelectionOptionsModel")


@_attrs_define
class PostSelectionOptionsModel:
    """Options of post-selection.

    Attributes:
        enable (bool | None): False makes the other options here void.
        strategy (PostSelectionOptionsModelStrategy | None): How a shot is kept or dropped.
        x_pulse_type (PostSelectionOptionsModelXPulseType | None):
    """

    enable: bool | None = None
    strategy: PostSelectionOptionsModelStrategy | None = None
    x_pulse_type: PostSelectionOptionsModelXPulseType | None = None
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        enable = self.enable

        strategy: str | None = None
        if not (self.strategy is None):
            strategy = self.strategy.value

        x_pulse_type: str | None = None
        if not (self.x_pulse_type is None):
            x_pulse_type = self.x_pulse_type.value

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update({})
        if enable is not None:
            field_dict["enable"] = enable
        if strategy is not None:
            field_dict["strategy"] = strategy
        if x_pulse_type is not None:
            field_dict["x_pulse_type"] = x_pulse_type

        return field_dict

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        d = without_nulls(src_dict, "enable", "strategy", "x_pulse_type")
        enable = d.pop("enable", None)

        _strategy = d.pop("strategy", None)
        strategy: PostSelectionOptionsModelStrategy | None
        if _strategy is None:
            strategy = None
        else:
            strategy = PostSelectionOptionsModelStrategy(_strategy)

        _x_pulse_type = d.pop("x_pulse_type", None)
        x_pulse_type: PostSelectionOptionsModelXPulseType | None
        if _x_pulse_type is None:
            x_pulse_type = None
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
