from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Self

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..models.session_state import SessionState
from ..types import OpenObject, as_object, check_object, derived, maybe, nothing_more


@_attrs_define(repr=False)
class SessionTimestamp(OpenObject[Any]):
    """When a session entered a state.

    Attributes:
        status (SessionState | None): `open`: waits to run jobs. `active`: holds priority on the backend, running or
            awaiting jobs. `inactive`: no priority and nothing running. `closed`: nothing running, new jobs neither taken
            nor run.
        timestamp (str | None): When that state began.
    """

    status: SessionState | None = None
    timestamp: str | None = None
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=nothing_more)

    def to_dict(self) -> dict[str, Any]:
        field_dict: dict[str, Any] = dict(self.additional_properties)
        if self.status is not None:
            field_dict["status"] = self.status.value

        if self.timestamp is not None:
            field_dict["timestamp"] = self.timestamp

        return field_dict

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        if cls is not SessionTimestamp:
            return derived(cls, SessionTimestamp.from_dict(src_dict))

        d = as_object(src_dict)
        session_timestamp = cls.__new__(cls)
        session_timestamp.status = maybe(SessionState, d.pop("status", None))
        session_timestamp.timestamp = d.pop("timestamp", None)

        session_timestamp.additional_properties = d
        return session_timestamp

    @classmethod
    def check_dict(cls, value: object) -> None:
        """Raise the errors of `from_dict`, without building an object."""

        d = check_object(value)
        maybe(SessionState, d.get("status"))
