from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Self, TypeVar, cast

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..models.job_status import JobStatus
from ..types import UNSET, Unset, without_nulls

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
        backend (str | Unset): Name of the backend. A circuit in another instruction set than its own fails.
        calibration_id (str | Unset):
        cost (int | Unset): Seconds after which the service cancels the job, at most 10800; a larger value is cut to
            that.
        created (str | Unset): Time in UTC.
        estimated_running_time_seconds (float | Unset): Usage as estimated, in seconds.
        id (str | Unset):
        params (Params | Unset): The job's input.
        private (bool | Unset): True: the input is never returned and is deleted once the job completes; results can be
            read once and are deleted after that. False: usual retention. In responses it is there only when true.
        program (Program | Unset): The program that a job runs.
        remote_storage (RemoteStorage | Unset): Where the data of a job lies, Channel Partner plan only. The outer level
            is the default for input and output.
        runtime (str | Unset): Image as name:tag.
        session_id (str | Unset):
        state (JobState | Unset): State of a job, and why it is so.
        status (JobStatus | Unset): Status of a job.
        tags (list[str] | Unset): Tags of a job.
        usage (JobUsage | Unset): Consumption of a job.
        user_id (str | Unset): Who submitted the job.
    """

    backend: str | Unset = UNSET
    calibration_id: str | Unset = UNSET
    cost: int | Unset = UNSET
    created: str | Unset = UNSET
    estimated_running_time_seconds: float | Unset = UNSET
    id: str | Unset = UNSET
    params: Params | Unset = UNSET
    private: bool | Unset = UNSET
    program: Program | Unset = UNSET
    remote_storage: RemoteStorage | Unset = UNSET
    runtime: str | Unset = UNSET
    session_id: str | Unset = UNSET
    state: JobState | Unset = UNSET
    status: JobStatus | Unset = UNSET
    tags: list[str] | Unset = UNSET
    usage: JobUsage | Unset = UNSET
    user_id: str | Unset = UNSET
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        backend = self.backend

        calibration_id = self.calibration_id

        cost = self.cost

        created = self.created

        estimated_running_time_seconds = self.estimated_running_time_seconds

        id = self.id

        params: dict[str, Any] | Unset = UNSET
        if not isinstance(self.params, Unset):
            params = self.params.to_dict()

        private = self.private

        program: dict[str, Any] | Unset = UNSET
        if not isinstance(self.program, Unset):
            program = self.program.to_dict()

        remote_storage: dict[str, Any] | Unset = UNSET
        if not isinstance(self.remote_storage, Unset):
            remote_storage = self.remote_storage.to_dict()

        runtime = self.runtime

        session_id = self.session_id

        state: dict[str, Any] | Unset = UNSET
        if not isinstance(self.state, Unset):
            state = self.state.to_dict()

        status: str | Unset = UNSET
        if not isinstance(self.status, Unset):
            status = self.status.value

        tags: list[str] | Unset = UNSET
        if not isinstance(self.tags, Unset):
            tags = self.tags

        usage: dict[str, Any] | Unset = UNSET
        if not isinstance(self.usage, Unset):
            usage = self.usage.to_dict()

        user_id = self.user_id

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update({})
        if backend is not UNSET:
            field_dict["backend"] = backend
        if calibration_id is not UNSET:
            field_dict["calibration_id"] = calibration_id
        if cost is not UNSET:
            field_dict["cost"] = cost
        if created is not UNSET:
            field_dict["created"] = created
        if estimated_running_time_seconds is not UNSET:
            field_dict["estimated_running_time_seconds"] = estimated_running_time_seconds
        if id is not UNSET:
            field_dict["id"] = id
        if params is not UNSET:
            field_dict["params"] = params
        if private is not UNSET:
            field_dict["private"] = private
        if program is not UNSET:
            field_dict["program"] = program
        if remote_storage is not UNSET:
            field_dict["remote_storage"] = remote_storage
        if runtime is not UNSET:
            field_dict["runtime"] = runtime
        if session_id is not UNSET:
            field_dict["session_id"] = session_id
        if state is not UNSET:
            field_dict["state"] = state
        if status is not UNSET:
            field_dict["status"] = status
        if tags is not UNSET:
            field_dict["tags"] = tags
        if usage is not UNSET:
            field_dict["usage"] = usage
        if user_id is not UNSET:
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
        backend = d.pop("backend", UNSET)

        calibration_id = d.pop("calibration_id", UNSET)

        cost = d.pop("cost", UNSET)

        created = d.pop("created", UNSET)

        estimated_running_time_seconds = d.pop("estimated_running_time_seconds", UNSET)

        id = d.pop("id", UNSET)

        _params = d.pop("params", UNSET)
        params: Params | Unset
        if isinstance(_params, Unset):
            params = UNSET
        else:
            params = Params.from_dict(_params)

        private = d.pop("private", UNSET)

        _program = d.pop("program", UNSET)
        program: Program | Unset
        if isinstance(_program, Unset):
            program = UNSET
        else:
            program = Program.from_dict(_program)

        _remote_storage = d.pop("remote_storage", UNSET)
        remote_storage: RemoteStorage | Unset
        if isinstance(_remote_storage, Unset):
            remote_storage = UNSET
        else:
            remote_storage = RemoteStorage.from_dict(_remote_storage)

        runtime = d.pop("runtime", UNSET)

        session_id = d.pop("session_id", UNSET)

        _state = d.pop("state", UNSET)
        state: JobState | Unset
        if isinstance(_state, Unset):
            state = UNSET
        else:
            state = JobState.from_dict(_state)

        _status = d.pop("status", UNSET)
        status: JobStatus | Unset
        if isinstance(_status, Unset):
            status = UNSET
        else:
            status = JobStatus(_status)

        tags = cast(list[str], d.pop("tags", UNSET))

        _usage = d.pop("usage", UNSET)
        usage: JobUsage | Unset
        if isinstance(_usage, Unset):
            usage = UNSET
        else:
            usage = JobUsage.from_dict(_usage)

        user_id = d.pop("user_id", UNSET)

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
