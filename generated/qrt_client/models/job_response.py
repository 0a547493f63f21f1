from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Self, TypeVar, cast

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..models.job_status import JobStatus
from ..types import without_nulls

if TYPE_CHECKING:
    from ..models.job_state import JobState
    from ..models.job_usage import JobUsage
    from ..models.params import Params
    from ..models.program import Program
    from ..models.remote_storage import RemoteStorage


T = TypeVar("T", bound="JobResponse")


@_attrs_define
class JobResponse:
    """One job.

    Attributes:
        backend (str | None): Name of the backend. A circuit in another instruction set than its own fails.
        calibration_id (str | None):
        cost (int | None): Seconds after which the service cancels the job, at most 10800; a larger value is cut to
            that.
        created (str | None): Time in UTC.
        estimated_running_time_seconds (float | None): Usage as estimated, in seconds.
        id (str | None):
        params (Params | None): The job's input.
        private (bool | None): True: the input is never returned and is deleted once the job completes; results can be
            read once and are deleted after that. False: usual retention. In responses it is there only when true.
        program (Program | None): The program that a job runs.
        remote_storage (RemoteStorage | None): Where the data of a job lies, Channel Partner plan only. The outer level
            is the default for input and output.
        runtime (str | None): Image as name:tag.
        session_id (str | None):
        state (JobState | None): State of a job, and why it is so.
        status (JobStatus | None): Status of a job.
        tags (list[str] | None): Tags of a job.
        usage (JobUsage | None): Consumption of a job.
        user_id (str | None): Who submitted the job.
    """

    backend: str | None = None
    calibration_id: str | None = None
    cost: int | None = None
    created: str | None = None
    estimated_running_time_seconds: float | None = None
    id: str | None = None
    params: Params | None = None
    private: bool | None = None
    program: Program | None = None
    remote_storage: RemoteStorage | None = None
    runtime: str | None = None
    session_id: str | None = None
    state: JobState | None = None
    status: JobStatus | None = None
    tags: list[str] | None = None
    usage: JobUsage | None = None
    user_id: str | None = None
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        backend = self.backend

        calibration_id = self.calibration_id

        cost = self.cost

        created = self.created

        estimated_running_time_seconds = self.estimated_running_time_seconds

        id = self.id

        params: dict[str, Any] | None = None
        if not (self.params is None):
            params = self.params.to_dict()

        private = self.private

        program: dict[str, Any] | None = None
        if not (self.program is None):
            program = self.program.to_dict()

        remote_storage: dict[str, Any] | None = None
        if not (self.remote_storage is None):
            remote_storage = self.remote_storage.to_dict()

        runtime = self.runtime

        session_id = self.session_id

        state: dict[str, Any] | None = None
        if not (self.state is None):
            state = self.state.to_dict()

        status: str | None = None
        if not (self.status is None):
            status = self.status.value

        tags: list[str] | None = None
        if not (self.tags is None):
            tags = self.tags

        usage: dict[str, Any] | None = None
        if not (self.usage is None):
            usage = self.usage.to_dict()

        user_id = self.user_id

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update({})
        if backend is not None:
            field_dict["backend"] = backend
        if calibration_id is not None:
            field_dict["calibration_id"] = calibration_id
        if cost is not None:
            field_dict["cost"] = cost
        if created is not None:
            field_dict["created"] = created
        if estimated_running_time_seconds is not None:
            field_dict["estimated_running_time_seconds"] = estimated_running_time_seconds
        if id is not None:
            field_dict["id"] = id
        if params is not None:
            field_dict["params"] = params
        if private is not None:
            field_dict["private"] = private
        if program is not None:
            field_dict["program"] = program
        if remote_storage is not None:
            field_dict["remote_storage"] = remote_storage
        if runtime is not None:
            field_dict["runtime"] = runtime
        if session_id is not None:
            field_dict["session_id"] = session_id
        if state is not None:
            field_dict["state"] = state
        if status is not None:
            field_dict["status"] = status
        if tags is not None:
            field_dict["tags"] = tags
        if usage is not None:
            field_dict["usage"] = usage
        if user_id is not None:
            field_dict["user_id"] = user_id

        return field_dict

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        from ..models.job_state import JobState
        from ..models.job_usage import JobUsage
        from ..models.params import Params
        from ..models.program import Program
        from ..models.remote_storage import RemoteStorage

        d = without_nulls(
            src_dict,
            "backend",
            "calibration_id",
            "cost",
            "created",
            "estimated_running_time_seconds",
            "id",
            "params",
            "private",
            "program",
            "remote_storage",
            "runtime",
            "session_id",
            "state",
            "status",
            "tags",
            "usage",
            "user_id",
        )
        backend = d.pop("backend", None)

        calibration_id = d.pop("calibration_id", None)

        cost = d.pop("cost", None)

        created = d.pop("created", None)

        estimated_running_time_seconds = d.pop("estimated_running_time_seconds", None)

        id = d.pop("id", None)

        _params = d.pop("params", None)
        params: Params | None
        if _params is None:
            params = None
        else:
            params = Params.from_dict(_params)

        private = d.pop("private", None)

        _program = d.pop("program", None)
        program: Program | None
        if _program is None:
            program = None
        else:
            program = Program.from_dict(_program)

        _remote_storage = d.pop("remote_storage", None)
        remote_storage: RemoteStorage | None
        if _remote_storage is None:
            remote_storage = None
        else:
            remote_storage = RemoteStorage.from_dict(_remote_storage)

        runtime = d.pop("runtime", None)

        session_id = d.pop("session_id", None)

        _state = d.pop("state", None)
        state: JobState | None
        if _state is None:
            state = None
        else:
            state = JobState.from_dict(_state)

        _status = d.pop("status", None)
        status: JobStatus | None
        if _status is None:
            status = None
        else:
            status = JobStatus(_status)

        tags = cast(list[str], d.pop("tags", None))

        _usage = d.pop("usage", None)
        usage: JobUsage | None
        if _usage is None:
            usage = None
        else:
            usage = JobUsage.from_dict(_usage)

        user_id = d.pop("user_id", None)

        job_response = cls(
            backend=backend,
            calibration_id=calibration_id,
            cost=cost,
            created=created,
            estimated_running_time_seconds=estimated_running_time_seconds,
            id=id,
            params=params,
            private=private,
            program=program,
            remote_storage=remote_storage,
            runtime=runtime,
            session_id=session_id,
            state=state,
            status=status,
            tags=tags,
            usage=usage,
            user_id=user_id,
        )

        job_response.additional_properties = d
        return job_response

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
