"""The account's side: usage, instances, workloads, tags, analytics."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Unpack

from qrt_facade._base.arguments import checked_id, checked_whole
from qrt_facade._base.coerce import given, number_of, or_unset, texts_of
from qrt_facade._policy.listing import Cursors, Unseen, workload_arguments
from qrt_facade._service.account import (
    AnalyticsFilters,
    Instance,
    Usage,
    Workload,
    analytics_arguments,
    next_cursor,
)
from qrt_facade.errors import ConfigurationError

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Sequence
    from datetime import datetime

    from qrt_client.models import (
        GetAnalyticsFiltersResponse,
        GetAnalyticsUsageGroupedByDateResponseData,
        GetAnalyticsUsageGroupedResponseData,
        GetAnalyticsUsageResponse,
    )

    from qrt_facade._async.connection import AsyncConnection


class AsyncWorkloads:
    """Jobs, sessions and batches of the instance, by whomever they were made."""

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def list(
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
    ) -> AsyncIterator[Workload]:
        """Iterate over workloads, newest first, fetching pages of up to 50 as they are needed.

        Args:
            limit: How many at most; all when not given.
            mode: `job`, `session` or `batch`.
            status: Any of `pending`, `in_progress`, `completed`, `canceled`, `failed`.
            backend: On this backend only.
            search: Text in an id or a tag.
            tags: With these tags.
            created_after: Created at this moment or later: a datetime, or text such as `2026-09-30 14:00`.
            created_before: Made at this moment or earlier.
            mine: Only those of the caller.
            descending: False for oldest first, which is the service's default.
        """
        from qrt_client.api.workloads import list_workloads

        filters = workload_arguments(
            mode=mode,
            status=status,
            backend=backend,
            search=search,
            tags=tags,
            created_after=created_after,
            created_before=created_before,
            mine=mine,
            descending=descending,
        )
        unseen, cursors = Unseen(limit), Cursors(limit)
        while not (unseen.enough or cursors.ended):
            answer = await self._connection.read(
                list_workloads.asyncio_detailed,
                client=self._connection.raw,
                limit=cursors.size,
                next_=or_unset(cursors.current),
                **filters,
            )
            for workload in unseen.among(Workload.all_of(answer)):
                yield workload
            cursors.follow(next_cursor(answer))


class AsyncTags:
    """Tags of the caller's jobs."""

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def search(self, text: str) -> list[str]:
        """Return the tags that hold this text.

        Args:
            text: 3 to 100 characters; the service answers a shorter text with a 400 that names neither.

        Raises:
            ConfigurationError: The text is shorter or longer; nothing was sent.
        """
        from qrt_client.api.tags import list_tags

        if not isinstance(text, str) or not 3 <= len(text) <= 100:
            raise ConfigurationError(f"text={text!r}: expected 3 to 100 characters of a tag")
        answer = await self._connection.read(
            list_tags.asyncio_detailed, client=self._connection.raw, search=text
        )
        return list(texts_of(answer.get("tags")))


class AsyncInstances:
    """Settings of the instance."""

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def configuration(self) -> float | None:
        """Return the limit of QPU seconds that was set for the instance, or None."""
        from qrt_client.api.instances import get_instance_configuration

        answer = await self._connection.read(
            get_instance_configuration.asyncio_detailed, client=self._connection.raw
        )
        return number_of(answer.get("instance_limit"))

    async def set_configuration(self, *, instance_limit: int | None) -> None:
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
        await self._connection.perform(
            replace_instance_configuration.asyncio_detailed, client=self._connection.raw, body=body
        )

    async def current(self) -> Instance:
        """Return what this client's instance may use."""
        from qrt_client.api.instances import get_instance

        answer = await self._connection.read(get_instance.asyncio_detailed, client=self._connection.raw)
        return Instance.of(answer)

    async def usage(self) -> Usage:
        """Return the QPU time of this client's instance in the current period."""
        from qrt_client.api.instances import get_instance_usage

        answer = await self._connection.read(get_instance_usage.asyncio_detailed, client=self._connection.raw)
        return Usage.of(answer)


class AsyncAnalytics:
    """Usage of an account over time.

    All times are in milliseconds, as in the API.
    """

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def usage(
        self,
        **filters: Unpack[AnalyticsFilters],
    ) -> GetAnalyticsUsageResponse:
        """Return totals: jobs, sessions, usage and queue times, with their means and maxima.

        Args:
            filters: Any of `instances`, `backends`, `users`, `plans`, `subscriptions`, `start`, `end`, `simulators`.
        """
        from qrt_client.api.analytics import get_analytics_usage
        from qrt_client.models import GetAnalyticsUsageResponse

        return await self._connection.fetch(
            GetAnalyticsUsageResponse,
            get_analytics_usage.asyncio_detailed,
            client=self._connection.raw,
            **analytics_arguments(filters),
        )

    async def usage_grouped(
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
        from qrt_client.models import GetAnalyticsUsageGroupedGroupBy, GetAnalyticsUsageGroupedResponse

        answer = await self._connection.fetch(
            GetAnalyticsUsageGroupedResponse,
            get_analytics_usage_grouped.asyncio_detailed,
            client=self._connection.raw,
            group_by=GetAnalyticsUsageGroupedGroupBy(checked_id("grouping", group_by)),
            **analytics_arguments(filters),
        )
        return list(given(answer.data) or ())

    async def usage_by_date(
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

        answer = await self._connection.fetch(
            GetAnalyticsUsageGroupedByDateResponse,
            get_analytics_usage_grouped_by_date.asyncio_detailed,
            client=self._connection.raw,
            group_by=GetAnalyticsUsageGroupedByDateGroupBy(checked_id("grouping", group_by)),
            **analytics_arguments(filters),
        )
        return list(given(answer.data) or ())

    async def filters(self, *, instances: Sequence[str] = ()) -> GetAnalyticsFiltersResponse:
        """Return what usage can be filtered by: backends, instances, users, plans, subscriptions."""
        from qrt_client.api.analytics import get_analytics_filters
        from qrt_client.models import GetAnalyticsFiltersResponse

        return await self._connection.fetch(
            GetAnalyticsFiltersResponse,
            get_analytics_filters.asyncio_detailed,
            client=self._connection.raw,
            instance=or_unset(list(instances) or None),
        )
