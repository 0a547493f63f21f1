from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Self, TypeVar

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import as_list, without_nulls

if TYPE_CHECKING:
    from ..models.generic_error import GenericError


T = TypeVar("T", bound="GenericErrorDto")


@_attrs_define
class GenericErrorDto:
    """The errors that a request met with.

    Attributes:
        errors (list[GenericError] | None):
        trace (str | None): Id of the request, for the support.
    """

    errors: list[GenericError] | None = None
    trace: str | None = None
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        errors: list[dict[str, Any]] | None = None
        if not (self.errors is None):
            errors = []
            for errors_item_data in self.errors:
                errors_item = errors_item_data.to_dict()
                errors.append(errors_item)

        trace = self.trace

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update({})
        if errors is not None:
            field_dict["errors"] = errors
        if trace is not None:
            field_dict["trace"] = trace

        return field_dict

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        from ..models.generic_error import GenericError

        d = without_nulls(src_dict, "errors", "trace")
        _errors = d.pop("errors", None)
        errors: list[GenericError] | None = None
        if _errors is not None:
            errors = []
            for errors_item_data in as_list(_errors):
                errors_item = GenericError.from_dict(errors_item_data)

                errors.append(errors_item)

        trace = d.pop("trace", None)

        generic_error_dto = cls(
            errors=errors,
            trace=trace,
        )

        generic_error_dto.additional_properties = d
        return generic_error_dto

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
