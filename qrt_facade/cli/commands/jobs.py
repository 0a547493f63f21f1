"""`qrt jobs` and `qrt job`: the list of jobs, and actions on one of them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import click

from qrt_facade._base.coerce import list_of, mapping_of
from qrt_facade._base.destinations import check_destination
from qrt_facade.cli.completing import names_of
from qrt_facade.cli.errors import CommandError
from qrt_facade.cli.frame import Cli, command
from qrt_facade.cli.kinds import TEXT
from qrt_facade.cli.known_names import forget_job, remember_jobs
from qrt_facade.cli.options import argument
from qrt_facade.cli.render import records, tables
from qrt_facade.cli.shared_options import (
    backend_option,
    created_options,
    dry_runs_option,
    limit_option,
    save_option,
    session_option,
    tags_option,
    top_option,
    wait_timeout_option,
)
from qrt_facade.cli.waiting import finish, finish_undecoded

if TYPE_CHECKING:
    from pathlib import Path

    from qrt_facade import Job


@command("jobs")
@click.option("--pending", is_flag=True, help="Only queued and running jobs.")
@click.option("--ended", is_flag=True, help="Only jobs that have ended.")
@backend_option("On this backend.")
@click.option("--program", metavar="NAME", type=TEXT, help="Of this program, such as sampler.")
@session_option("Of this session or batch.")
@tags_option("With this tag. Repeatable: with all of them.")
@created_options
@click.option(
    "--mine",
    is_flag=True,
    help="Only your own; without it, other users' jobs are listed too, except on the Open plan.",
)
@limit_option()
@click.option("--oldest-first", is_flag=True, help="Oldest first.")
@dry_runs_option()
@click.option(
    "--watch",
    "-w",
    is_flag=True,
    help="Keep watching until Ctrl-C, which is then a success: redraws a terminal; writes a line per change to a pipe.",
)
def jobs(
    cli: Cli,
    /,
    *,
    pending: bool,
    ended: bool,
    limit: int,
    oldest_first: bool,
    watch: bool,
    mine: bool,
    **filters: Any,
) -> None:
    """List the jobs of the instance, or only yours (--mine), newest first."""
    if pending and ended:
        raise CommandError("--pending and --ended exclude all jobs", "remove both to see all")
    if watch and cli.common.ephemeral:
        raise CommandError(
            "the emulator of this command ends with it, so there are no jobs to watch",
            "start a lasting emulator with `qrt serve`, and pass its address with --url",
        )

    def ask() -> list[Job]:
        found = list(
            cli.client.jobs.list(
                limit=limit or None,
                pending=True if pending else False if ended else None,
                descending=not oldest_first,
                mine=mine or None,
                **filters,
            )
        )
        remember_jobs(cli.common, found)
        return found

    if watch:
        from qrt_facade.cli.watching import watch_jobs

        watch_jobs(cli, ask, oldest_first=oldest_first)
        return
    found = ask()
    listed = [records.job_record(one) for one in found]
    cli.output.emit(listed, lambda: cli.output.table(tables.jobs_table(one.state for one in found)))


def _show(cli: Cli, found: Job, *_: Any) -> None:
    cli.output.emit(records.job_record(found), lambda: cli.output.table(tables.job_table(found.state)))


def _cancel(cli: Cli, found: Job, *_: Any) -> None:
    found.cancel()
    _show(cli, found.refresh())


def _delete(cli: Cli, found: Job, *_: Any) -> None:
    found.delete()
    forget_job(cli.common, found.id)
    cli.output.emit(
        {"id": found.id, "deleted": True}, lambda: cli.output.text(f"job {found.id} and its data are deleted")
    )


def _logs(cli: Cli, found: Job, *_: Any) -> None:
    logs = found.logs()
    if not logs:
        cli.note(f"job {found.id} has no log")
    cli.output.emit(
        {"id": found.id, "logs": logs}, lambda: cli.output.text(logs.rstrip("\n")) if logs else None
    )


def _metrics(cli: Cli, found: Job, *_: Any) -> None:
    metrics = found.metrics()
    record = {"id": found.id, **records.record_of(metrics)}
    cli.output.emit(record, lambda: cli.output.table(tables.metrics_table(metrics)))


def _tags(cli: Cli, found: Job, words: tuple[str, ...], clear: bool) -> None:
    if words and clear:
        raise CommandError("--clear removes all tags, and cannot be combined with tags", "remove one of them")
    if words or clear:
        found.set_tags(words)
    tags = list(found.tags)
    if not tags:
        cli.note(f"job {found.id} has no tags")
    cli.output.emit(
        {"id": found.id, "tags": tags}, lambda: cli.output.text("\n".join(tags)) if tags else None
    )


_WAITS: Final = ("wait", "result")
_AT_ONCE: Final = {
    "show": _show,
    "cancel": _cancel,
    "delete": _delete,
    "logs": _logs,
    "metrics": _metrics,
    "tags": _tags,
}
_ACTIONS: Final = ("show", *_WAITS, *(name for name in _AT_ONCE if name != "show"))


@command("job")
@argument("job_id", "The job's id.", metavar="ID", shell_complete=names_of("jobs"))
@argument(
    "action",
    f"The action: {', '.join(_ACTIONS)}. [default: show]",
    metavar="[ACTION]",
    type=click.Choice(_ACTIONS),
    default="show",
)
@argument(
    "words",
    "With `tags`: its new tags.",
    metavar="[TAG]...",
    type=TEXT,
    nargs=-1,
    shell_complete=names_of("tags"),
)
@wait_timeout_option("With wait, result: seconds to wait; a day by default.")
@top_option("With wait, result: bitstrings in the histogram.")
@save_option("With wait, result: also write the result to this file.")
@click.option("--raw", is_flag=True, help="With result: the bytes as sent by the service, undecoded.")
@click.option("--clear", is_flag=True, help="With tags: remove all tags.")
def job(
    cli: Cli,
    job_id: str,
    action: str,
    words: tuple[str, ...],
    *,
    wait_timeout: float | None,
    top: int,
    save: Path | None,
    raw: bool,
    clear: bool,
) -> None:
    """Show a job, wait for it, fetch its result, cancel or delete it, read its logs, metrics and tags."""
    waits = action in _WAITS
    misplaced = (
        (wait_timeout is not None and not waits, "--wait-timeout", "wait and result"),
        (save is not None and not waits, "--save", "wait and result"),
        (raw and action != "result", "--raw", "result"),
        (bool(words) and action != "tags", f"{' '.join(words)!r}", "tags"),
        (clear and action != "tags", "--clear", "tags"),
    )
    for wrong, name, place in misplaced:
        if wrong:
            raise CommandError(
                f"{name} is not an option of `qrt job {job_id} {action}`", f"use it with {place}"
            )
    if save is not None:
        check_destination(save)
    found = cli.client.jobs.get(job_id)
    remember_jobs(cli.common, [found])
    if raw:
        finish_undecoded(cli, found, wait_timeout=wait_timeout, save=save)
    elif waits:
        finish(cli, found, wait_timeout=wait_timeout, top=top, save=save, observables=_observables(found))
    else:
        _AT_ONCE[action](cli, found, words, clear)


def _observables(found: Job) -> list[str]:
    """Return the names of an estimator job's observables, if they lie along the first axis of its values."""
    if found.program_id != "estimator" or found.private:
        return []
    pubs = list_of(found.params().get("pubs"))
    if len(pubs) != 1 or len(list_of(pubs[0])) < 2:
        return []
    _, observables, *values = list_of(pubs[0])
    column = list_of(observables) or [observables]
    if values and values[0] and any(len(list_of(entry)) != 1 for entry in column):
        # They are broadcast with the points of a sweep in a way that only the shapes determine.
        return []
    return [_name_of_observable(entry) for entry in column]


def _name_of_observable(entry: Any) -> str:
    wrapped = list_of(entry)
    single = wrapped[0] if len(wrapped) == 1 else entry
    return " + ".join(mapping_of(single)) or str(single)
