# Derived from qrt_facade/_async by scripts/unasync.py; edit that, then run it.
"""Workloads: jobs, sessions, batches and function runs of the whole instance."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Unpack, overload

from qrt_facade._base.boundary import error_boundary
from qrt_facade._base.coerce import or_unset
from qrt_facade._base.moments import interval_of
from qrt_facade._base.resources import Resource
from qrt_facade._policy.listing import (
    Cursors,
    NewEntries,
    matches_workload_filters,
    workload_arguments,
)
from qrt_facade._policy.workload_filters import WorkloadFilters  # noqa: TC001 - looked up when a keyword is checked
from qrt_facade._service.usage_totals import (
    USAGE_GROUPS,
    UsageCounter,
    UsageReport,
    checked_group,
)
from qrt_facade._service.workloads import (
    Workload,
    next_cursor,
)

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import date, datetime
    from pathlib import Path

    from qrt_facade._base.kinds import WholeNumber
    from qrt_facade._display.frames import (
        AnyDataFrame,
        DataFrameLibrary,
        Frame,
        FrameLibrary,
        FrameT,
    )
    from qrt_facade._display.table_files import TableFormat
    from qrt_facade._service.instances import Usage
    from qrt_facade._service.names import BackendOrName, TagList
    from qrt_facade._service.usage_totals import UsageGroup, UsageTotals
    from qrt_facade._service.workloads import WorkloadMode, WorkloadStatus
    from qrt_facade._sync.connection import Connection


@error_boundary
class Workloads(Resource):
    """Jobs, sessions, batches and function runs of the instance, from all of its users."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def list(
        self,
        *,
        limit: WholeNumber | None = None,
        mode: WorkloadMode | None = None,
        status: Sequence[WorkloadStatus] = (),
        backend: BackendOrName | None = None,
        search: str | None = None,
        tags: TagList = (),
        created_after: datetime | date | str | None = None,
        created_before: datetime | date | str | None = None,
        mine: bool = False,
        descending: bool = True,
        include_mocks: bool = False,
    ) -> Iterator[Workload]:
        """Iterate over workloads, newest first, fetching pages of up to 50 on demand.

            for workload in client.workloads.list(mode="job", limit=3):
                print(workload.id, workload.status, workload.usage.value)

        Args:
            limit: Maximum number of workloads. All by default.
            mode: Only workloads of this mode: `job`, `session` or `batch`.
            status: Only workloads with one of these statuses: `pending`, `in_progress`, `completed`, `canceled`,
                `failed`.
            backend: Only workloads on this backend, or on the backend with this name.
            search: Only workloads with this text in their id or a tag.
            tags: Only workloads with all of these tags.
            created_after: Only workloads created at or after this time: a datetime, a date (its start), or text such as
                `2026-09-30 14:00`. Without a UTC offset, local time is assumed. Ambiguous dates (`12/11/2026`) are
                rejected.
            created_before: Only workloads created at or before this time, in the same formats.
            mine: Whether to include only the caller's workloads.
            descending: Whether to list the newest first. If False, the oldest, which is the service's default.
            include_mocks: Whether to include dry runs, which run on mock devices. They are always included if `backend`
                is a mock device, such as `mock_fez`.

        Raises:
            ConfigurationError: A filter is invalid; nothing was sent.
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
            include_mocks=include_mocks,
        )
        unseen, cursors = NewEntries(limit), Cursors(limit)
        while not (unseen.is_full or cursors.ended):
            answer = self._connection.read(
                list_workloads.sync_detailed,
                client=self._connection.raw,
                limit=cursors.size,
                next_=or_unset(cursors.current),
                **filters,
            )
            for workload in unseen.select(Workload.all_of(answer), matches_workload_filters(filters)):
                yield workload
            cursors.follow(None if unseen.is_repeating else next_cursor(answer))

    @overload
    def to_frame(self, *, as_: type[FrameT], **filters: Unpack[WorkloadFilters]) -> FrameT: ...

    @overload
    def to_frame(
        self, *, as_: DataFrameLibrary | None = None, **filters: Unpack[WorkloadFilters]
    ) -> AnyDataFrame: ...

    @overload
    def to_frame(self, *, as_: FrameLibrary, **filters: Unpack[WorkloadFilters]) -> Frame: ...

    def to_frame(
        self, *, as_: type[Any] | FrameLibrary | None = None, **filters: Unpack[WorkloadFilters]
    ) -> Frame:
        """Return the workloads as a pandas or polars data frame, or a pyarrow table, with one row per workload.

            frame = client.workloads.to_frame(backend="ibm_fez", created_after="2026-09-01")
            frame["usage_seconds"]

        Columns: `id`, `mode`, `status`, `status_reason`, `backend`, `created`, `ended`, `user_id`, `tags`,
            `usage_seconds`, `usage_ru`, `usage_status`, `accepting_jobs` and `dry_run`. Times are in UTC, tags are
            lists, and missing values are null.

        Args:
            as_: `pandas.DataFrame`, `polars.DataFrame` or `pyarrow.Table`, which also type the return value; or
                `"pandas"`, `"polars"` or `"pyarrow"`. Defaults to whichever of pandas and polars is installed,
                preferring pandas.
            filters: Filters, as for `list`.

        Raises:
            ConfigurationError: The library is not installed, or a filter is invalid. Nothing was sent.
        """
        from qrt_facade._display.frames import checked_library, frame_of_rows
        from qrt_facade._service.usage_rows import WORKLOAD_COLUMNS, workload_row

        library = checked_library(as_)
        rows = [workload_row(one) for one in self.list(**filters)]
        return frame_of_rows(WORKLOAD_COLUMNS, rows, library)

    def export(
        self,
        path: str | Path,
        *,
        format: TableFormat | None = None,  # noqa: A002 - the word that users type
        **filters: Unpack[WorkloadFilters],
    ) -> int:
        """Write the workloads to a file, page by page, and return their number.

            client.workloads.export("workloads.csv", created_after="2026-09-01")

        The columns are those of `to_frame`. Memory use does not grow with the number of workloads, except for Parquet
        written by polars (without pyarrow). The file appears under its name when it is complete; a failure leaves no
        file, or the previous one. In CSV, lists of tags are JSON, and text that a spreadsheet would evaluate as a
        formula is prefixed with an apostrophe.

        Args:
            path: Path of the file: `.csv`, `.json` (an array), `.jsonl` or `.ndjson` (one object per line), or
                `.parquet`.
            format: `csv`, `json`, `jsonl` or `parquet`. Defaults to the format of the suffix.
            filters: Filters, as for `list`.

        Raises:
            ConfigurationError: The file cannot be written, a filter is invalid, or neither pyarrow nor polars, needed
                for Parquet, is installed.
        """
        from qrt_facade._service.usage_rows import WORKLOAD_COLUMNS, workload_row
        from qrt_facade._sync.exports import export

        return export(path, format, WORKLOAD_COLUMNS, self.list(**filters), workload_row)

    def usage_by(
        self,
        by: UsageGroup,
        *,
        start: datetime | date | str | None = None,
        end: datetime | date | str | None = None,
        backend: BackendOrName | None = None,
        tags: TagList = (),
        mine: bool = False,
    ) -> UsageTotals:
        """Return the usage of workloads, summed by user, backend, day or tag, with unsettled usage counted separately.

            totals = client.workloads.usage_by("backend", start="2026-09-01")
            print(totals)

        Reads all workloads of the interval, 50 per request; only the groups are kept in memory. Seconds and resource
        units (RUs) are never converted. Dry runs are excluded. By tag, a workload counts for each of its tags.

        Args:
            by: `user`, `backend`, `day` (of creation, in local time) or `tag`.
            start: Only workloads created at or after this time: a datetime, a date, or text such as `2026-10-01`;
                without a UTC offset, local time is assumed. Defaults to all that the service lists.
            end: Only workloads created at or before this time; a date without a time includes that whole day.
            backend: Only workloads on this backend, or on the backend with this name.
            tags: Only workloads with all of these tags.
            mine: Whether to include only the caller's workloads.

        Raises:
            ConfigurationError: An argument is invalid; nothing was sent.
        """
        wanted = checked_group(by)
        after, before = interval_of(start, end)
        counter = UsageCounter(wanted)
        for workload in self.list(
            created_after=after, created_before=before, backend=backend, tags=tags, mine=mine
        ):
            counter.add(workload)
        return counter.totals(wanted, after, before)


def usage_report(
    workloads: Workloads, usage: Usage, after: datetime | None, before: datetime | None, *, mine: bool
) -> UsageReport:
    """Return the usage of a period in all groupings, reading the workloads once.

    Args:
        workloads: The workloads of the instance.
        usage: The instance's usage.
        after: Start of the period.
        before: End of the period.
        mine: Whether to include only the caller's workloads.
    """
    counter = UsageCounter(*USAGE_GROUPS)
    for workload in workloads.list(created_after=after, created_before=before, mine=mine):
        counter.add(workload)
    parts = {group: counter.totals(group, after, before) for group in USAGE_GROUPS}
    return UsageReport(
        usage,
        after,
        before,
        by_user=parts["user"],
        by_backend=parts["backend"],
        by_day=parts["day"],
        by_tag=parts["tag"],
    )
