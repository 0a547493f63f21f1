from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import TYPE_CHECKING, Any, Self

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..models.log_level import LogLevel
from ..types import OpenObject, as_object, derived, maybe, nothing_more

if TYPE_CHECKING:
    from ..models.remote_storage import RemoteStorage


@_attrs_define(repr=False)
class JobRunParamsChannelPartner(OpenObject[Any]):
    """A job to be submitted whose data lies in remote storage, Channel Partner plan only.

    Attributes:
        backend (str): Name of the backend.
        program_id (str):
        remote_storage (RemoteStorage): Where the data of a job lies, Channel Partner plan only. The outer level is the
            default for input and output.
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
    remote_storage: RemoteStorage
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

        field_dict["remote_storage"] = self.remote_storage.to_dict()

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
        if cls is not JobRunParamsChannelPartner:
            return derived(cls, JobRunParamsChannelPartner.from_dict(src_dict))
        (RemoteStorage,) = _kinds()

        d = as_object(src_dict)
        job_run_params_channel_partner = cls.__new__(cls)
        job_run_params_channel_partner.backend = d.pop("backend")
        job_run_params_channel_partner.program_id = d.pop("program_id")
        job_run_params_channel_partner.remote_storage = RemoteStorage.from_dict(d.pop("remote_storage"))
        job_run_params_channel_partner.calibration_id = d.pop("calibration_id", None)
        job_run_params_channel_partner.cost = d.pop("cost", None)
        job_run_params_channel_partner.log_level = maybe(LogLevel, d.pop("log_level", None))
        job_run_params_channel_partner.runtime = d.pop("runtime", None)
        job_run_params_channel_partner.session_id = d.pop("session_id", None)
        job_run_params_channel_partner.tags = d.pop("tags", None)

        job_run_params_channel_partner.additional_properties = d
        return job_run_params_channel_partner


@cache
def _kinds() -> tuple[type[RemoteStorage]]:
    from ..models.remote_storage import RemoteStorage

    return (RemoteStorage,)
