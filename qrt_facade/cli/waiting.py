"""Waiting for a job: a live line on a terminal, a line for each change elsewhere, and Ctrl-C that lets go of it."""

from __future__ import annotations

import sys
import time
from contextlib import contextmanager
from typing import TYPE_CHECKING, Final

from qrt_facade.cli.exits import Exit, Trouble
from qrt_facade.cli.render.tables import seconds as written

if TYPE_CHECKING:
    from collections.abc import Callable, Generator

    from qrt_facade._sync.job import Job
    from qrt_facade.cli.common import Cli

_REDRAWS_EACH_SECOND: Final = 5


def wait_for(cli: Cli, job: Job, seconds: float | None) -> None:
    """Wait for a job's end and show how it stands on stderr.

    Args:
        cli: The command.
        job: The job.
        seconds: When to stop waiting; a day when not given.

    Raises:
        Trouble: Ctrl-C; the job goes on.
        JobTimeoutError: The time is up; the job goes on.
    """
    from qrt_facade._policy.waiting import DEFAULT_TIMEOUT

    if job.ended:
        return
    begun = time.monotonic()
    try:
        with _display(cli, job, begun) as on_update:
            job.wait(DEFAULT_TIMEOUT if seconds is None else seconds, on_update=on_update)
    except KeyboardInterrupt:
        raise _detached(cli, job) from None
    used = "" if job.usage_seconds is None else f", {written(job.usage_seconds)} of QPU time"
    cli.note(f"{job.status} after {time.monotonic() - begun:.1f} s{used}")


def live_line(job: Job, elapsed: float) -> str:
    """Return what the live line says: status, estimate, time passed, and how to leave."""
    expected = job.state.estimated_seconds
    estimate = f", about {written(expected)} of QPU time" if expected else ""
    minutes, rest = divmod(int(elapsed), 60)
    return f"{job.status} on {job.backend}{estimate}, {minutes}:{rest:02} (Ctrl-C detaches)"


@contextmanager
def _display(cli: Cli, job: Job, begun: float) -> Generator[Callable[[Job], object] | None]:
    if not sys.stderr.isatty():
        yield lambda told: None if told.ended else cli.note(told.status)
        return
    from rich.console import Console
    from rich.live import Live
    from rich.spinner import Spinner

    spinner = Spinner("dots" if (sys.stderr.encoding or "").lower().startswith("utf") else "line")

    def drawn() -> Spinner:
        spinner.update(text=live_line(job, time.monotonic() - begun))
        return spinner

    console = Console(stderr=True, highlight=False, markup=False)
    with Live(console=console, get_renderable=drawn, refresh_per_second=_REDRAWS_EACH_SECOND, transient=True):
        yield None


def _detached(cli: Cli, job: Job) -> Trouble:
    if cli.common.local and cli.common.url is None:
        return Trouble(
            f"interrupted; job {job.id} ended with the emulator that was started for it",
            "an emulator that stays: `qrt serve`, then --url with the address it prints",
            Exit.INTERRUPTED,
        )
    again = cli.common.again
    return Trouble(
        f"detached; job {job.id} goes on ({job.status} on {job.backend})",
        f"`qrt job {job.id} wait{again}` comes back to it, `qrt job {job.id} cancel{again}` ends it",
        Exit.INTERRUPTED,
    )
