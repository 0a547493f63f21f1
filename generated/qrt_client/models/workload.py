from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Self, TypeVar, cast

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..models.workload_mode import WorkloadMode
from ..models.workload_status import WorkloadStatus
from ..types import UNSET, Unset, without_nulls

if TYPE_CHECKING:
    from ..models.workload_usage import WorkloadUsage


T = TypeVar("T", bound="Workload")


@_attrs_define
class Workload:
    """A job, session or batch.

    Attributes:
        accepting_jobs (bool | Unset): Whether further jobs are taken; null for a job.
        backend (str | Unset):
        created (str | Unset): Time in UTC with milliseconds.
        ended (str | Unset): Time in UTC with milliseconds.
        estimated_running_time_seconds (float | Unset): Usage as estimated, in seconds.
        id (str | Unset): Id of the job or of the session.
        instance (str | Unset): The instance.
        mode (WorkloadMode | Unset):
        status (WorkloadStatus | Unset):
        status_reason (str | Unset): Why the status holds; jobs only.
        tags (list[str] | Unset):
        usage (WorkloadUsage | Unset): Consumption of a workload.
        usage_seconds (float | Unset): Usage in seconds, null while it goes on; read `usage.qpu_charge_time_seconds`
            instead.
        user_id (str | Unset):
    """

    accepting_jobs: bool | Unset = UNSET
    backend: str | Unset = UNSET
    created: str | Unset = UNSET
    ended: str | Unset = UNSET
    estimated_running_time_seconds: float | Unset = UNSET
    id: str | Unset = UNSET
    instance: str | Unset = UNSET
    mode: WorkloadMode | Unset = UNSET
    status: WorkloadStatus | Unset = UNSET
    status_reason: str | Unset = UNSET
    tags: list[str] | Unset = UNSET
    usage: WorkloadUsage | Unset = UNSET
    usage_seconds: float | Unset = UNSET
    user_id: str | Unset = UNSET
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        accepting_jobs = self.accepting_jobs

        backend = self.backend

        created = self.created

        ended = self.ended

        estimated_running_time_seconds = self.estimated_running_time_seconds

        id = self.id

        instance = self.instance

        mode: str | Unset = UNSET
        if not isinstance(self.mode, Unset):
            mode = self.mode.value

        status: str | Unset = UNSET
        if not isinstance(self.status, Unset):
            status = self.status.value

        status_reason = self.status_reason

        tags: list[str] | Unset = UNSET
        if not isinstance(self.tags, Unset):
            tags = self.tags

        usage: dict[str, Any] | Unset = UNSET
        if not isinstance(self.usage, Unset):
            usage = self.usage.to_dict()

        usage_seconds = self.usage_seconds

        user_id = self.user_id

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update({})
        if accepting_jobs is not UNSET:
            field_dict["accepting_jobs"] = accepting_jobs
        if backend is not UNSET:
            field_dict["backend"] = backend
        if created is not UNSET:
            field_dict["created"] = created
        if ended is not UNSET:
            field_dict["ended"] = ended
        if estimated_running_time_seconds is not UNSET:
            field_dict["estimated_running_time_seconds"] = estimated_running_time_seconds
        if id is not UNSET:
            field_dict["id"] = id
        if instance is not UNSET:
            field_dict["instance"] = instance
        if mode is not UNSET:
            field_dict["mode"] = mode
        if status is not UNSET:
            field_dict["status"] = status
        if status_reason is not UNSET:
            field_dict["status_reason"] = status_reason
        if tags is not UNSET:
            field_dict["tags"] = tags
        if usage is not UNSET:
            field_dict["usage"] = usage
        if usage_seconds is not UNSET:
            field_dict["usage_seconds"] = usage_seconds
        if user_id is not UNSET:
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
        accepting_jobs = d.pop("accepting_jobs", UNSET)

        backend = d.pop("backend", UNSET)

        created = d.pop("created", UNSET)

        ended = d.pop("ended", UNSET)

        estimated_running_time_seconds = d.pop("estimated_running_time_seconds", UNSET)

        id = d.pop("id", UNSET)

        instance = d.pop("instance", UNSET)

        _mode = d.pop("mode", UNSET)
        mode: WorkloadMode | Unset
        if isinstance(_mode, Unset):
            mode = UNSET
        else:
            mode = WorkloadMode(_mode)

        _status = d.pop("status", UNSET)
        status: WorkloadStatus | Unset
        if isinstance(_status, Unset):
            status = UNSET
        else:
            status = WorkloadStatus(_status)

        status_reason = d.pop("status_reason", UNSET)

        tags = cast(list[str], d.pop("tags", UNSET))

        _usage = d.pop("usage", UNSET)
        usage: WorkloadUsage | Unset
        if isinstance(_usage, Unset):
            usage = UNSET
        else:
            usage = WorkloadUsage.from_dict(_usage)

        usage_seconds = d.pop("usage_seconds", UNSET)

        user_id = d.pop("user_id", UNSET)

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
