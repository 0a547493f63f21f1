"""`qrt usage`, `qrt workloads`, `qrt versions`: what the instance has used, and what the service speaks."""

from __future__ import annotations

from typing import Annotated

import typer

from qrt_facade.cli.common import Cli, command


def register(app: typer.Typer) -> None:
    """Add the commands."""
    command(app, "usage")(usage)
    command(app, "workloads")(workloads)
    command(app, "versions")(versions)


def usage(cli: Cli) -> None:
    """Show the QPU time of the instance in the current period."""
    from qrt_facade.cli.render.records import usage_record
    from qrt_facade.cli.render.tables import usage_table

    record = usage_record(cli.client.usage())
    cli.output.emit(record, lambda: cli.output.table(usage_table(record)))


def workloads(
    cli: Cli,
    *,
    mode: Annotated[str | None, typer.Option("--mode", metavar="MODE", help="job, session or batch.")] = None,
    status: Annotated[
        list[str] | None,
        typer.Option(
            "--status",
            metavar="STATUS",
            help="pending, in_progress, completed, canceled, failed. Repeatable: any of them.",
        ),
    ] = None,
    backend: Annotated[
        str | None, typer.Option("--backend", "-b", metavar="NAME", help="On this backend.")
    ] = None,
    search: Annotated[
        str | None, typer.Option("--search", metavar="TEXT", help="Text in an id or a tag.")
    ] = None,
    tag: Annotated[
        list[str] | None, typer.Option("--tag", "-t", metavar="TAG", help="With this tag. Repeatable.")
    ] = None,
    since: Annotated[str | None, typer.Option("--since", metavar="TIME", help="Made then or later.")] = None,
    until: Annotated[
        str | None, typer.Option("--until", metavar="TIME", help="Made then or earlier.")
    ] = None,
    mine: Annotated[bool, typer.Option("--mine", help="Your own only.")] = False,
    limit: Annotated[
        int, typer.Option("--limit", "-l", metavar="N", min=0, help="At most this many; 0 for all.")
    ] = 20,
) -> None:
    """List jobs, sessions and batches of the whole instance, newest first."""
    from qrt_facade.cli.render.records import workload_record
    from qrt_facade.cli.render.tables import workloads_table

    found = cli.client.workloads.list(
        limit=limit or None,
        mode=mode,
        status=status or (),
        backend=backend,
        search=search,
        tags=tag or (),
        created_after=since,
        created_before=until,
        mine=mine,
    )
    listed = [workload_record(workload) for workload in found]
    cli.output.emit(listed, lambda: cli.output.table(workloads_table(listed)))


def versions(cli: Cli) -> None:
    """List the versions of the API: live, deprecated, and when those may end."""
    from qrt_client._version import API_VERSION

    from qrt_facade.cli.render.records import version_record
    from qrt_facade.cli.render.tables import versions_table

    used = cli.common.api_version or API_VERSION
    listed = [version_record(version, used=version.version == used) for version in cli.client.versions()]
    cli.output.emit(listed, lambda: cli.output.table(versions_table(listed)))
