from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import TYPE_CHECKING, Any, Self

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..models.workload_mode import WorkloadMode
from ..models.workload_status import WorkloadStatus
from ..types import OpenObject, as_object, check_object, derived, maybe, nothing_more

if TYPE_CHECKING:
    from ..models.workload_usage import WorkloadUsage


@_attrs_define(repr=False)
class Workload(OpenObject[Any]):
    """A job, session or batch.

    Attributes:
        accepting_jobs (bool | None): Whether further jobs are taken; null for a job.
        backend (str | None):
        created (str | None): Time in UTC with milliseconds.
        ended (str | None): Time in UTC with milliseconds.
        estimated_running_time_seconds (float | None): Usage as estimated, in seconds.
        id (str | None): Id of the job or of the session.
        instance (str | None): The instance.
        mode (WorkloadMode | None):
        status (WorkloadStatus | None):
        status_reason (str | None): Why the status holds; jobs only.
        tags (list[str] | None):
        usage (WorkloadUsage | None): Consumption of a workload.
        usage_seconds (float | None): Usage in seconds, null while it goes on; read `usage.qpu_charge_time_seconds`
            instead.
        user_id (str | None):
    """

    accepting_jobs: bool | None = None
    backend: str | None = None
    created: str | None = None
    ended: str | None = None
    estimated_running_time_seconds: float | None = None
    id: str | None = None
    instance: str | None = None
    mode: WorkloadMode | None = None
    status: WorkloadStatus | None = None
    status_reason: str | None = None
    tags: list[str] | None = None
    usage: WorkloadUsage | None = None
    usage_seconds: float | None = None
    user_id: str | None = None
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=nothing_more)

    def to_dict(self) -> dict[str, Any]:
        field_dict: dict[str, Any] = dict(self.additional_properties)
        if self.accepting_jobs is not None:
            field_dict["accepting_jobs"] = self.accepting_jobs

        if self.backend is not None:
            field_dict["backend"] = self.backend

        if self.created is not None:
            field_dict["created"] = self.created

        if self.ended is not None:
            field_dict["ended"] = self.ended

        if self.estimated_running_time_seconds is not None:
            field_dict["estimated_running_time_seconds"] = self.estimated_running_time_seconds

        if self.id is not None:
            field_dict["id"] = self.id

        if self.instance is not None:
            field_dict["instance"] = self.instance

        if self.mode is not None:
            field_dict["mode"] = self.mode.value

        if self.status is not None:
            field_dict["status"] = self.status.value

        if self.status_reason is not None:
            field_dict["status_reason"] = self.status_reason

        if self.tags is not None:
            field_dict["tags"] = self.tags

        if self.usage is not None:
            field_dict["usage"] = self.usage.to_dict()

        if self.usage_seconds is not None:
            field_dict["usage_seconds"] = self.usage_seconds

        if self.user_id is not None:
            field_dict["user_id"] = self.user_id

        return field_dict

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        if cls is not Workload:
            return derived(cls, Workload.from_dict(src_dict))
        (WorkloadUsage,) = _kinds()

        d = as_object(src_dict)
        workload = cls.__new__(cls)
        workload.accepting_jobs = d.pop("accepting_jobs", None)
        workload.backend = d.pop("backend", None)
        workload.created = d.pop("created", None)
        workload.ended = d.pop("ended", None)
        workload.estimated_running_time_seconds = d.pop("estimated_running_time_seconds", None)
        workload.id = d.pop("id", None)
        workload.instance = d.pop("instance", None)
        workload.mode = maybe(WorkloadMode, d.pop("mode", None))
        workload.status = maybe(WorkloadStatus, d.pop("status", None))
        workload.status_reason = d.pop("status_reason", None)
        workload.tags = d.pop("tags", None)
        workload.usage = maybe(WorkloadUsage.from_dict, d.pop("usage", None))
        workload.usage_seconds = d.pop("usage_seconds", None)
        workload.user_id = d.pop("user_id", None)

        workload.additional_properties = d
        return workload

    @classmethod
    def check_dict(cls, value: object) -> None:
        """Raise the errors of `from_dict`, without building an object."""
        (WorkloadUsage,) = _kinds()

        d = check_object(value)
        maybe(WorkloadMode, d.get("mode"))
        maybe(WorkloadStatus, d.get("status"))
        maybe(WorkloadUsage.check_dict, d.get("usage"))


@cache
def _kinds() -> tuple[type[WorkloadUsage]]:
    from ..models.workload_usage import WorkloadUsage

    return (WorkloadUsage,)
