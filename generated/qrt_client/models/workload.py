from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Self, TypeVar, cast

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..models.workload_mode import WorkloadMode
from ..models.workload_status import WorkloadStatus
from ..types import without_nulls

if TYPE_CHECKING:
    from ..models.workload_usage import WorkloadUsage


T = TypeVar("T", bound="Workload")


@_attrs_define
class Workload:
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
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        accepting_jobs = self.accepting_jobs

        backend = self.backend

        created = self.created

        ended = self.ended

        estimated_running_time_seconds = self.estimated_running_time_seconds

        id = self.id

        instance = self.instance

        mode: str | None = None
        if not (self.mode is None):
            mode = self.mode.value

        status: str | None = None
        if not (self.status is None):
            status = self.status.value

        status_reason = self.status_reason

        tags: list[str] | None = None
        if not (self.tags is None):
            tags = self.tags

        usage: dict[str, Any] | None = None
        if not (self.usage is None):
            usage = self.usage.to_dict()

        usage_seconds = self.usage_seconds

        user_id = self.user_id

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update({})
        if accepting_jobs is not None:
            field_dict["accepting_jobs"] = accepting_jobs
        if backend is not None:
            field_dict["backend"] = backend
        if created is not None:
            field_dict["created"] = created
        if ended is not None:
            field_dict["ended"] = ended
        if estimated_running_time_seconds is not None:
            field_dict["estimated_running_time_seconds"] = estimated_running_time_seconds
        if id is not None:
            field_dict["id"] = id
        if instance is not None:
            field_dict["instance"] = instance
        if mode is not None:
            field_dict["mode"] = mode
        if status is not None:
            field_dict["status"] = status
        if status_reason is not None:
            field_dict["status_reason"] = status_reason
        if tags is not None:
            field_dict["tags"] = tags
        if usage is not None:
            field_dict["usage"] = usage
        if usage_seconds is not None:
            field_dict["usage_seconds"] = usage_seconds
        if user_id is not None:
            field_dict["user_id"] = user_id

        return field_dict

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        from ..models.workload_usage import WorkloadUsage

        d = without_nulls(
            src_dict,
            "accepting_jobs",
            "backend",
            "created",
            "ended",
            "estimated_running_time_seconds",
            "id",
            "instance",
            "mode",
            "status",
            "status_reason",
            "tags",
            "usage",
            "usage_seconds",
            "user_id",
        )
        accepting_jobs = d.pop("accepting_jobs", None)

        backend = d.pop("backend", None)

        created = d.pop("created", None)

        ended = d.pop("ended", None)

        estimated_running_time_seconds = d.pop("estimated_running_time_seconds", None)

        id = d.pop("id", None)

        instance = d.pop("instance", None)

        _mode = d.pop("mode", None)
        mode: WorkloadMode | None
        if _mode is None:
            mode = None
        else:
            mode = WorkloadMode(_mode)

        _status = d.pop("status", None)
        status: WorkloadStatus | None
        if _status is None:
            status = None
        else:
            status = WorkloadStatus(_status)

        status_reason = d.pop("status_reason", None)

        tags = cast(list[str], d.pop("tags", None))

        _usage = d.pop("usage", None)
        usage: WorkloadUsage | None
        if _usage is None:
            usage = None
        else:
            usage = WorkloadUsage.from_dict(_usage)

        usage_seconds = d.pop("usage_seconds", None)

        user_id = d.pop("user_id", None)

        workload = cls(
            accepting_jobs=accepting_jobs,
            backend=backend,
            created=created,
            ended=ended,
            estimated_running_time_seconds=estimated_running_time_seconds,
            id=id,
            instance=instance,
            mode=mode,
            status=status,
            status_reason=status_reason,
            tags=tags,
            usage=usage,
            usage_seconds=usage_seconds,
            user_id=user_id,
        )

        workload.additional_properties = d
        return workload

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
