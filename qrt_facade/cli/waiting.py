"""Waiting for a job on a terminal: a live line, and Ctrl-C that lets go of the job."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qrt_facade.cli.exits import Exit, Trouble

if TYPE_CHECKING:
    from qrt_facade._sync.job import Job
    from qrt_facade.cli.common import Cli


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
    from qrt_facade.polling import DEFAULT_TIMEOUT

    try:
        job.wait(DEFAULT_TIMEOUT if seconds is None else seconds, progress=True)
    except KeyboardInterrupt:
        raise _detached(cli, job) from None


def _detached(cli: Cli, job: Job) -> Trouble:
    if cli.common.local and cli.common.url is None:
        return Trouble(
            f"interrupted; job {job.id} ended with the emulator that was started for it",
            "an emulator that stays: `qrt serve`, then --url with the address it prints",
            Exit.INTERRUPTED,
        )
    return Trouble(
        f"detached; job {job.id} goes on ({job.status} on {job.backend})",
        f"`qrt job {job.id} wait{cli.common.again}` comes back to it, `qrt job {job.id} cancel{cli.common.again}` ends it",
        Exit.INTERRUPTED,
    )
