from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Self, TypeVar, cast

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import without_nulls

T = TypeVar("T", bound="ErrorItem")


@_attrs_define
class ErrorItem:
    """
    Attributes:
        code (int | str | None): Code of the error.
        message (str | None):
        more_info (str | None): A web page about the error.
        solution (str | None): What can be done about it.
    """

    code: int | str | None = None
    message: str | None = None
    more_info: str | None = None
    solution: str | None = None
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        code: int | str | None
        if self.code is None:
            code = None
        else:
            code = self.code

        message = self.message

        more_info = self.more_info

        solution = self.solution

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update({})
        if code is not None:
            field_dict["code"] = code
        if message is not None:
            field_dict["message"] = message
        if more_info is not None:
            field_dict["more_info"] = more_info
        if solution is not None:
            field_dict["solution"] = solution

        return field_dict

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        d = without_nulls(src_dict, "code", "message", "more_info", "solution")

        def _parse_code(data: object) -> int | str | None:
            if data is None:
                return data
            return cast(int | str | None, data)

        code = _parse_code(d.pop("code", None))

        message = d.pop("message", None)

        more_info = d.pop("more_info", None)

        solution = d.pop("solution", None)

        error_item = cls(
            code=code,
            message=message,
            more_info=more_info,
            solution=solution,
        )

        error_item.additional_properties = d
        return error_item

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
