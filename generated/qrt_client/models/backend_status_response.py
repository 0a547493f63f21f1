from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Self, TypeVar

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import without_nulls

T = TypeVar("T", bound="BackendStatusResponse")


@_attrs_define
class BackendStatusResponse:
    """Whether a backend runs jobs now, and how many wait.

    Attributes:
        backend_version (str | None):
        length_queue (int | None):
        message (str | None): The state in words.
        state (bool | None):
        status (str | None):
    """

    backend_version: str | None = None
    length_queue: int | None = None
    message: str | None = None
    state: bool | None = None
    status: str | None = None
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        backend_version = self.backend_version

        length_queue = self.length_queue

        message = self.message

        state = self.state

        status = self.status

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update({})
        if backend_version is not None:
            field_dict["backend_version"] = backend_version
        if length_queue is not None:
            field_dict["length_queue"] = length_queue
        if message is not None:
            field_dict["message"] = message
        if state is not None:
            field_dict["state"] = state
        if status is not None:
            field_dict["status"] = status

        return field_dict

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        d = without_nulls(src_dict, "backend_version", "length_queue", "message", "state", "status")
        backend_version = d.pop("backend_version", None)

        length_queue = d.pop("length_queue", None)

        message = d.pop("message", None)

        state = d.pop("state", None)

        status = d.pop("status", None)

        backend_status_response = cls(
            backend_version=backend_version,
            length_queue=length_queue,
            message=message,
            state=state,
            status=status,
        )

        backend_status_response.additional_properties = d
        return backend_status_response

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
