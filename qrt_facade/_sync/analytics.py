# Derived from qrt_facade/_async by scripts/unasync.py; edit that, then run it.
"""The usage of an account over time."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Unpack, overload

from qrt_facade._base.arguments import checked_flag, stripped_id
from qrt_facade._base.boundary import error_boundary
from qrt_facade._base.redaction import redacted_repr
from qrt_facade._base.resources import Resource
from qrt_facade._service.analytics import analytics_arguments
from qrt_facade.errors import ConfigurationError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from qrt_client.models import (
        GetAnalyticsFiltersResponse,
        GetAnalyticsUsageGroupedByDateResponseData,
        GetAnalyticsUsageGroupedResponseData,
        GetAnalyticsUsageResponse,
    )

    from qrt_facade._display.frames import (
        AnyDataFrame,
        DataFrameLibrary,
        Frame,
        FrameLibrary,
        FrameT,
    )
    from qrt_facade._service.analytics import (
        AnalyticsFilters,
        Texts,
        UsageGrouping,
        UsageGroupingByDate,
    )
    from qrt_facade._sync.connection import Connection


@error_boundary
class Analytics(Resource):
    """The usage of an account over time.

    All times are in milliseconds, as in the API, except in data frames (`to_frame`), where they are in seconds. They
    are None if the service only reports resource units (RUs). `resource_units` returns the RUs:
    `resource_units(totals)`, `resource_units(totals, "sessions_usage")`.
    """

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def usage(
        self,
        **filters: Unpack[AnalyticsFilters],
    ) -> GetAnalyticsUsageResponse:
        """Return totals: jobs, sessions, usage and queue times, with their means and maxima.

            client.analytics.usage(backends=["ibm_fez"], start="2026-09-01")

        Args:
            filters: `instances` (CRNs), `backends` (names, or backends), `users` (ids), `plans` (names) and
                `subscriptions` (UUIDs), each a list; `start` and `end` of the interval (a datetime, a date, or text
                such as `2026-09-30 14:00`; without a UTC offset, local time is assumed); `simulators=False` excludes
                simulators. Without filters, everything is included.

        Raises:
            ConfigurationError: A filter is unknown or invalid; nothing was sent.
            PermissionDeniedError: The credentials may not read the account.
        """
        from qrt_client.api.analytics import get_analytics_usage

        response = get_analytics_usage.sync_detailed(
            client=self._connection.raw,
            **analytics_arguments(filters),
        )
        return response.parsed

    def usage_grouped(
        self,
        group_by: UsageGrouping,
        **filters: Unpack[AnalyticsFilters],
    ) -> list[GetAnalyticsUsageGroupedResponseData]:
        """Return totals per group, each with its `key`.

            [group.key for group in client.analytics.usage_grouped("backend")]

        Args:
            group_by: `instance`, `backend`, `user_id`, `plan` or `subscription_id`.
            filters: `instances` (CRNs), `backends` (names, or backends), `users` (ids), `plans` (names) and
                `subscriptions` (UUIDs), each a list; `start` and `end` of the interval (a datetime, a date, or text
                such as `2026-09-30 14:00`; without a UTC offset, local time is assumed); `simulators=False` excludes
                simulators. Without filters, everything is included.

        Raises:
            ConfigurationError: A filter is unknown or invalid; nothing was sent.
            PermissionDeniedError: The credentials may not read the account.
        """
        from qrt_client.api.analytics import get_analytics_usage_grouped
        from qrt_client.models import GetAnalyticsUsageGroupedGroupBy

        response = get_analytics_usage_grouped.sync_detailed(
            client=self._connection.raw,
            group_by=GetAnalyticsUsageGroupedGroupBy(stripped_id("grouping", group_by)),
            **analytics_arguments(filters),
        )
        return list(response.parsed.data or ())

    def usage_by_date(
        self,
        group_by: UsageGroupingByDate = "instance",
        **filters: Unpack[AnalyticsFilters],
    ) -> list[GetAnalyticsUsageGroupedByDateResponseData]:
        """Return totals per group and interval, each with `key`, `interval_start` and `interval_end`.

            client.analytics.usage_by_date(start="2026-09-01", end="2026-10-01")

        Args:
            group_by: `instance`, the only supported grouping.
            filters: `instances` (CRNs), `backends` (names, or backends), `users` (ids), `plans` (names) and
                `subscriptions` (UUIDs), each a list; `start` and `end` of the interval (a datetime, a date, or text
                such as `2026-09-30 14:00`; without a UTC offset, local time is assumed); `simulators=False` excludes
                simulators. Without filters, everything is included.

        Raises:
            ConfigurationError: A filter is unknown or invalid; nothing was sent.
            PermissionDeniedError: The credentials may not read the account.
        """
        from qrt_client.api.analytics import get_analytics_usage_grouped_by_date
        from qrt_client.models import GetAnalyticsUsageGroupedByDateGroupBy

        response = get_analytics_usage_grouped_by_date.sync_detailed(
            client=self._connection.raw,
            group_by=GetAnalyticsUsageGroupedByDateGroupBy(stripped_id("grouping", group_by)),
            **analytics_arguments(filters),
        )
        return list(response.parsed.data or ())

    @overload
    def to_frame(
        self,
        *,
        group_by: UsageGrouping | None = None,
        by_date: bool = False,
        as_: type[FrameT],
        **filters: Unpack[AnalyticsFilters],
    ) -> FrameT: ...

    @overload
    def to_frame(
        self,
        *,
        group_by: UsageGrouping | None = None,
        by_date: bool = False,
        as_: DataFrameLibrary | None = None,
        **filters: Unpack[AnalyticsFilters],
    ) -> AnyDataFrame: ...

    @overload
    def to_frame(
        self,
        *,
        group_by: UsageGrouping | None = None,
        by_date: bool = False,
        as_: FrameLibrary,
        **filters: Unpack[AnalyticsFilters],
    ) -> Frame: ...

    def to_frame(
        self,
        *,
        group_by: UsageGrouping | None = None,
        by_date: bool = False,
        as_: type[Any] | FrameLibrary | None = None,
        **filters: Unpack[AnalyticsFilters],
    ) -> Frame:
        """Return totals as a pandas or polars data frame, or a pyarrow table, in seconds instead of milliseconds.

            frame = client.analytics.to_frame(group_by="backend", start="2026-09-01")
            frame["usage_seconds"]

        One row per group, with its key in a column named after `group_by`; with `by_date`, one per group and interval,
        with `interval_start` and `interval_end`; otherwise a single row. Further columns: `jobs`, `usage_seconds`,
        `usage_ru` (resource units, under an inferred name: see `resource_units`), the numbers of individual jobs and of
        sessions, and sums, means (`avg_`) and maxima (`max_`) of their usage and queue times in seconds. Missing values
        are null.

        Args:
            group_by: `instance`, `backend`, `user_id`, `plan` or `subscription_id`. Defaults to one row of totals.
            by_date: Whether to return a row per interval; `group_by` is then `instance`, the only supported grouping.
            as_: `pandas.DataFrame`, `polars.DataFrame` or `pyarrow.Table`, which also type the return value; or
                `"pandas"`, `"polars"` or `"pyarrow"`. Defaults to whichever of pandas and polars is installed,
                preferring pandas.
            filters: Filters, as for `usage`.

        Raises:
            ConfigurationError: The library is not installed, or an argument is unknown or invalid. Nothing was sent.
            PermissionDeniedError: The credentials may not read the account.
        """
        from qrt_facade._display.frames import checked_library, frame_of_rows
        from qrt_facade._service.usage_rows import analytics_columns, analytics_row

        library = checked_library(as_)
        dated = checked_flag("by_date", by_date)
        if dated:
            if group_by is not None and group_by != "instance":
                raise ConfigurationError(
                    f"group_by={redacted_repr(group_by)}: with by_date, the service only groups by 'instance'"
                )
            group_by = "instance"
        answers: Sequence[
            GetAnalyticsUsageResponse
            | GetAnalyticsUsageGroupedResponseData
            | GetAnalyticsUsageGroupedByDateResponseData
        ]
        if group_by is None:
            answers = [self.usage(**filters)]
        elif dated:
            answers = self.usage_by_date(**filters)
        else:
            answers = self.usage_grouped(group_by, **filters)
        rows = (analytics_row(answer.to_dict(), group_by) for answer in answers)
        return frame_of_rows(analytics_columns(group_by, by_date=dated), rows, library)

    def filters(self, *, instances: Texts = ()) -> GetAnalyticsFiltersResponse:
        """Return the available filter values: backends, instances, users, plans, subscriptions.

            client.analytics.filters()

        Args:
            instances: CRNs of the instances to consider. Defaults to the whole account.

        Raises:
            ConfigurationError: `instances` is not a list of strings; nothing was sent.
            PermissionDeniedError: The credentials may not read the account.
        """
        from qrt_client.api.analytics import get_analytics_filters

        response = get_analytics_filters.sync_detailed(
            client=self._connection.raw,
            instance=analytics_arguments({"instances": instances})["instance"],
        )
        return response.parsed
