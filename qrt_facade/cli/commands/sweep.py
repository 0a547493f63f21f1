"""`qrt sweep`: the state of a sweep, read from its store."""

from __future__ import annotations

import sys
import time
from contextlib import contextmanager
from typing import TYPE_CHECKING, Final, Literal

import click

from qrt_facade._base.controls import escape_controls
from qrt_facade._connection.sweep_store import SqliteSweepStore
from qrt_facade.cli.errors import CommandError, Exit
from qrt_facade.cli.frame import Cli, command
from qrt_facade.cli.options import argument
from qrt_facade.cli.render.sweeps import Overview

if TYPE_CHECKING:
    from collections.abc import Callable, Generator

_LOOKS_EACH_SECOND: Final = 2


@command("sweep")
@argument(
    "store",
    "The file that `client.sweep(NAME, store=FILE)` writes.",
    metavar="STORE",
    type=click.Path(readable=False),  # for completion; the store reports errors
)
@click.option(
    "--watch",
    "-w",
    is_flag=True,
    help="Follow a sweep that runs elsewhere until it is finished. Exit status 5 if points have failed.",
)
@click.option("--points", is_flag=True, help="Also list every point.")
def sweep(cli: Cli, /, store: str, *, watch: bool, points: bool) -> None:
    """Show the state of a sweep: counts by state, its usage so far, and what failed and why.

    Everything comes from the sweep's store on this machine: no request is sent, and nothing is changed. With
    --instance or --account, the store of another instance is refused.
    """
    kept = SqliteSweepStore(store)
    found = _read(kept)
    if cli.common.instance or cli.common.account:
        # Opening it sends no request, and compares the instance.
        cli.client.sweep(found.identity.name, store=kept, program=_program_of(found))
    if watch:
        found = _followed(cli, kept, found)

    def draw() -> None:
        output = cli.output
        output.table(found.table())
        output.text()
        output.text(found.bar(output.width, unicode=output.unicode))
        if found.losses:
            output.text()
            output.table(found.losses_table())
        if points:
            output.text()
            output.table(found.points_table())

    cli.output.emit(found.record(), draw)
    if watch and found.losses:
        raise CommandError(
            f"{len(found.losses)} of {len(found.points)} points failed or were cancelled",
            "the reasons are listed; sweep.submit(points, on_failed='submit') retries them",
            Exit.JOB_FAILED,
        )


def _program_of(found: Overview) -> Literal["sampler", "estimator"]:
    return "estimator" if found.identity.program == "estimator" else "sampler"


def _read(kept: SqliteSweepStore) -> Overview:
    return Overview(kept.identity(), str(kept.path), kept.points())


def _followed(cli: Cli, kept: SqliteSweepStore, found: Overview) -> Overview:
    """Read the store repeatedly until no point is open, and show changes on stderr."""
    try:
        with _display(cli) as show:
            show(found)
            while found.open:
                time.sleep(1 / _LOOKS_EACH_SECOND)
                found = _read(kept)
                show(found)
    except KeyboardInterrupt:
        raise CommandError(
            f"no longer watching; {found.status}",
            "the program that runs the sweep continues; if it has ended, start it again to resume",
            Exit.INTERRUPTED,
        ) from None
    return found


@contextmanager
def _display(cli: Cli) -> Generator[Callable[[Overview], None]]:
    begun = time.monotonic()
    if not sys.stderr.isatty():
        last = ""

        def note(found: Overview) -> None:
            nonlocal last
            if str(found.status) != last:
                last = str(found.status)
                cli.note(last)

        yield note
        return
    # rich takes as long to import as the rest of the command line; pipes and --json do not need it.
    from rich.console import Console
    from rich.live import Live
    from rich.text import Text

    console = Console(stderr=True, highlight=False, markup=False)
    with Live(console=console, auto_refresh=False, transient=True) as live:

        def drawn(found: Overview) -> None:
            minutes, rest = divmod(int(time.monotonic() - begun), 60)
            bar = found.bar(console.width, unicode=cli.output.unicode)
            line = escape_controls(f"{found.status}, {minutes}:{rest:02} (Ctrl-C stops watching)")
            live.update(Text(f"{bar}\n{line}"), refresh=True)

        yield drawn
