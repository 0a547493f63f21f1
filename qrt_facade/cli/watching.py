"""`qrt jobs --watch`: the list polled repeatedly, redrawn on a terminal, and elsewhere a line for each change."""

from __future__ import annotations

import io
import json
import os
import sys
import time
from contextlib import contextmanager, redirect_stderr, redirect_stdout
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Final

from qrt_facade._base.controls import escape_controls
from qrt_facade._policy import deadlines
from qrt_facade._policy.polling import Polling
from qrt_facade._policy.waiting import WaitPlan
from qrt_facade.cli.outages import outages_noted
from qrt_facade.cli.render.output import Output
from qrt_facade.cli.render.records import job_record
from qrt_facade.cli.render.tables import jobs_table
from qrt_facade.errors import QrtError

if TYPE_CHECKING:
    from collections.abc import Callable, Generator, Sequence

    from qrt_facade import Job
    from qrt_facade.cli.frame import Cli

_FOREVER: Final = 10 * 365 * 86_400.0
"""Seconds: a watch ends only by Ctrl-C."""
_CANNOT_REDRAW: Final = frozenset({"dumb", "unknown"})
"""Values of TERM with which rich shows a live display only at its end: a watch would show nothing."""
_AT_THE_SERVICE: Final = Polling(first=1.0, longest=60.0)
"""A list costs the service more than one job, so it is polled less often."""


def watch_jobs(cli: Cli, ask: Callable[[], list[Job]], *, oldest_first: bool) -> None:
    """Show a list of jobs and its changes, until Ctrl-C.

    The pauses grow while nothing changes, and outages are tolerated, as in a wait. If the first request fails, the
    command fails.

    Args:
        cli: The command.
        ask: Requests the list.
        oldest_first: Whether the list begins with the oldest job.
    """
    plan = WaitPlan(_FOREVER, polling=None if cli.common.emulated else _AT_THE_SERVICE)
    known: dict[str, str] = {}
    try:
        with _display(cli, oldest_first=oldest_first) as show:
            listed = ask()
            with outages_noted(cli):
                while True:
                    changed = [job for job in listed if known.get(job.id) != job.status]
                    show(listed, changed)
                    known |= {job.id: job.status for job in changed}
                    plan.answered(changed=len(changed) / max(len(listed), 1))
                    listed = _listed_again(plan, ask)
    except KeyboardInterrupt:
        # Ctrl-C is the way to end it, so it is not a failure.
        cli.note("no longer watching; the jobs continue")


def _listed_again(plan: WaitPlan, ask: Callable[[], list[Job]]) -> list[Job]:
    """Pause, request the list, and retry transient failures.

    Raises:
        QrtError: The service refused repeatedly.
    """
    while True:
        time.sleep(plan.pause() or 0.0)
        try:
            with deadlines.within(plan.for_question()):
                return ask()
        except QrtError as error:
            plan.failed(error)


@contextmanager
def _display(cli: Cli, *, oldest_first: bool) -> Generator[Callable[[Sequence[Job], Sequence[Job]], None]]:
    if cli.common.json or not sys.stdout.isatty() or os.environ.get("TERM") in _CANNOT_REDRAW:
        # In the order of submission, so that a file grows chronologically.
        yield lambda _, changed: _print_changes(cli, changed if oldest_first else list(reversed(changed)))
        return
    # rich takes as long to import as the rest of the command line; pipes and --json do not need it.
    from rich.console import Console
    from rich.live import Live
    from rich.text import Text

    console = Console(highlight=False, markup=False)
    with Live(console=console, auto_refresh=False, vertical_overflow="ellipsis") as live:

        def draw(listed: Sequence[Job], _: Sequence[Job]) -> None:
            live.update(Text.from_ansi(_drawn(listed, console.encoding)), refresh=True)

        yield draw


def _print_changes(cli: Cli, changed: Sequence[Job]) -> None:
    """Print a line for each job that is new or has a new status."""
    for job in changed:
        if cli.common.json:
            cli.output.text(json.dumps(job_record(job), allow_nan=False))
        else:
            at = datetime.now(UTC).astimezone().isoformat(timespec="seconds")
            cli.output.text(f"{at}  {job.id}  {job.status:<9}  {job.backend or '-'}")
    cli.output.flush()


class _Screen(io.StringIO):
    """Captures output meant for a terminal.

    Attributes:
        terminal_encoding: Encoding of the terminal.
    """

    def __init__(self, encoding: str) -> None:
        super().__init__()
        self.terminal_encoding = encoding

    @property
    def encoding(self) -> str:  # type: ignore[override]
        """Encoding of the terminal."""
        return self.terminal_encoding

    def isatty(self) -> bool:
        """Return True: the output is for a terminal."""
        return True


def _drawn(listed: Sequence[Job], encoding: str) -> str:
    """Return the list as `qrt jobs` prints it now, with its notes below, and how to stop."""
    table, notes = _Screen(encoding), _Screen(encoding)
    with redirect_stdout(table), redirect_stderr(notes):
        Output(as_json=False).table(jobs_table(job.state for job in listed))
    now = datetime.now(UTC).astimezone()
    below = f"{notes.getvalue()}{now:%H:%M:%S} (Ctrl-C stops watching)"
    return f"{table.getvalue()}\n{escape_controls(below)}"
