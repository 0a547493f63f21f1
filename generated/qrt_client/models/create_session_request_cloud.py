from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Self

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..models.execution_mode import ExecutionMode
from ..types import OpenObject, as_object, derived, nothing_more


@_attrs_define(repr=False)
class CreateSessionRequestCloud(OpenObject[Any]):
    """A request for a session; adds nothing to the common part.

    Example:
        {'backend': 'ibm_backend', 'max_ttl': 28800, 'mode': 'dedicated'}

    Attributes:
        mode (ExecutionMode): `dedicated`: a session with the backend to itself; `batch`: independent jobs that are
            scheduled together.
        backend (str | None): Name of the backend.
        backend_name (str | None): Name of the backend, used if `backend` is not given.
        max_ttl (int | None): Seconds the session may last; limits of the plan also bind.
    """

    mode: ExecutionMode
    backend: str | None = None
    backend_name: str | None = None
    max_ttl: int | None = None
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=nothing_more)

    def to_dict(self) -> dict[str, Any]:
        field_dict: dict[str, Any] = dict(self.additional_properties)
        field_dict["mode"] = self.mode.value

        if self.backend is not None:
            field_dict["backend"] = self.backend

        if self.backend_name is not None:
            field_dict["backend_name"] = self.backend_name

        if self.max_ttl is not None:
            field_dict["max_ttl"] = self.max_ttl

        return field_dict

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        if cls is not CreateSessionRequestCloud:
            return derived(cls, CreateSessionRequestCloud.from_dict(src_dict))

        d = as_object(src_dict)
        create_session_request_cloud = cls.__new__(cls)
        create_session_request_cloud.mode = ExecutionMode(d.pop("mode"))
        create_session_request_cloud.backend = d.pop("backend", None)
        create_session_request_cloud.backend_name = d.pop("backend_name", None)
        create_session_request_cloud.max_ttl = d.pop("max_ttl", None)

        create_session_request_cloud.additional_properties = d
        return create_session_request_cloud
