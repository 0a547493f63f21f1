"""Waiting for a job: a live line on a terminal, a line for each change elsewhere, and Ctrl-C to detach."""

from __future__ import annotations

import sys
import time
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, Final

from qrt_facade._base.controls import escape_controls
from qrt_facade._base.destinations import write_destination
from qrt_facade._connection.private_results import hold_until_done
from qrt_facade._display.format import resource_units
from qrt_facade._display.format import seconds as written
from qrt_facade._policy.timing import DEFAULT_TIMEOUT
from qrt_facade._service.mocks import DRY_RUN
from qrt_facade.cli.errors import CommandError, Exit
from qrt_facade.cli.outages import outages_noted
from qrt_facade.cli.render.records import job_record, result_record
from qrt_facade.cli.render.results import show_result

if TYPE_CHECKING:
    from collections.abc import Callable, Generator, Sequence
    from pathlib import Path

    from qrt_facade import Job
    from qrt_facade.cli.frame import Cli

_REDRAWS_EACH_SECOND: Final = 5


def finish(
    cli: Cli,
    job: Job,
    *,
    wait_timeout: float | None,
    top: int,
    save: Path | None,
    observables: Sequence[str],
    keyed: bool = False,
) -> None:
    """Wait for a job, show its result, and save it to a file if requested.

    With `--json`, the job is printed even without a result, so that a script never loses its id. A result that can be
    read only once stays on disk until it has been printed and saved.

    Args:
        cli: The command.
        job: The job.
        wait_timeout: Seconds to wait; a day when None.
        top: Bitstrings in the histogram.
        save: Where to write the result as well.
        observables: Names of an estimator's observables.
        keyed: Whether the command submitted the job with a key, so that the same command returns to it.
    """
    until = time.monotonic() + (DEFAULT_TIMEOUT if wait_timeout is None else wait_timeout)
    with hold_until_done():
        try:
            wait_for(cli, job, wait_timeout, keyed=keyed)
            refuse_lost_output(job, save)
            with outages_noted(cli):
                result = job.result(max(until - time.monotonic(), 0.0))
        except BaseException:
            if cli.common.json:
                cli.output.emit({"job": job_record(job), "result": None}, lambda: None)
            raise
        if save is not None:
            _save(result, save)
            cli.note(f"saved to {save}")
        record = result_record(result, dry_run=job.dry_run)
        cli.output.emit(
            {"job": job_record(job), "result": record},
            lambda: show_result(cli.output, record, top=top, observables=observables),
        )
        cli.output.settle()


def finish_undecoded(cli: Cli, job: Job, *, wait_timeout: float | None, save: Path | None) -> None:
    """Wait for a job, and print the bytes of its result or save them to a file."""
    until = time.monotonic() + (DEFAULT_TIMEOUT if wait_timeout is None else wait_timeout)
    with hold_until_done():
        wait_for(cli, job, wait_timeout)
        refuse_lost_output(job, save)
        with outages_noted(cli):
            body = job.result_body(max(until - time.monotonic(), 0.0))
        if job.dry_run:
            cli.note(DRY_RUN)
        if save is not None:
            write_destination(save, body)
            cli.note(f"saved to {save}")
            return
        cli.output.bytes(body)
        cli.output.settle()


def refuse_lost_output(job: Job, save: Path | None) -> None:
    """Refuse to read a result that can be read only once if it could not be delivered.

    Raises:
        CommandError: The caller has closed stdout.
    """
    if job.private and save is None and sys.__stdout__ is None:
        raise CommandError(
            f"stdout is closed, and the result of job {job.id} can be read only once",
            "leave stdout open, or use --save FILE",
        )


def _save(result: Any, save: Path) -> None:
    if not hasattr(result, "save"):
        raise CommandError(
            "results of this program have no file format",
            "`qrt job ID result --raw --save FILE` saves the bytes",
        )
    result.save(save)


def wait_for(cli: Cli, job: Job, seconds: float | None, *, keyed: bool = False) -> None:
    """Wait for a job's end and show its status on stderr.

    Args:
        cli: The command.
        job: The job.
        seconds: Timeout of the wait; a day by default.
        keyed: Whether the same command, run again, returns to the job.

    Raises:
        CommandError: Ctrl-C was pressed; the job continues.
        JobTimeoutError: The wait timed out; the job continues.
    """
    if job.ended:
        return
    begun = time.monotonic()
    try:
        with outages_noted(cli), _display(cli, job, begun) as on_update:
            job.wait(DEFAULT_TIMEOUT if seconds is None else seconds, on_update=on_update)
    except KeyboardInterrupt:
        raise _detached(cli, job, keyed=keyed) from None
    usage = job.usage
    used = "" if usage.value is None else f", {resource_units(usage.value)}"
    if usage.seconds is not None:
        used += f", {written(usage.seconds)} of QPU time"
    if job.dry_run and used:
        used = f"; a real run would be charged {used.removeprefix(', ')}"
    cli.note(f"{job.status} after {time.monotonic() - begun:.1f} s{used}")


def live_line(job: Job, elapsed: float) -> str:
    """Return the live line: status, estimate, elapsed time, and how to detach."""
    expected = job.state.estimated_seconds
    estimate = f", about {written(expected)} of QPU time" if expected else ""
    minutes, rest = divmod(int(elapsed), 60)
    return escape_controls(f"{job.status} on {job.backend}{estimate}, {minutes}:{rest:02} (Ctrl-C detaches)")


@contextmanager
def _display(cli: Cli, job: Job, begun: float) -> Generator[Callable[[Job], object] | None]:
    if not sys.stderr.isatty():
        yield lambda told: None if told.ended else cli.note(told.status)
        return
    # rich takes as long to import as the rest of the command line; pipes and --json do not need it.
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


def _detached(cli: Cli, job: Job, *, keyed: bool) -> CommandError:
    if cli.common.ephemeral:
        return CommandError(
            f"interrupted; job {job.id} ended with the emulator started for it",
            "for a lasting emulator, use `qrt serve`, then --url with the address it prints",
            Exit.INTERRUPTED,
        )
    again = cli.common.again
    back = f"`qrt job {job.id} wait{again}` returns to it"
    if keyed:
        back = f"the same command, with its --key, adopts it; {back} too"
    return CommandError(
        f"detached; job {job.id} continues ({job.status} on {job.backend})",
        f"{back}, `qrt job {job.id} cancel{again}` cancels it",
        Exit.INTERRUPTED,
    )
