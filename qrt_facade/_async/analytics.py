"""Analytics: usage of an account over time."""

from __future__ import annotations

from typing import TYPE_CHECKING, Unpack

from qrt_facade._base.arguments import given_id
from qrt_facade._base.boundary import error_boundary
from qrt_facade._base.resources import Resource
from qrt_facade._service.analytics import analytics_arguments

if TYPE_CHECKING:
    from qrt_client.models import (
        GetAnalyticsFiltersResponse,
        GetAnalyticsUsageGroupedByDateResponseData,
        GetAnalyticsUsageGroupedResponseData,
        GetAnalyticsUsageResponse,
    )

    from qrt_facade._async.connection import AsyncConnection
    from qrt_facade._service.analytics import AnalyticsFilters, Texts, UsageGrouping, UsageGroupingByDate


@error_boundary
class AsyncAnalytics(Resource):
    """Usage of an account over time.

    All times are in milliseconds, as in the API, and None where the service sends resource units (RUs) alone.
    `resource_units` reads the RUs beside them: `resource_units(totals)`, `resource_units(totals, "sessions_usage")`.
    """

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def usage(
        self,
        **filters: Unpack[AnalyticsFilters],
    ) -> GetAnalyticsUsageResponse:
        """Return totals: jobs, sessions, usage and queue times, with their means and maxima.

            await client.analytics.usage(backends=["ibm_fez"], start="2026-09-01")

        Args:
            filters: `instances` (CRNs), `backends` (names, or backends), `users` (ids), `plans` (names) and
                `subscriptions` (UUIDs), each a list; `start` and `end` of the interval (a datetime, a date, or text
                such as `2026-09-30 14:00`; local time when it has no offset); `simulators=False` leaves out simulators.
                Everything when not given.

        Raises:
            ConfigurationError: A filter is unknown or invalid; nothing was sent.
            PermissionDeniedError: The key may not read the account.
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

            [group.key for group in await client.analytics.usage_grouped("backend")]

        Args:
            group_by: `instance`, `backend`, `user_id`, `plan` or `subscription_id`.
            filters: `instances` (CRNs), `backends` (names, or backends), `users` (ids), `plans` (names) and
                `subscriptions` (UUIDs), each a list; `start` and `end` of the interval (a datetime, a date, or text
                such as `2026-09-30 14:00`; local time when it has no offset); `simulators=False` leaves out simulators.
                Everything when not given.

        Raises:
            ConfigurationError: A filter is unknown or invalid; nothing was sent.
            PermissionDeniedError: The key may not read the account.
        """
        from qrt_client.api.analytics import get_analytics_usage_grouped
        from qrt_client.models import GetAnalyticsUsageGroupedGroupBy

        response = await get_analytics_usage_grouped.asyncio_detailed(
            client=self._connection.raw,
            group_by=GetAnalyticsUsageGroupedGroupBy(given_id("grouping", group_by)),
            **analytics_arguments(filters),
        )
        return list(response.parsed.data or ())

    async def usage_by_date(
        self,
        group_by: UsageGroupingByDate = "instance",
        **filters: Unpack[AnalyticsFilters],
    ) -> list[GetAnalyticsUsageGroupedByDateResponseData]:
        """Return totals per group and interval; each has its `key`, `interval_start` and `interval_end`.

            await client.analytics.usage_by_date(start="2026-09-01", end="2026-10-01")

        Args:
            group_by: `instance`, the only grouping there is.
            filters: `instances` (CRNs), `backends` (names, or backends), `users` (ids), `plans` (names) and
                `subscriptions` (UUIDs), each a list; `start` and `end` of the interval (a datetime, a date, or text
                such as `2026-09-30 14:00`; local time when it has no offset); `simulators=False` leaves out simulators.
                Everything when not given.

        Raises:
            ConfigurationError: A filter is unknown or invalid; nothing was sent.
            PermissionDeniedError: The key may not read the account.
        """
        from qrt_client.api.analytics import get_analytics_usage_grouped_by_date
        from qrt_client.models import GetAnalyticsUsageGroupedByDateGroupBy

        response = await get_analytics_usage_grouped_by_date.asyncio_detailed(
            client=self._connection.raw,
            group_by=GetAnalyticsUsageGroupedByDateGroupBy(given_id("grouping", group_by)),
            **analytics_arguments(filters),
        )
        return list(response.parsed.data or ())

    async def filters(self, *, instances: Texts = ()) -> GetAnalyticsFiltersResponse:
        """Return what usage can be filtered by: backends, instances, users, plans, subscriptions.

            await client.analytics.filters()

        Args:
            instances: Only what these instances have, by their CRNs; that of the whole account when not given.

        Raises:
            ConfigurationError: `instances` is not a list of texts; nothing was sent.
            PermissionDeniedError: The key may not read the account.
        """
        from qrt_client.api.analytics import get_analytics_filters

        response = await get_analytics_filters.asyncio_detailed(
            client=self._connection.raw,
            instance=analytics_arguments({"instances": instances})["instance"],
        )
        return response.parsed
