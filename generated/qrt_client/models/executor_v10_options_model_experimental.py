from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Self

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import OpenObject, as_object, derived, nothing_more


@_attrs_define(repr=False)
class ExecutorV10OptionsModelExperimental(OpenObject[Any]):
    """Unstable options, which may change or be removed without notice."""

    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=nothing_more)

    def to_dict(self) -> dict[str, Any]:
        field_dict: dict[str, Any] = dict(self.additional_properties)
        return field_dict

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        if cls is not ExecutorV10OptionsModelExperimental:
            return derived(cls, ExecutorV10OptionsModelExperimental.from_dict(src_dict))

        d = as_object(src_dict)
        executor_v10_options_model_experimental = cls.__new__(cls)

        executor_v10_options_model_experimental.additional_properties = d
        return executor_v10_options_model_experimental
