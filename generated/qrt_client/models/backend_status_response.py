from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Self

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import OpenObject, as_object, derived, nothing_more


@_attrs_define(repr=False)
class BackendStatusResponse(OpenObject[Any]):
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
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=nothing_more)

    def to_dict(self) -> dict[str, Any]:
        field_dict: dict[str, Any] = dict(self.additional_properties)
        if self.backend_version is not None:
            field_dict["backend_version"] = self.backend_version

        if self.length_queue is not None:
            field_dict["length_queue"] = self.length_queue

        if self.message is not None:
            field_dict["message"] = self.message

        if self.state is not None:
            field_dict["state"] = self.state

        if self.status is not None:
            field_dict["status"] = self.status

        return field_dict

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        if cls is not BackendStatusResponse:
            return derived(cls, BackendStatusResponse.from_dict(src_dict))

        d = as_object(src_dict)
        backend_status_response = cls.__new__(cls)
        backend_status_response.backend_version = d.pop("backend_version", None)
        backend_status_response.length_queue = d.pop("length_queue", None)
        backend_status_response.message = d.pop("message", None)
        backend_status_response.state = d.pop("state", None)
        backend_status_response.status = d.pop("status", None)

        backend_status_response.additional_properties = d
        return backend_status_response
