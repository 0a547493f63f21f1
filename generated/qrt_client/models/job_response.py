from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import TYPE_CHECKING, Any, Self

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..models.job_status import JobStatus
from ..types import OpenObject, as_object, check_object, derived, maybe, nothing_more

if TYPE_CHECKING:
    from ..models.job_state import JobState
    from ..models.job_usage import JobUsage
    from ..models.params import Params
    from ..models.program import Program
    from ..models.remote_storage import RemoteStorage


@_attrs_define(repr=False)
class JobResponse(OpenObject[Any]):
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
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=nothing_more)

    def to_dict(self) -> dict[str, Any]:
        field_dict: dict[str, Any] = dict(self.additional_properties)
        if self.backend is not None:
            field_dict["backend"] = self.backend

        if self.calibration_id is not None:
            field_dict["calibration_id"] = self.calibration_id

        if self.cost is not None:
            field_dict["cost"] = self.cost

        if self.created is not None:
            field_dict["created"] = self.created

        if self.estimated_running_time_seconds is not None:
            field_dict["estimated_running_time_seconds"] = self.estimated_running_time_seconds

        if self.id is not None:
            field_dict["id"] = self.id

        if self.params is not None:
            field_dict["params"] = self.params.to_dict()

        if self.private is not None:
            field_dict["private"] = self.private

        if self.program is not None:
            field_dict["program"] = self.program.to_dict()

        if self.remote_storage is not None:
            field_dict["remote_storage"] = self.remote_storage.to_dict()

        if self.runtime is not None:
            field_dict["runtime"] = self.runtime

        if self.session_id is not None:
            field_dict["session_id"] = self.session_id

        if self.state is not None:
            field_dict["state"] = self.state.to_dict()

        if self.status is not None:
            field_dict["status"] = self.status.value

        if self.tags is not None:
            field_dict["tags"] = self.tags

        if self.usage is not None:
            field_dict["usage"] = self.usage.to_dict()

        if self.user_id is not None:
            field_dict["user_id"] = self.user_id

        return field_dict

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        if cls is not JobResponse:
            return derived(cls, JobResponse.from_dict(src_dict))
        JobState, JobUsage, Params, Program, RemoteStorage = _kinds()

        d = as_object(src_dict)
        job_response = cls.__new__(cls)
        job_response.backend = d.pop("backend", None)
        job_response.calibration_id = d.pop("calibration_id", None)
        job_response.cost = d.pop("cost", None)
        job_response.created = d.pop("created", None)
        job_response.estimated_running_time_seconds = d.pop("estimated_running_time_seconds", None)
        job_response.id = d.pop("id", None)
        job_response.params = maybe(Params.from_dict, d.pop("params", None))
        job_response.private = d.pop("private", None)
        job_response.program = maybe(Program.from_dict, d.pop("program", None))
        job_response.remote_storage = maybe(RemoteStorage.from_dict, d.pop("remote_storage", None))
        job_response.runtime = d.pop("runtime", None)
        job_response.session_id = d.pop("session_id", None)
        job_response.state = maybe(JobState.from_dict, d.pop("state", None))
        job_response.status = maybe(JobStatus, d.pop("status", None))
        job_response.tags = d.pop("tags", None)
        job_response.usage = maybe(JobUsage.from_dict, d.pop("usage", None))
        job_response.user_id = d.pop("user_id", None)

        job_response.additional_properties = d
        return job_response

    @classmethod
    def check_dict(cls, value: object) -> None:
        """Raise the errors of `from_dict`, without building an object."""
        JobState, JobUsage, Params, Program, RemoteStorage = _kinds()

        d = check_object(value)
        maybe(Params.check_dict, d.get("params"))
        maybe(Program.check_dict, d.get("program"))
        maybe(RemoteStorage.from_dict, d.get("remote_storage"))
        maybe(JobState.check_dict, d.get("state"))
        maybe(JobStatus, d.get("status"))
        maybe(JobUsage.check_dict, d.get("usage"))


@cache
def _kinds() -> tuple[type[JobState], type[JobUsage], type[Params], type[Program], type[RemoteStorage]]:
    from ..models.job_state import JobState
    from ..models.job_usage import JobUsage
    from ..models.params import Params
    from ..models.program import Program
    from ..models.remote_storage import RemoteStorage

    return JobState, JobUsage, Params, Program, RemoteStorage
