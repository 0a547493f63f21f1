from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Self, TypeVar

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..models.session_state import SessionState
from ..types import without_nulls

T = TypeVar("T", bound="SessionTimestamp")


@_attrs_define
class SessionTimestamp:
    """When a session entered a state.

    Attributes:
        status (SessionState | None): `open`: waits to run jobs. `active`: holds priority on the backend, running or
            awaiting jobs. `inactive`: no priority and nothing running. `closed`: nothing running, new jobs neither taken
            nor run.
        timestamp (str | None): When that state began.
    """

    status: SessionState | None = None
    timestamp: str | None = None
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        status: str | None = None
        if not (self.status is None):
            status = self.status.value

        timestamp = self.timestamp

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update({})
        if status is not None:
            field_dict["status"] = status
        if timestamp is not None:
            field_dict["timestamp"] = timestamp

        return field_dict

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        d = without_nulls(src_dict, "status", "timestamp")
        _status = d.pop("status", None)
        status: SessionState | None
        if _status is None:
            status = None
        else:
            status = SessionState(_status)

        timestamp = d.pop("timestamp", None)

        session_timestamp = cls(
            status=status,
            timestamp=timestamp,
        )

        session_timestamp.additional_properties = d
        return session_timestamp

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
