from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Self

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..models.function_config_business_model import FunctionConfigBusinessModel
from ..types import OpenObject, as_object, check_object, derived, maybe, nothing_more


@_attrs_define(repr=False)
class FunctionConfig(OpenObject[Any]):
    """A function that a plan may use.

    Attributes:
        business_model (FunctionConfigBusinessModel | None):
        name (str | None): Name, unique for the provider.
        permissions (list[str] | None): Actions in the manner of IAM, such as function.run.
        provider (str | None):
    """

    business_model: FunctionConfigBusinessModel | None = None
    name: str | None = None
    permissions: list[str] | None = None
    provider: str | None = None
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=nothing_more)

    def to_dict(self) -> dict[str, Any]:
        field_dict: dict[str, Any] = dict(self.additional_properties)
        if self.business_model is not None:
            field_dict["business_model"] = self.business_model.value

        if self.name is not None:
            field_dict["name"] = self.name

        if self.permissions is not None:
            field_dict["permissions"] = self.permissions

        if self.provider is not None:
            field_dict["provider"] = self.provider

        return field_dict

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        if cls is not FunctionConfig:
            return derived(cls, FunctionConfig.from_dict(src_dict))

        d = as_object(src_dict)
        function_config = cls.__new__(cls)
        function_config.business_model = maybe(FunctionConfigBusinessModel, d.pop("business_model", None))
        function_config.name = d.pop("name", None)
        function_config.permissions = d.pop("permissions", None)
        function_config.provider = d.pop("provider", None)

        function_config.additional_properties = d
        return function_config

    @classmethod
    def check_dict(cls, value: object) -> None:
        """Raise the errors of `from_dict`, without building an object."""

        d = check_object(value)
        maybe(FunctionConfigBusinessModel, d.get("business_model"))
