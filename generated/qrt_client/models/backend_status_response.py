from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Self, TypeVar

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset, without_nulls

T = TypeVar("T", bound="BackendStatusResponse")


@_attrs_define
class BackendStatusResponse:
    """Whether a backend runs jobs now, and how many wait.

    Attributes:
        backend_version (str | Unset):
        length_queue (int | Unset):
        message (str | Unset): The state in words.
        state (bool | Unset):
        status (str | Unset):
    """

    backend_version: str | Unset = UNSET
    length_queue: int | Unset = UNSET
    message: str | Unset = UNSET
    state: bool | Unset = UNSET
    status: str | Unset = UNSET
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
        if backend_version is not UNSET:
            field_dict["backend_version"] = backend_version
        if length_queue is not UNSET:
            field_dict["length_queue"] = length_queue
        if message is not UNSET:
            field_dict["message"] = message
        if state is not UNSET:
            field_dict["state"] = state
        if status is not UNSET:
            field_dict["status"] = status

        return field_dict

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        d = without_nulls(src_dict, "backend_version", "length_queue", "message", "state", "status")
        backend_version = d.pop("backend_version", UNSET)

        length_queue = d.pop("length_queue", UNSET)

        message = d.pop("message", UNSET)

        state = d.pop("state", UNSET)

        status = d.pop("status", UNSET)

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
