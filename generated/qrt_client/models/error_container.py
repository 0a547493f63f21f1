from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import TYPE_CHECKING, Any, Self

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import OpenObject, as_object, derived, nothing_more

if TYPE_CHECKING:
    from ..models.error_item import ErrorItem


@_attrs_define(repr=False)
class ErrorContainer(OpenObject[Any]):
    """The errors that a request met with.

    Attributes:
        errors (list[ErrorItem] | None):
        trace (str | None): Id of the request, for the support.
    """

    errors: list[ErrorItem] | None = None
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
        if cls is not ErrorContainer:
            return derived(cls, ErrorContainer.from_dict(src_dict))
        (ErrorItem,) = _kinds()

        d = as_object(src_dict)
        error_container = cls.__new__(cls)
        error_container._read_later(
            src_dict, "errors", d.pop("errors", None), ErrorItem.check_dict, ErrorItem.from_dict
        )
        error_container.trace = d.pop("trace", None)

        error_container.additional_properties = d
        return error_container


@cache
def _kinds() -> tuple[type[ErrorItem]]:
    from ..models.error_item import ErrorItem

    return (ErrorItem,)
