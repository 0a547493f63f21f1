from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Self

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..models.execution_mode import ExecutionMode
from ..types import OpenObject, as_object, derived, nothing_more


@_attrs_define(repr=False)
class BaseCreateSessionRequest(OpenObject[Any]):
    """What every request for a session says.

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
        if cls is not BaseCreateSessionRequest:
            return derived(cls, BaseCreateSessionRequest.from_dict(src_dict))

        d = as_object(src_dict)
        base_create_session_request = cls.__new__(cls)
        base_create_session_request.mode = ExecutionMode(d.pop("mode"))
        base_create_session_request.backend = d.pop("backend", None)
        base_create_session_request.backend_name = d.pop("backend_name", None)
        base_create_session_request.max_ttl = d.pop("max_ttl", None)

        base_create_session_request.additional_properties = d
        return base_create_session_request
