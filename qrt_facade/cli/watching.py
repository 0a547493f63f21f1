"""`qrt jobs --watch`: the list asked for again and again, redrawn on a terminal, and elsewhere a line for each change."""

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
"""Seconds: a watch ends by Ctrl-C."""
_CANNOT_REDRAW: Final = frozenset({"dumb", "unknown"})
"""Values of TERM where rich shows a live drawing only at its end: a watch would show nothing there."""
_AT_THE_SERVICE: Final = Polling(first=1.0, longest=60.0)
"""A list costs the service more than one job, and nobody waits for what stands below it."""


def watch_jobs(cli: Cli, ask: Callable[[], list[Job]], *, oldest_first: bool) -> None:
    """Show a list of jobs and what changes in it, until Ctrl-C.

    The pauses grow while nothing changes, as those of a wait do, and outages are survived as by a wait. A first question that
    fails is a failure of the command.

    Args:
        cli: The command.
        ask: Asks for the list.
        oldest_first: Whether the list begins with the oldest.
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
        # The way to end it, so that it is no failure.
        cli.note("no longer watching; the jobs go on")


def _listed_again(plan: WaitPlan, ask: Callable[[], list[Job]]) -> list[Job]:
    """Pause, ask for the list, and go on asking while that fails and may pass.

    Raises:
        QrtError: The service refused again and again.
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
        # In the order in which they were submitted, so that the file grows with the time.
        yield lambda _, changed: _print_changes(cli, changed if oldest_first else list(reversed(changed)))
        return
    # rich takes as long to import as the rest of the command line; pipes and --json do without.
    from rich.console import Console
    from rich.live import Live
    from rich.text import Text

    console = Console(highlight=False, markup=False)
    with Live(console=console, auto_refresh=False, vertical_overflow="ellipsis") as live:

        def draw(listed: Sequence[Job], _: Sequence[Job]) -> None:
            live.update(Text.from_ansi(_drawn(listed, console.encoding)), refresh=True)

        yield draw


def _print_changes(cli: Cli, changed: Sequence[Job]) -> None:
    """Print a line for each job that is new or whose status is."""
    for job in changed:
        if cli.common.json:
            cli.output.text(json.dumps(job_record(job), allow_nan=False))
        else:
            at = datetime.now(UTC).astimezone().isoformat(timespec="seconds")
            cli.output.text(f"{at}  {job.id}  {job.status:<9}  {job.backend or '-'}")
    cli.output.flush()


class _Screen(io.StringIO):
    """Takes what is drawn for a terminal.

    Attributes:
        terminal_encoding: That of the terminal.
    """

    def __init__(self, encoding: str) -> None:
        super().__init__()
        self.terminal_encoding = encoding

    @property
    def encoding(self) -> str:  # type: ignore[override]
        """The encoding of the terminal that it stands for."""
        return self.terminal_encoding

    def isatty(self) -> bool:
        """Return True: it is drawn for a terminal."""
        return True


def _drawn(listed: Sequence[Job], encoding: str) -> str:
    """Return the list as `qrt jobs` draws it now, with its notes below, and how to leave."""
    table, notes = _Screen(encoding), _Screen(encoding)
    with redirect_stdout(table), redirect_stderr(notes):
        Output(as_json=False).table(jobs_table(job.state for job in listed))
    now = datetime.now(UTC).astimezone()
    below = f"{notes.getvalue()}{now:%H:%M:%S} (Ctrl-C stops watching)"
    return f"{table.getvalue()}\n{escape_controls(below)}"
