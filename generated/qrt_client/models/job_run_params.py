from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Self, TypeVar, cast

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..models.log_level import LogLevel
from ..types import UNSET, Unset, without_nulls

if TYPE_CHECKING:
    from ..models.job_run_params_params import JobRunParamsParams
    from ..models.remote_storage import RemoteStorage


T = TypeVar("T", bound="JobRunParams")


@_attrs_define
class JobRunParams:
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
        params (JobRunParamsParams | Unset): Input of the program, in the form that it asks for.
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
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        backend = self.backend

        program_id = self.program_id

        calibration_id = self.calibration_id

        cost = self.cost

        log_level: str | Unset = UNSET
        if not isinstance(self.log_level, Unset):
            log_level = self.log_level.value

        runtime = self.runtime

        session_id = self.session_id

        tags: list[str] | Unset = UNSET
        if not isinstance(self.tags, Unset):
            tags = self.tags

        params: dict[str, Any] | Unset = UNSET
        if not isinstance(self.params, Unset):
            params = self.params.to_dict()

        private = self.private

        remote_storage: dict[str, Any] | Unset = UNSET
        if not isinstance(self.remote_storage, Unset):
            remote_storage = self.remote_storage.to_dict()

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "backend": backend,
                "program_id": program_id,
            }
        )
        if calibration_id is not UNSET:
            field_dict["calibration_id"] = calibration_id
        if cost is not UNSET:
            field_dict["cost"] = cost
        if log_level is not UNSET:
            field_dict["log_level"] = log_level
        if runtime is not UNSET:
            field_dict["runtime"] = runtime
        if session_id is not UNSET:
            field_dict["session_id"] = session_id
        if tags is not UNSET:
            field_dict["tags"] = tags
        if params is not UNSET:
            field_dict["params"] = params
        if private is not UNSET:
            field_dict["private"] = private
        if remote_storage is not UNSET:
            field_dict["remote_storage"] = remote_storage

        return field_dict

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
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
        backend = d.pop("backend")

        program_id = d.pop("program_id")

        calibration_id = d.pop("calibration_id", UNSET)

        cost = d.pop("cost", UNSET)

        _log_level = d.pop("log_level", UNSET)
        log_level: LogLevel | Unset
        if isinstance(_log_level, Unset):
            log_level = UNSET
        else:
            log_level = LogLevel(_log_level)

        runtime = d.pop("runtime", UNSET)

        session_id = d.pop("session_id", UNSET)

        tags = cast(list[str], d.pop("tags", UNSET))

        _params = d.pop("params", UNSET)
        params: JobRunParamsParams | Unset
        if isinstance(_params, Unset):
            params = UNSET
        else:
            params = JobRunParamsParams.from_dict(_params)

        private = d.pop("private", UNSET)

        _remote_storage = d.pop("remote_storage", UNSET)
        remote_storage: RemoteStorage | Unset
        if isinstance(_remote_storage, Unset):
            remote_storage = UNSET
        else:
            remote_storage = RemoteStorage.from_dict(_remote_storage)

        job_run_params = cls(
            backend=backend,
            program_id=program_id,
            calibration_id=calibration_id,
            cost=cost,
            log_level=log_level,
            runtime=runtime,
            session_id=session_id,
            tags=tags,
            params=params,
            private=private,
            remote_storage=remote_storage,
        )

        job_run_params.additional_properties = d
        return job_run_params

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
