from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Self, TypeVar

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset, without_nulls

T = TypeVar("T", bound="GetAnalyticsUsageGroupedByDateResponseData")


@_attrs_define
class GetAnalyticsUsageGroupedByDateResponseData:
    """Usage of one group in one sub-interval; times in milliseconds.

    Attributes:
        avg_batch_sessions_usage (float | Unset): Mean, in milliseconds.
        avg_dedicated_sessions_usage (float | Unset): Mean, in milliseconds.
        avg_individual_jobs_usage (float | Unset): Mean, in milliseconds.
        avg_queue_time (float | Unset): Mean, in milliseconds.
        avg_sessions_usage (float | Unset): Mean, in milliseconds.
        batch_sessions (float | Unset): How many.
        batch_sessions_usage (float | Unset): In milliseconds.
        dedicated_sessions (float | Unset): How many.
        dedicated_sessions_usage (float | Unset): In milliseconds.
        individual_jobs (float | Unset): How many.
        individual_jobs_usage (float | Unset): In milliseconds.
        interval_end (str | Unset): Time in UTC with milliseconds.
        interval_start (str | Unset): Time in UTC with milliseconds.
        jobs (float | Unset): How many.
        key (str | Unset): Value of the field that `group_by` names.
        max_batch_sessions_usage (float | Unset): Largest, in milliseconds.
        max_dedicated_sessions_usage (float | Unset): Largest, in milliseconds.
        max_individual_jobs_usage (float | Unset): Largest, in milliseconds.
        max_queue_time (float | Unset): Largest, in milliseconds.
        max_sessions_usage (float | Unset): Largest, in milliseconds.
        queue_time (float | Unset): Sum, in milliseconds.
        sessions (float | Unset): How many.
        sessions_usage (float | Unset): In milliseconds.
        usage (float | Unset): In milliseconds.
    """

    avg_batch_sessions_usage: float | Unset = UNSET
    avg_dedicated_sessions_usage: float | Unset = UNSET
    avg_individual_jobs_usage: float | Unset = UNSET
    avg_queue_time: float | Unset = UNSET
    avg_sessions_usage: float | Unset = UNSET
    batch_sessions: float | Unset = UNSET
    batch_sessions_usage: float | Unset = UNSET
    dedicated_sessions: float | Unset = UNSET
    dedicated_sessions_usage: float | Unset = UNSET
    individual_jobs: float | Unset = UNSET
    individual_jobs_usage: float | Unset = UNSET
    interval_end: str | Unset = UNSET
    interval_start: str | Unset = UNSET
    jobs: float | Unset = UNSET
    key: str | Unset = UNSET
    max_batch_sessions_usage: float | Unset = UNSET
    max_dedicated_sessions_usage: float | Unset = UNSET
    max_individual_jobs_usage: float | Unset = UNSET
    max_queue_time: float | Unset = UNSET
    max_sessions_usage: float | Unset = UNSET
    queue_time: float | Unset = UNSET
    sessions: float | Unset = UNSET
    sessions_usage: float | Unset = UNSET
    usage: float | Unset = UNSET
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        avg_batch_sessions_usage = self.avg_batch_sessions_usage

        avg_dedicated_sessions_usage = self.avg_dedicated_sessions_usage

        avg_individual_jobs_usage = self.avg_individual_jobs_usage

        avg_queue_time = self.avg_queue_time

        avg_sessions_usage = self.avg_sessions_usage

        batch_sessions = self.batch_sessions

        batch_sessions_usage = self.batch_sessions_usage

        dedicated_sessions = self.dedicated_sessions

        dedicated_sessions_usage = self.dedicated_sessions_usage

        individual_jobs = self.individual_jobs

        individual_jobs_usage = self.individual_jobs_usage

        interval_end = self.interval_end

        interval_start = self.interval_start

        jobs = self.jobs

        key = self.key

        max_batch_sessions_usage = self.max_batch_sessions_usage

        max_dedicated_sessions_usage = self.max_dedicated_sessions_usage

        max_individual_jobs_usage = self.max_individual_jobs_usage

        max_queue_time = self.max_queue_time

        max_sessions_usage = self.max_sessions_usage

        queue_time = self.queue_time

        sessions = self.sessions

        sessions_usage = self.sessions_usage

        usage = self.usage

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update({})
        if avg_batch_sessions_usage is not UNSET:
            field_dict["avg_batch_sessions_usage"] = avg_batch_sessions_usage
        if avg_dedicated_sessions_usage is not UNSET:
            field_dict["avg_dedicated_sessions_usage"] = avg_dedicated_sessions_usage
        if avg_individual_jobs_usage is not UNSET:
            field_dict["avg_individual_jobs_usage"] = avg_individual_jobs_usage
        if avg_queue_time is not UNSET:
            field_dict["avg_queue_time"] = avg_queue_time
        if avg_sessions_usage is not UNSET:
            field_dict["avg_sessions_usage"] = avg_sessions_usage
        if batch_sessions is not UNSET:
            field_dict["batch_sessions"] = batch_sessions
        if batch_sessions_usage is not UNSET:
            field_dict["batch_sessions_usage"] = batch_sessions_usage
        if dedicated_sessions is not UNSET:
            field_dict["dedicated_sessions"] = dedicated_sessions
        if dedicated_sessions_usage is not UNSET:
            field_dict["dedicated_sessions_usage"] = dedicated_sessions_usage
        if individual_jobs is not UNSET:
            field_dict["individual_jobs"] = individual_jobs
        if individual_jobs_usage is not UNSET:
            field_dict["individual_jobs_usage"] = individual_jobs_usage
        if interval_end is not UNSET:
            field_dict["interval_end"] = interval_end
        if interval_start is not UNSET:
            field_dict["interval_start"] = interval_start
        if jobs is not UNSET:
            field_dict["jobs"] = jobs
        if key is not UNSET:
            field_dict["key"] = key
        if max_batch_sessions_usage is not UNSET:
            field_dict["max_batch_sessions_usage"] = max_batch_sessions_usage
        if max_dedicated_sessions_usage is not UNSET:
            field_dict["max_dedicated_sessions_usage"] = max_dedicated_sessions_usage
        if max_individual_jobs_usage is not UNSET:
            field_dict["max_individual_jobs_usage"] = max_individual_jobs_usage
        if max_queue_time is not UNSET:
            field_dict["max_queue_time"] = max_queue_time
        if max_sessions_usage is not UNSET:
            field_dict["max_sessions_usage"] = max_sessions_usage
        if queue_time is not UNSET:
            field_dict["queue_time"] = queue_time
        if sessions is not UNSET:
            field_dict["sessions"] = sessions
        if sessions_usage is not UNSET:
            field_dict["sessions_usage"] = sessions_usage
        if usage is not UNSET:
            field_dict["usage"] = usage

        return field_dict

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        d = without_nulls(
            src_dict,
            "avg_batch_sessions_usage",
            "avg_dedicated_sessions_usage",
            "avg_individual_jobs_usage",
            "avg_queue_time",
            "avg_sessions_usage",
            "batch_sessions",
            "batch_sessions_usage",
            "dedicated_sessions",
            "dedicated_sessions_usage",
            "individual_jobs",
            "individual_jobs_usage",
            "interval_end",
            "interval_start",
            "jobs",
            "key",
            "max_batch_sessions_usage",
            "max_dedicated_sessions_usage",
            "max_individual_jobs_usage",
            "max_queue_time",
            "max_sessions_usage",
            "queue_time",
            "sessions",
            "sessions_usage",
            "usage",
        )
        avg_batch_sessions_usage = d.pop("avg_batch_sessions_usage", UNSET)

        avg_dedicated_sessions_usage = d.pop("avg_dedicated_sessions_usage", UNSET)

        avg_individual_jobs_usage = d.pop("avg_individual_jobs_usage", UNSET)

        avg_queue_time = d.pop("avg_queue_time", UNSET)

        avg_sessions_usage = d.pop("avg_sessions_usage", UNSET)

        batch_sessions = d.pop("batch_sessions", UNSET)

        batch_sessions_usage = d.pop("batch_sessions_usage", UNSET)

        dedicated_sessions = d.pop("dedicated_sessions", UNSET)

        dedicated_sessions_usage = d.pop("dedicated_sessions_usage", UNSET)

        individual_jobs = d.pop("individual_jobs", UNSET)

        individual_jobs_usage = d.pop("individual_jobs_usage", UNSET)

        interval_end = d.pop("interval_end", UNSET)

        interval_start = d.pop("interval_start", UNSET)

        jobs = d.pop("jobs", UNSET)

        key = d.pop("key", UNSET)

        max_batch_sessions_usage = d.pop("max_batch_sessions_usage", UNSET)

        max_dedicated_sessions_usage = d.pop("max_dedicated_sessions_usage", UNSET)

        max_individual_jobs_usage = d.pop("max_individual_jobs_usage", UNSET)

        max_queue_time = d.pop("max_queue_time", UNSET)

        max_sessions_usage = d.pop("max_sessions_usage", UNSET)

        queue_time = d.pop("queue_time", UNSET)

        sessions = d.pop("sessions", UNSET)

        sessions_usage = d.pop("sessions_usage", UNSET)

        usage = d.pop("usage", UNSET)

        get_analytics_usage_grouped_by_date_response_data = cls(
            avg_batch_sessions_usage=avg_batch_sessions_usage,
            avg_dedicated_sessions_usage=avg_dedicated_sessions_usage,
            avg_individual_jobs_usage=avg_individual_jobs_usage,
            avg_queue_time=avg_queue_time,
            avg_sessions_usage=avg_sessions_usage,
            batch_sessions=batch_sessions,
            batch_sessions_usage=batch_sessions_usage,
            dedicated_sessions=dedicated_sessions,
            dedicated_sessions_usage=dedicated_sessions_usage,
            individual_jobs=individual_jobs,
            individual_jobs_usage=individual_jobs_usage,
            interval_end=interval_end,
            interval_start=interval_start,
            jobs=jobs,
            key=key,
            max_batch_sessions_usage=max_batch_sessions_usage,
            max_dedicated_sessions_usage=max_dedicated_sessions_usage,
            max_individual_jobs_usage=max_individual_jobs_usage,
            max_queue_time=max_queue_time,
            max_sessions_usage=max_sessions_usage,
            queue_time=queue_time,
            sessions=sessions,
            sessions_usage=sessions_usage,
            usage=usage,
        )

        get_analytics_usage_grouped_by_date_response_data.additional_properties = d
        return get_analytics_usage_grouped_by_date_response_data

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
