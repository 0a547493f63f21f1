from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import TYPE_CHECKING, Any, Self

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..models.execution_mode import ExecutionMode
from ..models.session_state import SessionState
from ..types import OpenObject, as_object, derived, maybe, nothing_more

if TYPE_CHECKING:
    from ..models.session_timestamp import SessionTimestamp


@_attrs_define(repr=False)
class JobSession(OpenObject[Any]):
    """A session or batch.

    Attributes:
        accepting_jobs (bool | None): True: jobs can be queued. False: new jobs are refused, and the session closes
            once nothing is left to run.
        activated_at (str | None): When the session became active.
        active_ttl (int | None): Seconds left in the active state while jobs run.
        backend_name (str | None): Name of the backend; null while the session has none yet.
        closed_at (str | None):
        elapsed_time (float | None): Usage in seconds; null while the session goes on.
        id (str | None): Id of the session.
        interactive_ttl (int | None): Seconds without a job after which the session stops being active.
        last_job_completed (str | None):
        last_job_started (str | None):
        max_ttl (int | None): Seconds the session may last.
        mode (ExecutionMode | None): `dedicated`: a session with the backend to itself; `batch`: independent jobs that
            are scheduled together.
        started_at (str | None):
        state (SessionState | None): `open`: waits to run jobs. `active`: holds priority on the backend, running or
            awaiting jobs. `inactive`: no priority and nothing running. `closed`: nothing running, new jobs neither taken
            nor run.
        state_reason (str | None): Why the state changed.
        timestamps (list[SessionTimestamp] | None):
        user_id (str | None): Who created the session.
    """

    accepting_jobs: bool | None = None
    activated_at: str | None = None
    active_ttl: int | None = None
    backend_name: str | None = None
    closed_at: str | None = None
    elapsed_time: float | None = None
    id: str | None = None
    interactive_ttl: int | None = None
    last_job_completed: str | None = None
    last_job_started: str | None = None
    max_ttl: int | None = None
    mode: ExecutionMode | None = None
    started_at: str | None = None
    state: SessionState | None = None
    state_reason: str | None = None
    timestamps: list[SessionTimestamp] | None = None
    user_id: str | None = None
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=nothing_more)

    def to_dict(self) -> dict[str, Any]:
        field_dict: dict[str, Any] = dict(self.additional_properties)
        if self.accepting_jobs is not None:
            field_dict["accepting_jobs"] = self.accepting_jobs

        if self.activated_at is not None:
            field_dict["activated_at"] = self.activated_at

        if self.active_ttl is not None:
            field_dict["active_ttl"] = self.active_ttl

        if self.backend_name is not None:
            field_dict["backend_name"] = self.backend_name

        if self.closed_at is not None:
            field_dict["closed_at"] = self.closed_at

        if self.elapsed_time is not None:
            field_dict["elapsed_time"] = self.elapsed_time

        if self.id is not None:
            field_dict["id"] = self.id

        if self.interactive_ttl is not None:
            field_dict["interactive_ttl"] = self.interactive_ttl

        if self.last_job_completed is not None:
            field_dict["last_job_completed"] = self.last_job_completed

        if self.last_job_started is not None:
            field_dict["last_job_started"] = self.last_job_started

        if self.max_ttl is not None:
            field_dict["max_ttl"] = self.max_ttl

        if self.mode is not None:
            field_dict["mode"] = self.mode.value

        if self.started_at is not None:
            field_dict["started_at"] = self.started_at

        if self.state is not None:
            field_dict["state"] = self.state.value

        if self.state_reason is not None:
            field_dict["state_reason"] = self.state_reason

        if self.timestamps is not None:
            field_dict["timestamps"] = [item.to_dict() for item in self.timestamps]

        if self.user_id is not None:
            field_dict["user_id"] = self.user_id

        return field_dict

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        if cls is not JobSession:
            return derived(cls, JobSession.from_dict(src_dict))
        (SessionTimestamp,) = _kinds()

        d = as_object(src_dict)
        job_session = cls.__new__(cls)
        job_session.accepting_jobs = d.pop("accepting_jobs", None)
        job_session.activated_at = d.pop("activated_at", None)
        job_session.active_ttl = d.pop("active_ttl", None)
        job_session.backend_name = d.pop("backend_name", None)
        job_session.closed_at = d.pop("closed_at", None)
        job_session.elapsed_time = d.pop("elapsed_time", None)
        job_session.id = d.pop("id", None)
        job_session.interactive_ttl = d.pop("interactive_ttl", None)
        job_session.last_job_completed = d.pop("last_job_completed", None)
        job_session.last_job_started = d.pop("last_job_started", None)
        job_session.max_ttl = d.pop("max_ttl", None)
        job_session.mode = maybe(ExecutionMode, d.pop("mode", None))
        job_session.started_at = d.pop("started_at", None)
        job_session.state = maybe(SessionState, d.pop("state", None))
        job_session.state_reason = d.pop("state_reason", None)
        job_session._read_later(
            src_dict,
            "timestamps",
            d.pop("timestamps", None),
            SessionTimestamp.check_dict,
            SessionTimestamp.from_dict,
        )
        job_session.user_id = d.pop("user_id", None)

        job_session.additional_properties = d
        return job_session


@cache
def _kinds() -> tuple[type[SessionTimestamp]]:
    from ..models.session_timestamp import SessionTimestamp

    return (SessionTimestamp,)
