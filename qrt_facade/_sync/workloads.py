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
        """Iterate over workloads, newest first, fetching pages of up to 50 as they are needed.

            for workload in client.workloads.list(mode="job", limit=3):
                print(workload.id, workload.status, workload.usage.value)

        Args:
            limit: How many at most; all when not given.
            mode: Only `job`, `session` or `batch`; all when not given.
            status: Only these of `pending`, `in_progress`, `completed`, `canceled`, `failed`; all when not given.
            backend: On this backend only: its name, or a backend.
            search: Text in an id or a tag.
            tags: With all of these tags.
            created_after: Created at this moment or later: a datetime, a date (its first moment), or text such as
                `2026-09-30 14:00`. Without an offset it is local time. Text that could be two days (`12/11/2026`) is refused.
            created_before: Created at this moment or earlier, in the same form.
            mine: Only those of the caller.
            descending: False for oldest first, which is the service's default.
            include_mocks: True for dry runs as well, which run on mock devices. They are also listed when `backend` names a
                mock device, such as `mock_fez`.

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
        """Return the list as a frame of pandas or polars, or a table of pyarrow: one row for each workload.

            frame = client.workloads.to_frame(backend="ibm_fez", created_after="2026-09-01")
            frame["usage_seconds"]

        The columns: `id`, `mode`, `status`, `status_reason`, `backend`, `created`, `ended`, `user_id`, `tags`, `usage_seconds`,
        `usage_ru`, `usage_status`, `accepting_jobs` and `dry_run`.
        Times are in UTC, tags are lists, and what is absent is null.

        Args:
            as_: `pandas.DataFrame`, `polars.DataFrame` or `pyarrow.Table`, from which a type checker knows what is returned;
                or `"pandas"`, `"polars"` or `"pyarrow"`. When not given, pandas or polars, whichever is installed (pandas, if both are).
            filters: As of `list`.

        Raises:
            ConfigurationError: The library is not installed, or none is; or a filter is invalid. Nothing was sent.
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
        """Write the list to a file, page by page, and return how many workloads it has.

            client.workloads.export("workloads.csv", created_after="2026-09-01")

        The columns are those of `to_frame`. Memory does not grow with the list (but for Parquet written by polars, without pyarrow).
        The file gets its name when the list is complete; after a failure there is none, or the one from before. In CSV, lists of
        tags are JSON, and a text that a spreadsheet would run as a formula has an apostrophe before it.

        Args:
            path: The file: `.csv`, `.json` (an array), `.jsonl` or `.ndjson` (a line for each), or `.parquet`.
            format: `csv`, `json`, `jsonl` or `parquet`, whatever the suffix is.
            filters: As of `list`.

        Raises:
            ConfigurationError: The file cannot be written, a filter is invalid, or Parquet and neither pyarrow nor polars is installed.
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
        """Return what workloads have used, added up by user, backend, day or tag, with what is not settled counted apart.

            totals = client.workloads.usage_by("backend", start="2026-09-01")
            print(totals)

        Every workload of the interval is read, 50 with each request; memory is needed for the groups alone. Seconds and resource units
        (RUs) are never converted. Dry runs are left out. By tag, a workload counts in each of its tags.

        Args:
            by: `user`, `backend`, `day` (of the creation, in local time) or `tag`.
            start: Workloads created at this moment or later: a datetime, a date, or text such as `2026-10-01`, local time without
                an offset. All that the service lists when not given.
            end: Created at this moment or earlier; a date without a time counts to its end.
            backend: On this backend only: its name, or a backend.
            tags: With all of these tags.
            mine: Only those of the caller.

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
    """Return the usage of a period, by every grouping in one pass.

    Args:
        workloads: Where they are listed.
        usage: What the instance has used.
        after: Start of the period.
        before: End of the period.
        mine: Whether only the caller's own are read.
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
