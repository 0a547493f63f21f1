from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Self

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..models.log_level import LogLevel
from ..types import UNSET, OpenObject, Unset, derived, nothing_more, without_nulls

if TYPE_CHECKING:
    from ..models.job_run_params_params import JobRunParamsParams
    from ..models.remote_storage import RemoteStorage


@_attrs_define(repr=False)
class JobRunParams(OpenObject[Any]):
    """A job to be submitted.

    Attributes:
        backend (str): Name of the backend.
        program_id (str):
        calibration_id (str | Unset):
        cost (int | Unset): Seconds after which the service cancels the job, at most 10800; a larger value is cut to
            that.
        log_level (LogLevel | Unset):
        runtime (str | Unset): Image as name:tag, for privileged users.
        session_id (str | Unset):
        tags (list[str] | Unset): Tags of a job.
        params (JobRunParamsParams | Unset): Input of the program, in the program's own format.
        private (bool | Unset): True: the input is never returned and is deleted once the job completes; results can be
            read once and are deleted after that. False: usual retention. In responses it is there only when true.
        remote_storage (RemoteStorage | Unset): Where the data of a job lies, Channel Partner plan only. The outer level
            is the default for input and output.
    """

    backend: str
    program_id: str
    calibration_id: str | Unset = UNSET
    cost: int | Unset = UNSET
    log_level: LogLevel | Unset = UNSET
    runtime: str | Unset = UNSET
    session_id: str | Unset = UNSET
    tags: list[str] | Unset = UNSET
    params: JobRunParamsParams | Unset = UNSET
    private: bool | Unset = UNSET
    remote_storage: RemoteStorage | Unset = UNSET
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=nothing_more)

    def to_dict(self) -> dict[str, Any]:
        field_dict: dict[str, Any] = dict(self.additional_properties)
        field_dict["backend"] = self.backend

        field_dict["program_id"] = self.program_id

        if not isinstance(self.calibration_id, Unset):
            field_dict["calibration_id"] = self.calibration_id

        if not isinstance(self.cost, Unset):
            field_dict["cost"] = self.cost

        if not isinstance(self.log_level, Unset):
            field_dict["log_level"] = self.log_level.value

        if not isinstance(self.runtime, Unset):
            field_dict["runtime"] = self.runtime

        if not isinstance(self.session_id, Unset):
            field_dict["session_id"] = self.session_id

        if not isinstance(self.tags, Unset):
            field_dict["tags"] = self.tags

        if not isinstance(self.params, Unset):
            field_dict["params"] = self.params.to_dict()

        if not isinstance(self.private, Unset):
            field_dict["private"] = self.private

        if not isinstance(self.remote_storage, Unset):
            field_dict["remote_storage"] = self.remote_storage.to_dict()

        return field_dict

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        if cls is not JobRunParams:
            return derived(cls, JobRunParams.from_dict(src_dict))
        from ..models.job_run_params_params import JobRunParamsParams
        from ..models.remote_storage import RemoteStorage

        d = without_nulls(
            src_dict,
            "calibration_id",
            "cost",
            "log_level",
            "runtime",
            "session_id",
            "tags",
            "params",
            "private",
            "remote_storage",
        )
        _log_level = d.pop("log_level", UNSET)
        log_level: LogLevel | Unset
        if isinstance(_log_level, Unset):
            log_level = UNSET
        else:
            log_level = LogLevel(_log_level)

        _params = d.pop("params", UNSET)
        params: JobRunParamsParams | Unset
        if isinstance(_params, Unset):
            params = UNSET
        else:
            params = JobRunParamsParams.from_dict(_params)

        _remote_storage = d.pop("remote_storage", UNSET)
        remote_storage: RemoteStorage | Unset
        if isinstance(_remote_storage, Unset):
            remote_storage = UNSET
        else:
            remote_storage = RemoteStorage.from_dict(_remote_storage)

        job_run_params = cls.__new__(cls)
        job_run_params.backend = d.pop("backend")
        job_run_params.program_id = d.pop("program_id")
        job_run_params.calibration_id = d.pop("calibration_id", UNSET)
        job_run_params.cost = d.pop("cost", UNSET)
        job_run_params.log_level = log_level
        job_run_params.runtime = d.pop("runtime", UNSET)
        job_run_params.session_id = d.pop("session_id", UNSET)
        job_run_params.tags = d.pop("tags", UNSET)
        job_run_params.params = params
        job_run_params.private = d.pop("private", UNSET)
        job_run_params.remote_storage = remote_storage

        job_run_params.additional_properties = d
        return job_run_params
