from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Self

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import OpenObject, as_object, check_object, derived, nothing_more


@_attrs_define(repr=False)
class GenericError(OpenObject[Any]):
    """One error.

    Attributes:
        code (int | str | None): Code of the error.
        message (str | None):
        more_info (str | None):
        solution (str | None):
    """

    code: int | str | None = None
    message: str | None = None
    more_info: str | None = None
    solution: str | None = None
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=nothing_more)

    def to_dict(self) -> dict[str, Any]:
        field_dict: dict[str, Any] = dict(self.additional_properties)
        if self.code is not None:
            field_dict["code"] = self.code

        if self.message is not None:
            field_dict["message"] = self.message

        if self.more_info is not None:
            field_dict["more_info"] = self.more_info

        if self.solution is not None:
            field_dict["solution"] = self.solution

        return field_dict

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        if cls is not GenericError:
            return derived(cls, GenericError.from_dict(src_dict))

        d = as_object(src_dict)
        generic_error = cls.__new__(cls)
        generic_error.code = d.pop("code", None)
        generic_error.message = d.pop("message", None)
        generic_error.more_info = d.pop("more_info", None)
        generic_error.solution = d.pop("solution", None)

        generic_error.additional_properties = d
        return generic_error

    @classmethod
    def check_dict(cls, value: object) -> None:
        """Raise the errors of `from_dict`, without building an object."""
        check_object(value)
