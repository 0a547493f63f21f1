"""Analytics: usage of an account over time."""

from __future__ import annotations

from typing import TYPE_CHECKING, Unpack

from qrt_facade._base.arguments import checked_id
from qrt_facade._base.boundary import error_boundary
from qrt_facade._service.analytics import (
    AnalyticsFilters,
    analytics_arguments,
)

if TYPE_CHECKING:
    from qrt_client.models import (
        GetAnalyticsFiltersResponse,
        GetAnalyticsUsageGroupedByDateResponseData,
        GetAnalyticsUsageGroupedResponseData,
        GetAnalyticsUsageResponse,
    )

    from qrt_facade._async.connection import AsyncConnection
    from qrt_facade._service.analytics import Texts, UsageGrouping, UsageGroupingByDate


@error_boundary
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

        response = await get_analytics_usage.asyncio_detailed(
            client=self._connection.raw,
            **analytics_arguments(filters),
        )
        return response.parsed

    async def usage_grouped(
        self,
        group_by: UsageGrouping,
        **filters: Unpack[AnalyticsFilters],
    ) -> list[GetAnalyticsUsageGroupedResponseData]:
        """Return totals per group; each has its `key`.

        Args:
            group_by: `instance`, `backend`, `user_id`, `plan` or `subscription_id`.
            filters: As in `usage`.
        """
        from qrt_client.api.analytics import get_analytics_usage_grouped
        from qrt_client.models import GetAnalyticsUsageGroupedGroupBy

        response = await get_analytics_usage_grouped.asyncio_detailed(
            client=self._connection.raw,
            group_by=GetAnalyticsUsageGroupedGroupBy(checked_id("grouping", group_by)),
            **analytics_arguments(filters),
        )
        return list(response.parsed.data or ())

    async def usage_by_date(
        self,
        group_by: UsageGroupingByDate = "instance",
        **filters: Unpack[AnalyticsFilters],
    ) -> list[GetAnalyticsUsageGroupedByDateResponseData]:
        """Return totals per group and interval; each has its `key`, `interval_start` and `interval_end`.

        Args:
            group_by: `instance`, the only grouping there is.
            filters: As in `usage`.
        """
        from qrt_client.api.analytics import get_analytics_usage_grouped_by_date
        from qrt_client.models import GetAnalyticsUsageGroupedByDateGroupBy

        response = await get_analytics_usage_grouped_by_date.asyncio_detailed(
            client=self._connection.raw,
            group_by=GetAnalyticsUsageGroupedByDateGroupBy(checked_id("grouping", group_by)),
            **analytics_arguments(filters),
        )
        return list(response.parsed.data or ())

    async def filters(self, *, instances: Texts = ()) -> GetAnalyticsFiltersResponse:
        """Return what usage can be filtered by: backends, instances, users, plans, subscriptions."""
        from qrt_client.api.analytics import get_analytics_filters

        response = await get_analytics_filters.asyncio_detailed(
            client=self._connection.raw,
            instance=analytics_arguments({"instances": instances})["instance"],
        )
        return response.parsed
