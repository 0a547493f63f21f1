from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Self, TypeVar

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..models.execution_mode import ExecutionMode
from ..types import without_nulls

T = TypeVar("T", bound="BaseCreateSessionRequest")


@_attrs_define
class BaseCreateSessionRequest:
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
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        mode = self.mode.value

        backend = self.backend

        backend_name = self.backend_name

        max_ttl = self.max_ttl

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "mode": mode,
            }
        )
        if backend is not None:
            field_dict["backend"] = backend
        if backend_name is not None:
            field_dict["backend_name"] = backend_name
        if max_ttl is not None:
            field_dict["max_ttl"] = max_ttl

        return field_dict

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        d = without_nulls(src_dict, "backend", "backend_name", "max_ttl")
        mode = ExecutionMode(d.pop("mode"))

        backend = d.pop("backend", None)

        backend_name = d.pop("backend_name", None)

        max_ttl = d.pop("max_ttl", None)

        base_create_session_request = cls(
            mode=mode,
            backend=backend,
            backend_name=backend_name,
            max_ttl=max_ttl,
        )

        base_create_session_request.additional_properties = d
        return base_create_session_request

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
