"""`qrt run`: submit a circuit, wait, show what came out."""

from __future__ import annotations

import re
from pathlib import Path  # noqa: TC003 - typer reads the annotations
from typing import TYPE_CHECKING, Annotated, Any

import typer

from qrt_facade.cli.common import Cli, command
from qrt_facade.cli.exits import Exit, Trouble

if TYPE_CHECKING:
    from qrt_facade._sync.backends import Backend
    from qrt_facade._sync.job import Job
    from qrt_facade.cli.pubs import Pubs


def register(app: typer.Typer) -> None:
    """Add the command."""
    command(app, "run")(run)


def run(
    cli: Cli,
    file: Annotated[
        str, typer.Argument(metavar="FILE", help="OpenQASM 2 or 3, or a QPY file; `-` reads stdin.")
    ],
    *,
    backend: Annotated[
        str | None, typer.Option("--backend", "-b", metavar="NAME", help="Name of the backend.")
    ] = None,
    least_busy: Annotated[
        bool,
        typer.Option(
            "--least-busy",
            help="The online backend with the shortest queue that has the circuit's gates; so it is when nothing is named.",
        ),
    ] = False,
    min_qubits: Annotated[
        int, typer.Option("--min-qubits", metavar="N", help="With --least-busy: at least this many.")
    ] = 0,
    shots: Annotated[
        int | None, typer.Option("--shots", "-n", metavar="N", help="Shots; 4096 at the service.")
    ] = None,
    param: Annotated[
        list[str] | None,
        typer.Option(
            "--param",
            "-p",
            metavar="NAME=VALUE",
            help="Value of a parameter: 0.3, pi/2, or 0,0.5,1 for a sweep. Repeatable.",
        ),
    ] = None,
    observable: Annotated[
        list[str] | None,
        typer.Option(
            "--observable",
            "-o",
            metavar="PAULIS",
            help="Ask the estimator for this expectation value, such as ZZ. Repeatable.",
        ),
    ] = None,
    precision: Annotated[
        float | None,
        typer.Option("--precision", metavar="ERROR", help="With --observable: standard error aimed at."),
    ] = None,
    session: Annotated[
        str | None, typer.Option("--session", metavar="ID", help="Id of a session or batch to run in.")
    ] = None,
    private: Annotated[
        bool, typer.Option("--private", help="Keep the inputs unreadable; the result can be read once.")
    ] = False,
    max_time: Annotated[
        int | None,
        typer.Option(
            "--max-time", metavar="SECONDS", help="QPU seconds after which the service cancels the job."
        ),
    ] = None,
    transpile: Annotated[
        bool, typer.Option("--transpile", help="Rewrite the circuit for the backend first (needs Qiskit).")
    ] = False,
    tag: Annotated[
        list[str] | None,
        typer.Option("--tag", "-t", metavar="TAG", help="A tag to find the job by. Repeatable."),
    ] = None,
    detach: Annotated[bool, typer.Option("--detach", "-d", help="Submit and return at once.")] = False,
    wait_timeout: Annotated[
        float | None,
        typer.Option(
            "--wait-timeout", metavar="SECONDS", help="Seconds to wait for the end; a day when not given."
        ),
    ] = None,
    top: Annotated[int, typer.Option("--top", metavar="N", min=1, help="Bitstrings in the histogram.")] = 16,
    save: Annotated[
        Path | None,
        typer.Option("--save", metavar="FILE", help="Also write the result to this file (.gz compresses)."),
    ] = None,
) -> None:
    """Run a circuit: submit it, wait for its end, show counts or expectation values.

    The job goes on when you press Ctrl-C; what is printed then says how to come back to it.
    """
    _check(cli, backend=backend, least_busy=least_busy, observables=observable, shots=shots,
           precision=precision, detach=detach, save=save)  # fmt: skip
    from qrt_facade.cli.given import circuit_of, parameters_of
    from qrt_facade.cli.pubs import Pubs

    circuit: Any = circuit_of(file, stdin_is_taken=cli.common.api_key == "-")
    pubs = Pubs(circuit, observable or [], parameters_of(param or []), shots, precision)
    place = _place(
        cli, pubs, backend, session, least_busy=least_busy, min_qubits=min_qubits, transpile=transpile
    )
    if transpile:
        pubs = pubs.transpiled_for(place)
    job = _submit(cli, pubs, place, session, tags=tag or [], private=private, max_execution_time=max_time)
    emulated = " (emulated on this machine)" if cli.common.emulated else ""
    cli.note(f"job {job.id} on {job.backend}{emulated}")
    if detach:
        from qrt_facade.cli.render.records import job_record

        record = job_record(job)
        cli.output.emit({"job": record, "result": None}, lambda: cli.output.text(job.id))
        return
    finish(cli, job, wait_timeout=wait_timeout, top=top, save=save, observables=observable or [])


def finish(
    cli: Cli, job: Job, *, wait_timeout: float | None, top: int, save: Path | None, observables: list[str]
) -> None:
    """Wait for a job, show its result, and keep it in a file if asked to.

    With `--json` the job is printed even when it has no result, so that a script never loses its id.
    """
    from qrt_facade.cli.render.records import job_record, result_record
    from qrt_facade.cli.render.results import show_result
    from qrt_facade.cli.waiting import wait_for

    try:
        wait_for(cli, job, wait_timeout)
        result = job.result()
    except BaseException:
        if cli.common.json:
            cli.output.emit({"job": job_record(job), "result": None}, lambda: None)
        raise
    if save is not None:
        result.save(save)
        cli.note(f"saved to {save}")
    record = result_record(result)
    cli.output.emit(
        {"job": job_record(job), "result": record},
        lambda: show_result(cli.output, record, top=top, observables=observables),
    )


def _check(
    cli: Cli,
    *,
    backend: str | None,
    least_busy: bool,
    observables: Any,
    shots: Any,
    precision: Any,
    detach: bool,
    save: Any,
) -> None:
    clashes = (
        (backend is not None and least_busy, "--backend and --least-busy both say where to run"),
        (
            bool(observables) and shots is not None,
            "--shots is for the sampler; with --observable give --precision",
        ),
        (
            not observables and precision is not None,
            "--precision is for the estimator; without --observable give --shots",
        ),
        (detach and save is not None, "--save keeps a result, and --detach does not wait for one"),
    )
    for clash, what in clashes:
        if clash:
            raise Trouble(what, "leave out one of the two; `qrt run --help` tells more")
    if detach and cli.common.local and cli.common.url is None:
        raise Trouble(
            "--detach with --local would end the emulator, and the job with it",
            "start an emulator that stays with `qrt serve`, and name it with --url",
        )
    if save is not None and not save.absolute().parent.is_dir():
        raise Trouble(f"--save {save}: there is no folder {save.absolute().parent}", "make the folder first")


def _place(
    cli: Cli,
    pubs: Pubs,
    name: str | None,
    session: str | None,
    *,
    least_busy: bool,
    min_qubits: int,
    transpile: bool,
) -> Backend:
    if name is None and session is not None and not least_busy:
        name = cli.client.sessions.get(session).backend
    if name is not None:
        return cli.client.backends.get(name)
    from qrt_facade.cli.choosing import least_busy_for

    params = None if transpile else pubs.params()
    return least_busy_for(cli.client, pubs.program_id, params, max(min_qubits, pubs.num_qubits))


def _submit(cli: Cli, pubs: Pubs, place: Backend, session: str | None, **submission: Any) -> Job:
    params = pubs.params()
    try:
        return cli.client.jobs.submit(pubs.program_id, params, backend=place, session=session, **submission)
    except KeyboardInterrupt as stop:
        # The library's note carries the tag by which a job is found that was created all the same.
        tag = re.search(r"qrt-submission-[0-9a-f]+", " ".join(getattr(stop, "__notes__", ())))
        look = f"--tag {tag.group()}" if tag else "--limit 5"
        raise Trouble(
            "interrupted during the submission: a job may have been created",
            f"`qrt jobs {look}{cli.common.again}` shows it if there is one",
            Exit.INTERRUPTED,
        ) from None
