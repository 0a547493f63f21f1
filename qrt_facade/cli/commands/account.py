"""`qrt usage`, `qrt workloads`, `qrt versions`: what the instance has used, and the versions of the API."""

from __future__ import annotations

from typing import Any, Final, get_args

import click
from qrt_client._version import API_VERSION

from qrt_facade._service.workloads import WorkloadMode, WorkloadStatus
from qrt_facade.cli.frame import Cli, command
from qrt_facade.cli.kinds import TEXT
from qrt_facade.cli.known_names import remember
from qrt_facade.cli.render import records, tables
from qrt_facade.cli.shared_options import (
    backend_option,
    created_options,
    dry_runs_option,
    limit_option,
    tags_option,
)

MODES: Final = (*get_args(WorkloadMode), "function")
STATUSES: Final = get_args(WorkloadStatus)
"""The words that the service accepts; with others it answers 400. `function` is accepted although the contract lacks it."""


@command("usage")
def usage(cli: Cli) -> None:
    """Show what the instance has used in the current period."""
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
@click.option("--mine", is_flag=True, help="Your own only.")
@limit_option()
@dry_runs_option()
def workloads(cli: Cli, /, *, limit: int, **filters: Any) -> None:
    """List jobs, sessions, batches and function runs of the whole instance."""
    found = list(cli.client.workloads.list(limit=limit or None, **filters))
    jobs = [workload for workload in found if workload.mode == "job"]
    sessions = [workload for workload in found if workload.mode in {"session", "batch"}]
    remember(
        cli.common,
        jobs={one.id: f"{one.status} on {one.backend}" for one in jobs},
        sessions={one.id: f"{one.mode} on {one.backend}" for one in sessions},
    )
    listed = [records.workload_record(workload) for workload in found]
    cli.output.emit(listed, lambda: cli.output.table(tables.workloads_table(found)))


@command("versions")
def versions(cli: Cli) -> None:
    """List the versions of the API: live, deprecated, and when those may end."""
    used = cli.common.api_version or API_VERSION
    listed = [
        records.version_record(version, used=version.version == used) for version in cli.client.versions()
    ]
    cli.output.emit(listed, lambda: cli.output.table(tables.versions_table(listed)))
