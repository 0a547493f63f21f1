from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Self, TypeVar

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..models.execution_mode import ExecutionMode
from ..models.session_state import SessionState
from ..types import UNSET, Unset, as_list, without_nulls

if TYPE_CHECKING:
    from ..models.session_timestamp import SessionTimestamp


T = TypeVar("T", bound="JobSession")


@_attrs_define
class JobSession:
    """A session or batch.

    Attributes:
        accepting_jobs (bool | Unset): True: jobs can be queued. False: new jobs are refused, and the session closes
            once nothing is left to run.
        activated_at (str | Unset): When the session became active.
        active_ttl (int | Unset): Seconds left in the active state while jobs run.
        backend_name (str | Unset): Name of the backend; null while the session has none yet.
        closed_at (str | Unset):
        elapsed_time (float | Unset): Usage in seconds; null while the session goes on.
        id (str | Unset): Id of the session.
        interactive_ttl (int | Unset): Seconds without a job after which the session stops being active.
        last_job_completed (str | Unset):
        last_job_started (str | Unset):
        max_ttl (int | Unset): Seconds the session may last.
        mode (ExecutionMode | Unset): `dedicated`: a session with the backend to itself; `batch`: independent jobs that
            are scheduled together.
        started_at (str | Unset):
        state (SessionState | Unset): `open`: waits to run jobs. `active`: holds priority on the backend, running or
            awaiting jobs. `inactive`: no priority and nothing running. `closed`: nothing running, new jobs neither taken
            nor run.
        state_reason (str | Unset): Why the state changed.
        timestamps (list[SessionTimestamp] | Unset):
        user_id (str | Unset): Who created the session.
    """

    accepting_jobs: bool | Unset = UNSET
    activated_at: str | Unset = UNSET
    active_ttl: int | Unset = UNSET
    backend_name: str | Unset = UNSET
    closed_at: str | Unset = UNSET
    elapsed_time: float | Unset = UNSET
    id: str | Unset = UNSET
    interactive_ttl: int | Unset = UNSET
    last_job_completed: str | Unset = UNSET
    last_job_started: str | Unset = UNSET
    max_ttl: int | Unset = UNSET
    mode: ExecutionMode | Unset = UNSET
    started_at: str | Unset = UNSET
    state: SessionState | Unset = UNSET
    state_reason: str | Unset = UNSET
    timestamps: list[SessionTimestamp] | Unset = UNSET
    user_id: str | Unset = UNSET
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

        mode: str | Unset = UNSET
        if not isinstance(self.mode, Unset):
            mode = self.mode.value

        started_at = self.started_at

        state: str | Unset = UNSET
        if not isinstance(self.state, Unset):
            state = self.state.value

        state_reason = self.state_reason

        timestamps: list[dict[str, Any]] | Unset = UNSET
        if not isinstance(self.timestamps, Unset):
            timestamps = []
            for timestamps_item_data in self.timestamps:
                timestamps_item = timestamps_item_data.to_dict()
                timestamps.append(timestamps_item)

        user_id = self.user_id

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update({})
        if accepting_jobs is not UNSET:
            field_dict["accepting_jobs"] = accepting_jobs
        if activated_at is not UNSET:
            field_dict["activated_at"] = activated_at
        if active_ttl is not UNSET:
            field_dict["active_ttl"] = active_ttl
        if backend_name is not UNSET:
            field_dict["backend_name"] = backend_name
        if closed_at is not UNSET:
            field_dict["closed_at"] = closed_at
        if elapsed_time is not UNSET:
            field_dict["elapsed_time"] = elapsed_time
        if id is not UNSET:
            field_dict["id"] = id
        if interactive_ttl is not UNSET:
            field_dict["interactive_ttl"] = interactive_ttl
        if last_job_completed is not UNSET:
            field_dict["last_job_completed"] = last_job_completed
        if last_job_started is not UNSET:
            field_dict["last_job_started"] = last_job_started
        if max_ttl is not UNSET:
            field_dict["max_ttl"] = max_ttl
        if mode is not UNSET:
            field_dict["mode"] = mode
        if started_at is not UNSET:
            field_dict["started_at"] = started_at
        if state is not UNSET:
            field_dict["state"] = state
        if state_reason is not UNSET:
            field_dict["state_reason"] = state_reason
        if timestamps is not UNSET:
            field_dict["timestamps"] = timestamps
        if user_id is not UNSET:
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
        accepting_jobs = d.pop("accepting_jobs", UNSET)

        activated_at = d.pop("activated_at", UNSET)

        active_ttl = d.pop("active_ttl", UNSET)

        backend_name = d.pop("backend_name", UNSET)

        closed_at = d.pop("closed_at", UNSET)

        elapsed_time = d.pop("elapsed_time", UNSET)

        id = d.pop("id", UNSET)

        interactive_ttl = d.pop("interactive_ttl", UNSET)

        last_job_completed = d.pop("last_job_completed", UNSET)

        last_job_started = d.pop("last_job_started", UNSET)

        max_ttl = d.pop("max_ttl", UNSET)

        _mode = d.pop("mode", UNSET)
        mode: ExecutionMode | Unset
        if isinstance(_mode, Unset):
            mode = UNSET
        else:
            mode = ExecutionMode(_mode)

        started_at = d.pop("started_at", UNSET)

        _state = d.pop("state", UNSET)
        state: SessionState | Unset
        if isinstance(_state, Unset):
            state = UNSET
        else:
            state = SessionState(_state)

        state_reason = d.pop("state_reason", UNSET)

        _timestamps = d.pop("timestamps", UNSET)
        timestamps: list[SessionTimestamp] | Unset = UNSET
        if _timestamps is not UNSET:
            timestamps = []
            for timestamps_item_data in as_list(_timestamps):
                timestamps_item = SessionTimestamp.from_dict(timestamps_item_data)

                timestamps.append(timestamps_item)

        user_id = d.pop("user_id", UNSET)

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
