from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Self, TypeVar, cast

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..models.log_level import LogLevel
from ..types import without_nulls

if TYPE_CHECKING:
    from ..models.remote_storage import RemoteStorage


T = TypeVar("T", bound="JobRunParamsChannelPartner")


@_attrs_define
class JobRunParamsChannelPartner:
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
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        backend = self.backend

        program_id = self.program_id

        remote_storage = self.remote_storage.to_dict()

        calibration_id = self.calibration_id

        cost = self.cost

        log_level: str | None = None
        if not (self.log_level is None):
            log_level = self.log_level.value

        runtime = self.runtime

        session_id = self.session_id

        tags: list[str] | None = None
        if not (self.tags is None):
            tags = self.tags

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "backend": backend,
                "program_id": program_id,
                "remote_storage": remote_storage,
            }
        )
        if calibration_id is not None:
            field_dict["calibration_id"] = calibration_id
        if cost is not None:
            field_dict["cost"] = cost
        if log_level is not None:
            field_dict["log_level"] = log_level
        if runtime is not None:
            field_dict["runtime"] = runtime
        if session_id is not None:
            field_dict["session_id"] = session_id
        if tags is not None:
            field_dict["tags"] = tags

        return field_dict

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        from ..models.remote_storage import RemoteStorage

        d = without_nulls(src_dict, "calibration_id", "cost", "log_level", "runtime", "session_id", "tags")
        backend = d.pop("backend")

        program_id = d.pop("program_id")

        remote_storage = RemoteStorage.from_dict(d.pop("remote_storage"))

        calibration_id = d.pop("calibration_id", None)

        cost = d.pop("cost", None)

        _log_level = d.pop("log_level", None)
        log_level: LogLevel | None
        if _log_level is None:
            log_level = None
        else:
            log_level = LogLevel(_log_level)

        runtime = d.pop("runtime", None)

        session_id = d.pop("session_id", None)

        tags = cast(list[str], d.pop("tags", None))

        job_run_params_channel_partner = cls(
            backend=backend,
            program_id=program_id,
            remote_storage=remote_storage,
            calibration_id=calibration_id,
            cost=cost,
            log_level=log_level,
            runtime=runtime,
            session_id=session_id,
            tags=tags,
        )

        job_run_params_channel_partner.additional_properties = d
        return job_run_params_channel_partner

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
