from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import TYPE_CHECKING, Any, Self

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import OpenObject, as_object, derived, nothing_more

if TYPE_CHECKING:
    from ..models.generic_error import GenericError


@_attrs_define(repr=False)
class GenericErrorDto(OpenObject[Any]):
    """The errors that a request met with.

    Attributes:
        errors (list[GenericError] | None):
        trace (str | None): Id of the request, for the support.
    """

    errors: list[GenericError] | None = None
    trace: str | None = None
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=nothing_more)

    def to_dict(self) -> dict[str, Any]:
        field_dict: dict[str, Any] = dict(self.additional_properties)
        if self.errors is not None:
            field_dict["errors"] = [item.to_dict() for item in self.errors]

        if self.trace is not None:
            field_dict["trace"] = self.trace

        return field_dict

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        if cls is not GenericErrorDto:
            return derived(cls, GenericErrorDto.from_dict(src_dict))
        (GenericError,) = _kinds()

        d = as_object(src_dict)
        generic_error_dto = cls.__new__(cls)
        generic_error_dto._read_later(
            src_dict, "errors", d.pop("errors", None), GenericError.check_dict, GenericError.from_dict
        )
        generic_error_dto.trace = d.pop("trace", None)

        generic_error_dto.additional_properties = d
        return generic_error_dto


@cache
def _kinds() -> tuple[type[GenericError]]:
    from ..models.generic_error import GenericError

    return (GenericError,)
