from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Self

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..models.log_level import LogLevel
from ..types import OpenObject, as_object, derived, maybe, nothing_more


@_attrs_define(repr=False)
class JobRunParamsBase(OpenObject[Any]):
    """What every job to be submitted says.

    Attributes:
        backend (str): Name of the backend.
        program_id (str):
        calibration_id (str | None):
        cost (int | None): Seconds after which the service cancels the job, at most 10800; a larger value is cut to
            that.
        log_level (LogLevel | None):
        runtime (str | None): Image as name:tag, for privileged users.
        session_id (str | None):
        tags (list[str] | None): Tags of a job.
    """

    backend: str
    program_id: str
    calibration_id: str | None = None
    cost: int | None = None
    log_level: LogLevel | None = None
    runtime: str | None = None
    session_id: str | None = None
    tags: list[str] | None = None
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=nothing_more)

    def to_dict(self) -> dict[str, Any]:
        field_dict: dict[str, Any] = dict(self.additional_properties)
        field_dict["backend"] = self.backend

        field_dict["program_id"] = self.program_id

        if self.calibration_id is not None:
            field_dict["calibration_id"] = self.calibration_id

        if self.cost is not None:
            field_dict["cost"] = self.cost

        if self.log_level is not None:
            field_dict["log_level"] = self.log_level.value

        if self.runtime is not None:
            field_dict["runtime"] = self.runtime

        if self.session_id is not None:
            field_dict["session_id"] = self.session_id

        if self.tags is not None:
            field_dict["tags"] = self.tags

        return field_dict

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        if cls is not JobRunParamsBase:
            return derived(cls, JobRunParamsBase.from_dict(src_dict))

        d = as_object(src_dict)
        job_run_params_base = cls.__new__(cls)
        job_run_params_base.backend = d.pop("backend")
        job_run_params_base.program_id = d.pop("program_id")
        job_run_params_base.calibration_id = d.pop("calibration_id", None)
        job_run_params_base.cost = d.pop("cost", None)
        job_run_params_base.log_level = maybe(LogLevel, d.pop("log_level", None))
        job_run_params_base.runtime = d.pop("runtime", None)
        job_run_params_base.session_id = d.pop("session_id", None)
        job_run_params_base.tags = d.pop("tags", None)

        job_run_params_base.additional_properties = d
        return job_run_params_base
