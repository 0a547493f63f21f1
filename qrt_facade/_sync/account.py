# Derived from qrt_facade/_async by scripts/unasync.py; edit that, then run it.
"""The account's side: usage, instances, workloads, tags, analytics."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Unpack

from qrt_facade._base.arguments import (
    checked_id,
    checked_texts,
    checked_whole,
    moment_from,
)
from qrt_facade._base.coerce import given
from qrt_facade._service.account import (
    MAX_WORKLOADS_PAGE,
    AnalyticsFilters,
    Instance,
    Usage,
    Workload,
    analytics_arguments,
    next_cursor,
)
from qrt_facade._service.names import name_of
from qrt_facade.errors import ConfigurationError

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import datetime

    from qrt_client.models import (
        ExpandedPlanConfiguration,
        GetAnalyticsFiltersResponse,
        GetAnalyticsUsageGroupedByDateResponseData,
        GetAnalyticsUsageGroupedResponseData,
        GetAnalyticsUsageResponse,
    )

    from qrt_facade._sync.calls import Calls


class Workloads:
    """Jobs, sessions and batches of the instance, by whomever they were made."""

    def __init__(self, calls: Calls) -> None:
        self._calls = calls

    def list(
        self,
        *,
        limit: int | None = None,
        mode: str | None = None,
        status: Sequence[str] = (),
        backend: Any = None,
        search: str | None = None,
        tags: Sequence[str] = (),
        created_after: datetime | str | None = None,
        created_before: datetime | str | None = None,
        mine: bool = False,
        descending: bool = True,
    ) -> Iterator[Workload]:
        """Iterate over workloads, newest first, fetching pages of up to 50 as they are needed.

        Args:
            limit: How many at most; all when not given.
            mode: `job`, `session` or `batch`.
            status: Any of `pending`, `in_progress`, `completed`, `canceled`, `failed`.
            backend: On this backend only.
            search: Text in an id or a tag.
            tags: With these tags.
            created_after: Made at this moment or later; text is read as people write dates.
            created_before: Made at this moment or earlier.
            mine: Only those of the caller.
            descending: False for oldest first, as the service has it when not told.
        """
        from qrt_client.api.workloads import list_workloads
        from qrt_client.models import (
            ListWorkloadsSort,
            ListWorkloadsUser,
            WorkloadMode,
            WorkloadsResponse,
            WorkloadStatus,
        )

        if limit is not None:
            limit = checked_whole("limit", limit, note="or None for all")
        filters: dict[str, Any] = {
            "mode": None if mode is None else WorkloadMode(mode),
            "status": [WorkloadStatus(word) for word in checked_texts("status", status)] or None,
            "backend": None if backend is None else name_of("backend", backend),
            "search": search,
            "tags": checked_texts("tags", tags) or None,
            "created_after": moment_from("created_after", created_after),
            "created_before": moment_from("created_before", created_before),
            "user": ListWorkloadsUser("me") if mine else None,
            "sort": ListWorkloadsSort("-createdAt" if descending else "createdAt"),
        }
        filters = {name: value for name, value in filters.items() if value is not None}
        size = MAX_WORKLOADS_PAGE if limit is None else min(limit, MAX_WORKLOADS_PAGE)
        delivered: set[str] = set()
        cursors: set[str] = set()
        cursor: str | None = None
        while limit is None or len(delivered) < limit:
            page = {"limit": size} if cursor is None else {"limit": size, "next_": cursor}
            answer = self._calls.fetch(WorkloadsResponse, list_workloads.sync_detailed, **page, **filters)
            for workload in Workload.all_of(answer):
                if workload.id not in delivered and (limit is None or len(delivered) < limit):
                    delivered.add(workload.id)
                    yield workload
            cursor = next_cursor(answer)
            # A cursor that comes again would walk in a circle for ever.
            if cursor is None or cursor in cursors:
                return
            cursors.add(cursor)


class Tags:
    """Tags of the caller's jobs."""

    def __init__(self, calls: Calls) -> None:
        self._calls = calls

    def search(self, text: str) -> list[str]:
        """Return the tags that hold this text.

        Args:
            text: 3 to 100 characters; the service answers a shorter text with a 400 that names neither.

        Raises:
            ConfigurationError: The text is shorter or longer; nothing was sent.
        """
        from qrt_client.api.tags import list_tags
        from qrt_client.models import ListTagsResponse

        if not isinstance(text, str) or not 3 <= len(text) <= 100:
            raise ConfigurationError(f"text={text!r}: expected 3 to 100 characters of a tag")
        answer = self._calls.fetch(ListTagsResponse, list_tags.sync_detailed, search=text)
        return [str(tag) for tag in given(answer.tags) or ()]


class Instances:
    """Settings of the instance."""

    def __init__(self, calls: Calls) -> None:
        self._calls = calls

    def configuration(self) -> float | None:
        """Return the limit of QPU seconds that was set for the instance, or None."""
        from qrt_client.api.instances import get_instance_configuration
        from qrt_client.models import InstanceConfiguration

        answer = self._calls.fetch(InstanceConfiguration, get_instance_configuration.sync_detailed)
        return given(answer.instance_limit)

    def set_configuration(self, *, instance_limit: int | None) -> None:
        """Set the limit of QPU seconds for the instance; None takes it away.

        Raises:
            ConfigurationError: It is not a whole number above 0; nothing was sent.
            ConflictError: More than that has been used already.
        """
        from qrt_client.api.instances import replace_instance_configuration
        from qrt_client.models import InstanceConfigurationUpdate

        if instance_limit is not None:
            instance_limit = checked_whole(
                "instance_limit", instance_limit, least=1, unit="seconds", note="or None for no limit"
            )
        body = InstanceConfigurationUpdate(instance_limit=instance_limit)
        self._calls.perform(replace_instance_configuration.sync_detailed, body=body)

    def current(self) -> Instance:
        """Return what this client's instance may use."""
        from qrt_client.api.instances import get_instance
        from qrt_client.models import Instance as Answer

        return Instance.of(self._calls.fetch(Answer, get_instance.sync_detailed))

    def usage(self) -> Usage:
        """Return the QPU time of this client's instance in the current period."""
        from qrt_client.api.instances import get_instance_usage
        from qrt_client.models import InstanceUsage

        return Usage.of(self._calls.fetch(InstanceUsage, get_instance_usage.sync_detailed))


def plans_of_account(calls: Calls, account_id: str, plan_id: str | None) -> list[ExpandedPlanConfiguration]:
    """Return the plans of an account, one or all."""
    from qrt_client.api.accounts import get_account
    from qrt_client.models import ExpandedAccountConfiguration

    arguments = {} if plan_id is None else {"plan_id": plan_id}
    answer = calls.fetch(
        ExpandedAccountConfiguration,
        get_account.sync_detailed,
        checked_id("account id", account_id.removeprefix("a/")),
        **arguments,
    )
    return list(given(answer.plans) or ())


class Analytics:
    """Usage of an account over time.

    All times are in milliseconds, as the service has them.
    """

    def __init__(self, calls: Calls) -> None:
        self._calls = calls

    def usage(
        self,
        **filters: Unpack[AnalyticsFilters],
    ) -> GetAnalyticsUsageResponse:
        """Return totals: jobs, sessions, usage and queue times, with their means and maxima.

        Args:
            filters: Any of `instances`, `backends`, `users`, `plans`, `subscriptions`, `start`, `end`, `simulators`.
        """
        from qrt_client.api.analytics import get_analytics_usage
        from qrt_client.models import GetAnalyticsUsageResponse

        return self._calls.fetch(
            GetAnalyticsUsageResponse, get_analytics_usage.sync_detailed, **analytics_arguments(filters)
        )

    def usage_grouped(
        self,
        group_by: str,
        **filters: Unpack[AnalyticsFilters],
    ) -> list[GetAnalyticsUsageGroupedResponseData]:
        """Return totals per group; each has its `key`.

        Args:
            group_by: `instance`, `backend`, `user_id`, `plan` or `subscription_id`.
            filters: As in `usage`.
        """
        from qrt_client.api.analytics import get_analytics_usage_grouped
        from qrt_client.models import (
            GetAnalyticsUsageGroupedGroupBy,
            GetAnalyticsUsageGroupedResponse,
        )

        answer = self._calls.fetch(
            GetAnalyticsUsageGroupedResponse,
            get_analytics_usage_grouped.sync_detailed,
            group_by=GetAnalyticsUsageGroupedGroupBy(checked_id("grouping", group_by)),
            **analytics_arguments(filters),
        )
        return list(given(answer.data) or ())

    def usage_by_date(
        self,
        group_by: str = "instance",
        **filters: Unpack[AnalyticsFilters],
    ) -> list[GetAnalyticsUsageGroupedByDateResponseData]:
        """Return totals per group and interval; each has its `key`, `interval_start` and `interval_end`.

        Args:
            group_by: `instance`, the only grouping there is.
            filters: As in `usage`.
        """
        from qrt_client.api.analytics import get_analytics_usage_grouped_by_date
        from qrt_client.models import (
            GetAnalyticsUsageGroupedByDateGroupBy,
            GetAnalyticsUsageGroupedByDateResponse,
        )

        answer = self._calls.fetch(
            GetAnalyticsUsageGroupedByDateResponse,
            get_analytics_usage_grouped_by_date.sync_detailed,
            group_by=GetAnalyticsUsageGroupedByDateGroupBy(checked_id("grouping", group_by)),
            **analytics_arguments(filters),
        )
        return list(given(answer.data) or ())

    def filters(self, *, instances: Sequence[str] = ()) -> GetAnalyticsFiltersResponse:
        """Return what usage can be filtered by: backends, instances, users, plans, subscriptions."""
        from qrt_client.api.analytics import get_analytics_filters
        from qrt_client.models import GetAnalyticsFiltersResponse

        arguments = {"instance": list(instances)} if instances else {}
        return self._calls.fetch(
            GetAnalyticsFiltersResponse, get_analytics_filters.sync_detailed, **arguments
        )
