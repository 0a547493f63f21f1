from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Self

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import OpenObject, as_object, check_object, derived, nothing_more


@_attrs_define(repr=False)
class GetAnalyticsUsageGroupedByDateResponseData(OpenObject[Any]):
    """Usage of one group in one sub-interval; times in milliseconds.

    Attributes:
        avg_batch_sessions_usage (float | None): Mean, in milliseconds.
        avg_dedicated_sessions_usage (float | None): Mean, in milliseconds.
        avg_individual_jobs_usage (float | None): Mean, in milliseconds.
        avg_queue_time (float | None): Mean, in milliseconds.
        avg_sessions_usage (float | None): Mean, in milliseconds.
        batch_sessions (float | None): How many.
        batch_sessions_usage (float | None): In milliseconds.
        dedicated_sessions (float | None): How many.
        dedicated_sessions_usage (float | None): In milliseconds.
        individual_jobs (float | None): How many.
        individual_jobs_usage (float | None): In milliseconds.
        interval_end (str | None): Time in UTC with milliseconds.
        interval_start (str | None): Time in UTC with milliseconds.
        jobs (float | None): How many.
        key (str | None): Value of the field that `group_by` names.
        max_batch_sessions_usage (float | None): Largest, in milliseconds.
        max_dedicated_sessions_usage (float | None): Largest, in milliseconds.
        max_individual_jobs_usage (float | None): Largest, in milliseconds.
        max_queue_time (float | None): Largest, in milliseconds.
        max_sessions_usage (float | None): Largest, in milliseconds.
        queue_time (float | None): Sum, in milliseconds.
        sessions (float | None): How many.
        sessions_usage (float | None): In milliseconds.
        usage (float | None): In milliseconds.
    """

    avg_batch_sessions_usage: float | None = None
    avg_dedicated_sessions_usage: float | None = None
    avg_individual_jobs_usage: float | None = None
    avg_queue_time: float | None = None
    avg_sessions_usage: float | None = None
    batch_sessions: float | None = None
    batch_sessions_usage: float | None = None
    dedicated_sessions: float | None = None
    dedicated_sessions_usage: float | None = None
    individual_jobs: float | None = None
    individual_jobs_usage: float | None = None
    interval_end: str | None = None
    interval_start: str | None = None
    jobs: float | None = None
    key: str | None = None
    max_batch_sessions_usage: float | None = None
    max_dedicated_sessions_usage: float | None = None
    max_individual_jobs_usage: float | None = None
    max_queue_time: float | None = None
    max_sessions_usage: float | None = None
    queue_time: float | None = None
    sessions: float | None = None
    sessions_usage: float | None = None
    usage: float | None = None
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=nothing_more)

    def to_dict(self) -> dict[str, Any]:
        field_dict: dict[str, Any] = dict(self.additional_properties)
        if self.avg_batch_sessions_usage is not None:
            field_dict["avg_batch_sessions_usage"] = self.avg_batch_sessions_usage

        if self.avg_dedicated_sessions_usage is not None:
            field_dict["avg_dedicated_sessions_usage"] = self.avg_dedicated_sessions_usage

        if self.avg_individual_jobs_usage is not None:
            field_dict["avg_individual_jobs_usage"] = self.avg_individual_jobs_usage

        if self.avg_queue_time is not None:
            field_dict["avg_queue_time"] = self.avg_queue_time

        if self.avg_sessions_usage is not None:
            field_dict["avg_sessions_usage"] = self.avg_sessions_usage

        if self.batch_sessions is not None:
            field_dict["batch_sessions"] = self.batch_sessions

        if self.batch_sessions_usage is not None:
            field_dict["batch_sessions_usage"] = self.batch_sessions_usage

        if self.dedicated_sessions is not None:
            field_dict["dedicated_sessions"] = self.dedicated_sessions

        if self.dedicated_sessions_usage is not None:
            field_dict["dedicated_sessions_usage"] = self.dedicated_sessions_usage

        if self.individual_jobs is not None:
            field_dict["individual_jobs"] = self.individual_jobs

        if self.individual_jobs_usage is not None:
            field_dict["individual_jobs_usage"] = self.individual_jobs_usage

        if self.interval_end is not None:
            field_dict["interval_end"] = self.interval_end

        if self.interval_start is not None:
            field_dict["interval_start"] = self.interval_start

        if self.jobs is not None:
            field_dict["jobs"] = self.jobs

        if self.key is not None:
            field_dict["key"] = self.key

        if self.max_batch_sessions_usage is not None:
            field_dict["max_batch_sessions_usage"] = self.max_batch_sessions_usage

        if self.max_dedicated_sessions_usage is not None:
            field_dict["max_dedicated_sessions_usage"] = self.max_dedicated_sessions_usage

        if self.max_individual_jobs_usage is not None:
            field_dict["max_individual_jobs_usage"] = self.max_individual_jobs_usage

        if self.max_queue_time is not None:
            field_dict["max_queue_time"] = self.max_queue_time

        if self.max_sessions_usage is not None:
            field_dict["max_sessions_usage"] = self.max_sessions_usage

        if self.queue_time is not None:
            field_dict["queue_time"] = self.queue_time

        if self.sessions is not None:
            field_dict["sessions"] = self.sessions

        if self.sessions_usage is not None:
            field_dict["sessions_usage"] = self.sessions_usage

        if self.usage is not None:
            field_dict["usage"] = self.usage

        return field_dict

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        if cls is not GetAnalyticsUsageGroupedByDateResponseData:
            return derived(cls, GetAnalyticsUsageGroupedByDateResponseData.from_dict(src_dict))

        d = as_object(src_dict)
        get_analytics_usage_grouped_by_date_response_data = cls.__new__(cls)
        get_analytics_usage_grouped_by_date_response_data.avg_batch_sessions_usage = d.pop(
            "avg_batch_sessions_usage", None
        )
        get_analytics_usage_grouped_by_date_response_data.avg_dedicated_sessions_usage = d.pop(
            "avg_dedicated_sessions_usage", None
        )
        get_analytics_usage_grouped_by_date_response_data.avg_individual_jobs_usage = d.pop(
            "avg_individual_jobs_usage", None
        )
        get_analytics_usage_grouped_by_date_response_data.avg_queue_time = d.pop("avg_queue_time", None)
        get_analytics_usage_grouped_by_date_response_data.avg_sessions_usage = d.pop(
            "avg_sessions_usage", None
        )
        get_analytics_usage_grouped_by_date_response_data.batch_sessions = d.pop("batch_sessions", None)
        get_analytics_usage_grouped_by_date_response_data.batch_sessions_usage = d.pop(
            "batch_sessions_usage", None
        )
        get_analytics_usage_grouped_by_date_response_data.dedicated_sessions = d.pop(
            "dedicated_sessions", None
        )
        get_analytics_usage_grouped_by_date_response_data.dedicated_sessions_usage = d.pop(
            "dedicated_sessions_usage", None
        )
        get_analytics_usage_grouped_by_date_response_data.individual_jobs = d.pop("individual_jobs", None)
        get_analytics_usage_grouped_by_date_response_data.individual_jobs_usage = d.pop(
            "individual_jobs_usage", None
        )
        get_analytics_usage_grouped_by_date_response_data.interval_end = d.pop("interval_end", None)
        get_analytics_usage_grouped_by_date_response_data.interval_start = d.pop("interval_start", None)
        get_analytics_usage_grouped_by_date_response_data.jobs = d.pop("jobs", None)
        get_analytics_usage_grouped_by_date_response_data.key = d.pop("key", None)
        get_analytics_usage_grouped_by_date_response_data.max_batch_sessions_usage = d.pop(
            "max_batch_sessions_usage", None
        )
        get_analytics_usage_grouped_by_date_response_data.max_dedicated_sessions_usage = d.pop(
            "max_dedicated_sessions_usage", None
        )
        get_analytics_usage_grouped_by_date_response_data.max_individual_jobs_usage = d.pop(
            "max_individual_jobs_usage", None
        )
        get_analytics_usage_grouped_by_date_response_data.max_queue_time = d.pop("max_queue_time", None)
        get_analytics_usage_grouped_by_date_response_data.max_sessions_usage = d.pop(
            "max_sessions_usage", None
        )
        get_analytics_usage_grouped_by_date_response_data.queue_time = d.pop("queue_time", None)
        get_analytics_usage_grouped_by_date_response_data.sessions = d.pop("sessions", None)
        get_analytics_usage_grouped_by_date_response_data.sessions_usage = d.pop("sessions_usage", None)
        get_analytics_usage_grouped_by_date_response_data.usage = d.pop("usage", None)

        get_analytics_usage_grouped_by_date_response_data.additional_properties = d
        return get_analytics_usage_grouped_by_date_response_data

    @classmethod
    def check_dict(cls, value: object) -> None:
        """Raise the errors of `from_dict`, without building an object."""
        check_object(value)
