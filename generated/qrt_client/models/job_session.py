from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Self, TypeVar

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..models.execution_mode import ExecutionMode
from ..models.session_state import SessionState
from ..types import as_list, without_nulls

if TYPE_CHECKING:
    from ..models.session_timestamp import SessionTimestamp


T = TypeVar("T", bound="JobSession")


@_attrs_define
class JobSession:
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
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        accepting_jobs = self.accepting_jobs

        activated_at = self.activated_at

        active_ttl = self.active_ttl

        backend_name = self.backend_name

        closed_at = self.closed_at

        elapsed_time = self.elapsed_time

        id = self.id

        interactive_ttl = self.interactive_ttl

        last_job_completed = self.last_job_completed

        last_job_started = self.last_job_started

        max_ttl = self.max_ttl

        mode: str | None = None
        if not (self.mode is None):
            mode = self.mode.value

        started_at = self.started_at

        state: str | None = None
        if not (self.state is None):
            state = self.state.value

        state_reason = self.state_reason

        timestamps: list[dict[str, Any]] | None = None
        if not (self.timestamps is None):
            timestamps = []
            for timestamps_item_data in self.timestamps:
                timestamps_item = timestamps_item_data.to_dict()
                timestamps.append(timestamps_item)

        user_id = self.user_id

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update({})
        if accepting_jobs is not None:
            field_dict["accepting_jobs"] = accepting_jobs
        if activated_at is not None:
            field_dict["activated_at"] = activated_at
        if active_ttl is not None:
            field_dict["active_ttl"] = active_ttl
        if backend_name is not None:
            field_dict["backend_name"] = backend_name
        if closed_at is not None:
            field_dict["closed_at"] = closed_at
        if elapsed_time is not None:
            field_dict["elapsed_time"] = elapsed_time
        if id is not None:
            field_dict["id"] = id
        if interactive_ttl is not None:
            field_dict["interactive_ttl"] = interactive_ttl
        if last_job_completed is not None:
            field_dict["last_job_completed"] = last_job_completed
        if last_job_started is not None:
            field_dict["last_job_started"] = last_job_started
        if max_ttl is not None:
            field_dict["max_ttl"] = max_ttl
        if mode is not None:
            field_dict["mode"] = mode
        if started_at is not None:
            field_dict["started_at"] = started_at
        if state is not None:
            field_dict["state"] = state
        if state_reason is not None:
            field_dict["state_reason"] = state_reason
        if timestamps is not None:
            field_dict["timestamps"] = timestamps
        if user_id is not None:
            field_dict["user_id"] = user_id

        return field_dict

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        from ..models.session_timestamp import SessionTimestamp

        d = without_nulls(
            src_dict,
            "accepting_jobs",
            "activated_at",
            "active_ttl",
            "backend_name",
            "closed_at",
            "elapsed_time",
            "id",
            "interactive_ttl",
            "last_job_completed",
            "last_job_started",
            "max_ttl",
            "mode",
            "started_at",
            "state",
            "state_reason",
            "timestamps",
            "user_id",
        )
        accepting_jobs = d.pop("accepting_jobs", None)

        activated_at = d.pop("activated_at", None)

        active_ttl = d.pop("active_ttl", None)

        backend_name = d.pop("backend_name", None)

        closed_at = d.pop("closed_at", None)

        elapsed_time = d.pop("elapsed_time", None)

        id = d.pop("id", None)

        interactive_ttl = d.pop("interactive_ttl", None)

        last_job_completed = d.pop("last_job_completed", None)

        last_job_started = d.pop("last_job_started", None)

        max_ttl = d.pop("max_ttl", None)

        _mode = d.pop("mode", None)
        mode: ExecutionMode | None
        if _mode is None:
            mode = None
        else:
            mode = ExecutionMode(_mode)

        started_at = d.pop("started_at", None)

        _state = d.pop("state", None)
        state: SessionState | None
        if _state is None:
            state = None
        else:
            state = SessionState(_state)

        state_reason = d.pop("state_reason", None)

        _timestamps = d.pop("timestamps", None)
        timestamps: list[SessionTimestamp] | None = None
        if _timestamps is not None:
            timestamps = []
            for timestamps_item_data in as_list(_timestamps):
                timestamps_item = SessionTimestamp.from_dict(timestamps_item_data)

                timestamps.append(timestamps_item)

        user_id = d.pop("user_id", None)

        job_session = cls(
            accepting_jobs=accepting_jobs,
            activated_at=activated_at,
            active_ttl=active_ttl,
            backend_name=backend_name,
            closed_at=closed_at,
            elapsed_time=elapsed_time,
            id=id,
            interactive_ttl=interactive_ttl,
            last_job_completed=last_job_completed,
            last_job_started=last_job_started,
            max_ttl=max_ttl,
            mode=mode,
            started_at=started_at,
            state=state,
            state_reason=state_reason,
            timestamps=timestamps,
            user_id=user_id,
        )

        job_session.additional_properties = d
        return job_session

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
