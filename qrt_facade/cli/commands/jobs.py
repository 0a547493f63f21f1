"""`qrt jobs` and `qrt job`: which there are, and what to do with one of them."""

from __future__ import annotations

import sys
from enum import StrEnum
from pathlib import Path  # noqa: TC003 - typer reads the annotations
from typing import TYPE_CHECKING, Annotated, Any

import typer

from qrt_facade._base.coerce import (
    list_of,
    mapping_of,
)
from qrt_facade.cli.common import Cli, command
from qrt_facade.cli.exits import Trouble

if TYPE_CHECKING:
    from qrt_facade._sync.job import Job


class Action(StrEnum):
    """What to do with a job."""

    SHOW = "show"
    WAIT = "wait"
    RESULT = "result"
    CANCEL = "cancel"
    DELETE = "delete"
    LOGS = "logs"
    METRICS = "metrics"
    TAGS = "tags"


def register(app: typer.Typer) -> None:
    """Add the commands."""
    command(app, "jobs")(jobs)
    command(app, "job")(job)


def jobs(
    cli: Cli,
    *,
    pending: Annotated[bool, typer.Option("--pending", help="Queued and running jobs only.")] = False,
    ended: Annotated[bool, typer.Option("--ended", help="Jobs that have ended only.")] = False,
    backend: Annotated[
        str | None, typer.Option("--backend", "-b", metavar="NAME", help="On this backend.")
    ] = None,
    program: Annotated[
        str | None, typer.Option("--program", metavar="NAME", help="Of this program, such as sampler.")
    ] = None,
    session: Annotated[
        str | None, typer.Option("--session", metavar="ID", help="Of this session or batch.")
    ] = None,
    tag: Annotated[
        list[str] | None,
        typer.Option("--tag", "-t", metavar="TAG", help="With this tag. Repeatable: with all of them."),
    ] = None,
    since: Annotated[
        str | None,
        typer.Option("--since", metavar="TIME", help="Created then or later: 2026-11-23, '23 Nov 14:00'."),
    ] = None,
    until: Annotated[
        str | None, typer.Option("--until", metavar="TIME", help="Created then or earlier.")
    ] = None,
    limit: Annotated[
        int, typer.Option("--limit", "-l", metavar="N", min=0, help="At most this many; 0 for all.")
    ] = 20,
    oldest_first: Annotated[bool, typer.Option("--oldest-first", help="Oldest first.")] = False,
) -> None:
    """List your jobs, newest first."""
    from qrt_facade.cli.render.records import job_record
    from qrt_facade.cli.render.tables import jobs_table

    if pending and ended:
        raise Trouble("--pending and --ended leave no job", "leave out both to see all")
    found = cli.client.jobs.list(
        limit=limit or None,
        pending=True if pending else False if ended else None,
        backend=backend,
        program=program,
        session=session,
        tags=tag or (),
        created_after=since,
        created_before=until,
        descending=not oldest_first,
    )
    listed = [job_record(one) for one in found]
    cli.output.emit(listed, lambda: cli.output.table(jobs_table(listed)))


def job(
    cli: Cli,
    job_id: Annotated[str, typer.Argument(metavar="ID", help="The job's id.")],
    action: Annotated[
        Action, typer.Argument(metavar="[ACTION]", help=f"What to do with it: {', '.join(Action)}.")
    ] = Action.SHOW,
    words: Annotated[
        list[str] | None, typer.Argument(metavar="[TAG]...", help="With `tags`: the tags it has from now on.")
    ] = None,
    *,
    wait_timeout: Annotated[
        float | None,
        typer.Option(
            "--wait-timeout",
            metavar="SECONDS",
            help="With wait, result: seconds to wait; a day when not given.",
        ),
    ] = None,
    top: Annotated[
        int, typer.Option("--top", metavar="N", min=1, help="With wait, result: bitstrings in the histogram.")
    ] = 16,
    save: Annotated[
        Path | None,
        typer.Option("--save", metavar="FILE", help="With wait, result: also write the result to this file."),
    ] = None,
    raw: Annotated[
        bool, typer.Option("--raw", help="With result: the bytes as the service sends them, undecoded.")
    ] = False,
    clear: Annotated[bool, typer.Option("--clear", help="With tags: take all tags away.")] = False,
) -> None:
    """Show a job, wait for it, fetch its result, cancel or delete it, read its logs, metrics and tags."""
    waits = action in {Action.WAIT, Action.RESULT}
    misplaced = (
        (wait_timeout is not None and not waits, "--wait-timeout", "wait and result"),
        (save is not None and not waits, "--save", "wait and result"),
        (raw and action is not Action.RESULT, "--raw", "result"),
        (bool(words) and action is not Action.TAGS, f"{' '.join(words or [])!r}", "tags"),
        (clear and action is not Action.TAGS, "--clear", "tags"),
    )
    for wrong, name, place in misplaced:
        if wrong:
            raise Trouble(f"{name} has no meaning for `qrt job {job_id} {action}`", f"it goes with {place}")
    found = cli.client.jobs.get(job_id)
    if waits and not raw:
        from qrt_facade.cli.commands.run_circuit import finish

        finish(cli, found, wait_timeout=wait_timeout, top=top, save=save, observables=_observables(found))
    elif raw:
        _raw(cli, found, wait_timeout, save)
    else:
        _ACTIONS[action](cli, found, words or [], clear=clear)


def _show(cli: Cli, found: Job, *_: Any, **__: Any) -> None:
    from qrt_facade.cli.render.records import job_record
    from qrt_facade.cli.render.tables import job_table

    record = job_record(found)
    cli.output.emit(record, lambda: cli.output.table(job_table(record)))


def _cancel(cli: Cli, found: Job, *_: Any, **__: Any) -> None:
    found.cancel()
    _show(cli, found.refresh())


def _delete(cli: Cli, found: Job, *_: Any, **__: Any) -> None:
    found.delete()
    cli.output.emit(
        {"id": found.id, "deleted": True}, lambda: cli.output.text(f"job {found.id} and its data are deleted")
    )


def _logs(cli: Cli, found: Job, *_: Any, **__: Any) -> None:
    logs = found.logs()
    if not logs:
        cli.note(f"job {found.id} has no log")
    cli.output.emit(
        {"id": found.id, "logs": logs}, lambda: cli.output.text(logs.rstrip("\n")) if logs else None
    )


def _metrics(cli: Cli, found: Job, *_: Any, **__: Any) -> None:
    from qrt_facade.cli.render.records import metrics_record
    from qrt_facade.cli.render.tables import metrics_table

    record = metrics_record(found.metrics())
    cli.output.emit({"id": found.id, **record}, lambda: cli.output.table(metrics_table(record)))


def _tags(cli: Cli, found: Job, words: list[str], *, clear: bool) -> None:
    if words and clear:
        raise Trouble("--clear takes all tags away, and tags were named", "leave out one of the two")
    if words or clear:
        found.set_tags(words)
    tags = list(found.tags)
    if not tags:
        cli.note(f"job {found.id} has no tags")
    cli.output.emit(
        {"id": found.id, "tags": tags}, lambda: cli.output.text("\n".join(tags)) if tags else None
    )


_ACTIONS = {
    Action.SHOW: _show,
    Action.CANCEL: _cancel,
    Action.DELETE: _delete,
    Action.LOGS: _logs,
    Action.METRICS: _metrics,
    Action.TAGS: _tags,
}


def _raw(cli: Cli, found: Job, wait_timeout: float | None, save: Path | None) -> None:
    from qrt_facade.cli.waiting import wait_for

    wait_for(cli, found, wait_timeout)
    body = found.result_body()
    if save is not None:
        save.write_bytes(body)
        cli.note(f"saved to {save}")
        return
    sys.stdout.flush()
    sys.stdout.buffer.write(body)
    sys.stdout.buffer.flush()


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
        # They are broadcast with the points of a sweep in some way that only the shapes tell.
        return []
    return [_name_of_observable(entry) for entry in column]


def _name_of_observable(entry: Any) -> str:
    wrapped = list_of(entry)
    single = wrapped[0] if len(wrapped) == 1 else entry
    return " + ".join(mapping_of(single)) or str(single)
