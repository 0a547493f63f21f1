from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Self

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..models.execution_mode import ExecutionMode
from ..types import UNSET, OpenObject, Unset, derived, nothing_more, without_nulls


@_attrs_define(repr=False)
class CreateSessionRequest(OpenObject[Any]):
    """A request for a session or batch. Channel Partner plans also send interactive_ttl.

    Attributes:
        mode (ExecutionMode): `dedicated`: a session with the backend to itself; `batch`: independent jobs that are
            scheduled together.
        backend (str | Unset): Name of the backend.
        backend_name (str | Unset): Name of the backend, used if `backend` is not given.
        max_ttl (int | Unset): Seconds the session may last; limits of the plan also bind.
        active_ttl (int | Unset): Seconds left in the active state while jobs run; Channel Partner plans only.
        instance (str | Unset): CRN of the instance.
        interactive_ttl (int | Unset): Seconds without a job after which the session stops being active; Channel Partner
            plans only.
    """

    mode: ExecutionMode
    backend: str | Unset = UNSET
    backend_name: str | Unset = UNSET
    max_ttl: int | Unset = UNSET
    active_ttl: int | Unset = UNSET
    instance: str | Unset = UNSET
    interactive_ttl: int | Unset = UNSET
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=nothing_more)

    def to_dict(self) -> dict[str, Any]:
        field_dict: dict[str, Any] = dict(self.additional_properties)
        field_dict["mode"] = self.mode.value

        if not isinstance(self.backend, Unset):
            field_dict["backend"] = self.backend

        if not isinstance(self.backend_name, Unset):
            field_dict["backend_name"] = self.backend_name

        if not isinstance(self.max_ttl, Unset):
            field_dict["max_ttl"] = self.max_ttl

        if not isinstance(self.active_ttl, Unset):
            field_dict["active_ttl"] = self.active_ttl

        if not isinstance(self.instance, Unset):
            field_dict["instance"] = self.instance

        if not isinstance(self.interactive_ttl, Unset):
            field_dict["interactive_ttl"] = self.interactive_ttl

        return field_dict

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        if cls is not CreateSessionRequest:
            return derived(cls, CreateSessionRequest.from_dict(src_dict))

        d = without_nulls(
            src_dict, "backend", "backend_name", "max_ttl", "active_ttl", "instance", "interactive_ttl"
        )
        create_session_request = cls.__new__(cls)
        create_session_request.mode = ExecutionMode(d.pop("mode"))
        create_session_request.backend = d.pop("backend", UNSET)
        create_session_request.backend_name = d.pop("backend_name", UNSET)
        create_session_request.max_ttl = d.pop("max_ttl", UNSET)
        create_session_request.active_ttl = d.pop("active_ttl", UNSET)
        create_session_request.instance = d.pop("instance", UNSET)
        create_session_request.interactive_ttl = d.pop("interactive_ttl", UNSET)

        create_session_request.additional_properties = d
        return create_session_request
