from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Self, TypeVar, cast

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..models.function_config_business_model import FunctionConfigBusinessModel
from ..types import without_nulls

T = TypeVar("T", bound="FunctionConfig")


@_attrs_define
class FunctionConfig:
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
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        business_model: str | None = None
        if not (self.business_model is None):
            business_model = self.business_model.value

        name = self.name

        permissions: list[str] | None = None
        if not (self.permissions is None):
            permissions = self.permissions

        provider = self.provider

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update({})
        if business_model is not None:
            field_dict["business_model"] = business_model
        if name is not None:
            field_dict["name"] = name
        if permissions is not None:
            field_dict["permissions"] = permissions
        if provider is not None:
            field_dict["provider"] = provider

        return field_dict

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        d = without_nulls(src_dict, "business_model", "name", "permissions", "provider")
        _business_model = d.pop("business_model", None)
        business_model: FunctionConfigBusinessModel | None
        if _business_model is None:
            business_model = None
        else:
            business_model = FunctionConfigBusinessModel(_business_model)

        name = d.pop("name", None)

        permissions = cast(list[str], d.pop("permissions", None))

        provider = d.pop("provider", None)

        function_config = cls(
            business_model=business_model,
            name=name,
            permissions=permissions,
            provider=provider,
        )

        function_config.additional_properties = d
        return function_config

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
