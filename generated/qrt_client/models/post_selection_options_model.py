from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Self

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..models.post_selection_options_model_strategy import PostSelectionOptionsModelStrategy
from ..models.post_selection_options_model_x_pulse_type import PostSelectionOptionsModelXPulseType
from ..types import OpenObject, as_object, derived, maybe, nothing_more


@_attrs_define(repr=False)
class PostSelectionOptionsModel(OpenObject[Any]):
    """Options of post-selection.

    Attributes:
        enable (bool | None): False makes the other options here void.
        strategy (PostSelectionOptionsModelStrategy | None): How a shot is kept or dropped.
        x_pulse_type (PostSelectionOptionsModelXPulseType | None):
    """

    enable: bool | None = None
    strategy: PostSelectionOptionsModelStrategy | None = None
    x_pulse_type: PostSelectionOptionsModelXPulseType | None = None
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=nothing_more)

    def to_dict(self) -> dict[str, Any]:
        field_dict: dict[str, Any] = dict(self.additional_properties)
        if self.enable is not None:
            field_dict["enable"] = self.enable

        if self.strategy is not None:
            field_dict["strategy"] = self.strategy.value

        if self.x_pulse_type is not None:
            field_dict["x_pulse_type"] = self.x_pulse_type.value

        return field_dict

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        if cls is not PostSelectionOptionsModel:
            return derived(cls, PostSelectionOptionsModel.from_dict(src_dict))

        d = as_object(src_dict)
        post_selection_options_model = cls.__new__(cls)
        post_selection_options_model.enable = d.pop("enable", None)
        post_selection_options_model.strategy = maybe(
            PostSelectionOptionsModelStrategy, d.pop("strategy", None)
        )
        post_selection_options_model.x_pulse_type = maybe(
            PostSelectionOptionsModelXPulseType, d.pop("x_pulse_type", None)
        )

        post_selection_options_model.additional_properties = d
        return post_selection_options_model
