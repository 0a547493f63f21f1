"""`qrt usage`, `qrt workloads`, `qrt versions`: usage of the instance, and versions of the API."""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING, Any, Final, get_args

import click
from qrt_client._version import API_VERSION

from qrt_facade._service.usage_rows import WORKLOAD_COLUMNS, workload_row
from qrt_facade._service.usage_totals import USAGE_GROUPS, total_columns
from qrt_facade._service.workloads import WorkloadMode, WorkloadStatus
from qrt_facade.cli.errors import CommandError
from qrt_facade.cli.frame import Cli, command
from qrt_facade.cli.kinds import TEXT
from qrt_facade.cli.known_names import remember
from qrt_facade.cli.render import records, tables
from qrt_facade.cli.row_files import check_format, format_option, writes_rows
from qrt_facade.cli.shared_options import (
    backend_option,
    created_options,
    dry_runs_option,
    limit_option,
    tags_option,
)

if TYPE_CHECKING:
    from qrt_facade._service.usage_totals import UsageGroup

MODES: Final = (*get_args(WorkloadMode), "function")
STATUSES: Final = get_args(WorkloadStatus)
"""Statuses accepted by the service; others cause a 400. `function` is accepted although the contract lacks it."""


@command("usage")
@click.option(
    "--month", is_flag=True, help="Show the whole period: used, remaining, and by day, backend, tag and user."
)
@click.option(
    "--by",
    metavar="GROUP",
    type=click.Choice(USAGE_GROUPS),
    help="Add up the usage of workloads by user, backend, day or tag; one with several tags counts for each.",
)
@click.option(
    "--from",
    "start",
    metavar="TIME",
    type=TEXT,
    help="With --by, --month: workloads created at or after this time, such as 2026-10-01.",
)
@click.option(
    "--to",
    "end",
    metavar="TIME",
    type=TEXT,
    help="With --by, --month: created at or before this time; a date includes the whole day.",
)
@click.option("--mine", is_flag=True, help="With --by, --month: your own workloads only.")
@format_option("With --by: table, csv, json, jsonl or parquet.")
def usage(
    cli: Cli,
    /,
    *,
    month: bool,
    by: UsageGroup | None,
    start: str | None,
    end: str | None,
    mine: bool,
    form: str | None,
) -> None:
    """Show what the instance has used in the current period."""
    if by is not None and month:
        raise CommandError("--by and --month cannot be combined", "remove one of them")
    check_format(cli, form)
    if by is not None:
        totals = cli.client.workloads.usage_by(by, start=start, end=end, mine=mine)
        if writes_rows(cli, totals.rows(), total_columns(by), form):
            return
        headings, rows = totals.cells()
        cli.output.table(tables.Table(headings, rows if len(totals) else [], "no workloads"))
        for note in totals.notes():
            cli.note(note)
        return
    if form is not None or (not month and (start or end or mine)):
        raise CommandError(
            "--format requires --by; --from, --to and --mine require --by or --month",
            "add --by backend, or --month",
        )
    if month:
        report = cli.client.usage_report(start=start, end=end, mine=mine)
        record = {
            **records.usage_record(report.usage),
            **{
                f"by_{part.by}": list(part.rows())
                for part in (report.by_backend, report.by_tag, report.by_user, report.by_day)
            },
        }
        cli.output.emit(
            record,
            lambda: cli.output.text(
                "\n".join(report.text(min(cli.output.width, 100), unicode=cli.output.unicode))
            ),
        )
        return
    used = cli.client.usage()
    cli.output.emit(records.usage_record(used), lambda: cli.output.table(tables.usage_table(used)))


@command("workloads")
@click.option(
    "--mode",
    metavar="MODE",
    type=click.Choice(MODES, case_sensitive=False),
    help="job, session, batch or function.",
)
@click.option(
    "--status",
    metavar="STATUS",
    type=click.Choice(STATUSES, case_sensitive=False),
    multiple=True,
    help=f"{', '.join(STATUSES)}. Repeatable: any of them.",
)
@backend_option("On this backend.")
@click.option("--search", metavar="TEXT", type=TEXT, help="Text in an id or a tag.")
@tags_option("With this tag. Repeatable.")
@created_options
@click.option("--mine", is_flag=True, help="Only your own.")
@click.option(
    "--user",
    metavar="ID",
    type=TEXT,
    help="Of this user, such as IBMid-... (`qrt usage --by user` lists them).",
)
@limit_option()
@dry_runs_option()
@format_option("table, csv, json, jsonl or parquet; all except tables are written row by row.")
def workloads(cli: Cli, /, *, limit: int, user: str | None, form: str | None, **filters: Any) -> None:
    """List jobs, sessions, batches and function runs of the whole instance."""
    check_format(cli, form)
    # The service cannot filter by user, so the limit applies to what is left after filtering.
    listed = cli.client.workloads.list(limit=None if user else limit or None, **filters)
    wanted = islice((one for one in listed if user in {None, one.user_id}), limit or None)
    if form not in {None, "table"}:
        writes_rows(cli, map(workload_row, wanted), WORKLOAD_COLUMNS, form)
        return
    found = list(wanted)
    jobs = [workload for workload in found if workload.mode == "job"]
    sessions = [workload for workload in found if workload.mode in {"session", "batch"}]
    remember(
        cli.common,
        jobs={one.id: f"{one.status} on {one.backend}" for one in jobs},
        sessions={one.id: f"{one.mode} on {one.backend}" for one in sessions},
    )
    shown = [records.workload_record(workload) for workload in found]
    cli.output.emit(shown, lambda: cli.output.table(tables.workloads_table(found)))


@command("versions")
def versions(cli: Cli) -> None:
    """List the API versions, and when the deprecated ones may end."""
    used = cli.common.api_version or API_VERSION
    listed = [
        records.version_record(version, used=version.version == used) for version in cli.client.versions()
    ]
    cli.output.emit(listed, lambda: cli.output.table(tables.versions_table(listed)))
