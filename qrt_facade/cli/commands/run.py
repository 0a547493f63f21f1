"""`qrt run`: submit a circuit, wait, show the result."""

from __future__ import annotations

import warnings
from typing import TYPE_CHECKING, Any, Final

import click

from qrt_facade._base.destinations import check_destination
from qrt_facade._circuits.encoding import encode_circuit
from qrt_facade._circuits.readers import read_circuit as read_encoded
from qrt_facade._policy.interruptions import InterruptionNote
from qrt_facade._policy.keys import checked_key, is_reusable
from qrt_facade._programs.choosing import Demand
from qrt_facade._programs.preflight import Problem, examine_submission
from qrt_facade._programs.preflight import check as problems_of
from qrt_facade._service.limits import MAX_EXECUTION_TIME
from qrt_facade._service.names import key_tag
from qrt_facade._service.reason_codes import NOT_ISA
from qrt_facade.cli.errors import CommandError, Exit
from qrt_facade.cli.frame import Cli, command
from qrt_facade.cli.inputs import ExecutorRun, Pub, parse_parameters, read_circuit
from qrt_facade.cli.kinds import TEXT, Amount, Whole
from qrt_facade.cli.known_names import remember_jobs
from qrt_facade.cli.options import argument
from qrt_facade.cli.render.records import job_record
from qrt_facade.cli.shared_options import (
    backend_option,
    save_option,
    session_option,
    tags_option,
    top_option,
    wait_timeout_option,
)
from qrt_facade.cli.waiting import finish
from qrt_facade.errors import CircuitWarning, ConfigurationError, NotFoundError

if TYPE_CHECKING:
    from pathlib import Path

    from qrt_facade import Backend, Estimate, Job
    from qrt_facade._policy.programs import ProgramChoice

_SEED_WITH_KEY: Final = 0
"""Random seed of --transpile with a key."""
_MOST_NAMED: Final = 5


@command("run")
@argument(
    "file",
    "OpenQASM 2 or 3, or a QPY file; `-` reads stdin.",
    metavar="FILE",
    type=click.Path(readable=False, allow_dash=True),  # for completion; `read_circuit` reports errors
)
@backend_option("Name of the backend.")
@click.option(
    "--least-busy",
    is_flag=True,
    help="The online backend with the shortest queue that supports the circuit's gates; the default without --backend.",
)
@click.option(
    "--min-qubits", metavar="N", type=Whole(), default=0, help="With --least-busy: minimum number of qubits."
)
@click.option("--shots", "-n", metavar="N", type=Whole(1), help="Shots; the service's default is 4096.")
@click.option(
    "--param",
    "-p",
    "params",
    metavar="NAME=VALUE",
    multiple=True,
    help="Value of a parameter: 0.3, pi/2, or 0,0.5,1 for a sweep. Repeatable.",
)
@click.option(
    "--program",
    type=click.Choice(["sampler", "estimator", "executor"]),
    help="Program; the estimator with --observable, else the sampler. The executor runs circuits unchanged.",
)
@click.option(
    "--through",
    type=click.Choice(["auto", "primitives", "executor"]),
    default="auto",
    help="How to run the sampler and the estimator: with the service's programs (primitives), with the "
    "executor, or with the service's programs as long as it has them (auto).",
)
@click.option(
    "--replications",
    metavar="N",
    type=Whole(1),
    help="With --program executor: run each point N times, each with its own counts.",
)
@click.option(
    "--scheduler-timing", is_flag=True, help="With --program executor: also return the circuit's schedule."
)
@click.option(
    "--stretch-values", is_flag=True, help="With --program executor: also return the resolved stretches."
)
@click.option(
    "--rep-delay",
    metavar="SECONDS",
    type=Amount(),
    help="With --program executor: time between two shots; the backend's by default.",
)
@click.option(
    "--observable",
    "-o",
    "observables",
    metavar="PAULIS",
    type=TEXT,
    multiple=True,
    help="Observable for the estimator, such as ZZ. Repeatable.",
)
@click.option(
    "--precision",
    metavar="ERROR",
    type=Amount(above_zero=True),
    help="With --observable: target standard error.",
)
@session_option("Id of a session or batch to run in.")
@click.option(
    "--private",
    is_flag=True,
    help="Private job: its inputs cannot be read back, and its result can be read only once.",
)
@click.option(
    "--max-time",
    "max_execution_time",
    metavar="SECONDS",
    type=Whole(1, MAX_EXECUTION_TIME, "seconds"),
    help="QPU seconds after which the service cancels the job.",
)
@click.option(
    "--max-seconds",
    metavar="SECONDS",
    type=Amount(above_zero=True, of="seconds"),
    help="Maximum cost in QPU seconds: a higher estimate is refused, and the service cancels the job at the limit.",
)
@click.option(
    "--dry-run",
    is_flag=True,
    help="Run it on the backend's mock device (not on all plans): no QPU time, random values.",
)
@click.option(
    "--estimate",
    is_flag=True,
    help="Print the QPU time that the job would take; submit nothing.",
)
@click.option("--transpile", is_flag=True, help="Rewrite the circuit for the backend first (needs Qiskit).")
@click.option(
    "--check/--no-check",
    default=True,
    show_default=False,
    help="Check the job against the backend before submitting it (two requests); on by default.",
)
@tags_option("A tag to find the job by. Repeatable.")
@click.option(
    "--key",
    metavar="KEY",
    help="Your name for this job, such as vqe/step-12: if you run the command again with the same key, even after a crash, it "
    "returns to the same job instead of paying for a second one.",
)
@click.option(
    "--on-failed",
    type=click.Choice(["submit", "adopt"]),
    default="submit",
    help="With --key, if its job failed or was cancelled: submit a new one, or report that one.",
)
@click.option("--detach", "-d", is_flag=True, help="Submit and return immediately.")
@wait_timeout_option("Seconds to wait for the end; a day by default.")
@top_option("Bitstrings in the histogram.")
@save_option("Also write the result to this file (.gz compresses).")
def run(
    cli: Cli,
    /,
    file: str,
    *,
    backend: str | None,
    least_busy: bool,
    min_qubits: int,
    shots: int | None,
    params: tuple[str, ...],
    program: str | None,
    through: ProgramChoice,
    replications: int | None,
    scheduler_timing: bool,
    stretch_values: bool,
    rep_delay: float | None,
    observables: tuple[str, ...],
    precision: float | None,
    session: str | None,
    estimate: bool,
    transpile: bool,
    check: bool,
    key: str | None,
    on_failed: str,
    detach: bool,
    wait_timeout: float | None,
    top: int,
    save: Path | None,
    **submission: Any,
) -> None:
    """Run a circuit: submit it, wait for its end, show counts or expectation values.

    With --estimate, nothing is submitted: the QPU time that the job would take is printed instead.

    Ctrl-C does not stop the job; the output then shows how to return to it. With --key, the same command
    returns to it.
    """
    _refuse_clashes(
        (backend is not None and least_busy, "--backend and --least-busy cannot be combined"),
        (
            bool(observables) and shots is not None,
            "--shots is for the sampler; with --observable, use --precision",
        ),
        (
            not observables and precision is not None,
            "--precision is for the estimator; without --observable, use --shots",
        ),
        (
            bool(observables) and program not in {None, "estimator"},
            f"--observable is for the estimator, not for --program {program}",
        ),
        (
            not observables and program == "estimator",
            "--program estimator requires --observable",
        ),
        (
            program == "executor" and through == "primitives",
            "--program executor cannot be combined with --through primitives",
        ),
        (detach and save is not None, "--save needs the result, and --detach does not wait for it"),
        (
            estimate and (detach or save is not None),
            f"--estimate submits no job, so it cannot be combined with {'--detach' if detach else '--save'}",
        ),
        (estimate and key is not None, "--estimate submits no job, so it cannot be combined with --key"),
    )
    if detach and cli.common.ephemeral:
        raise CommandError(
            "--detach with --local would end the emulator, and the job with it",
            "start a lasting emulator with `qrt serve`, and pass its address with --url",
        )
    if key is not None:
        checked_key(key)
    elif on_failed != "submit":
        raise CommandError(
            f"--on-failed {on_failed} requires --key",
            "pass the key of the job that may have failed",
        )
    if save is not None:
        check_destination(save)
    circuit = read_circuit(file, stdin_is_taken=cli.common.api_key == "-")
    executor = _executor_run(
        program,
        {
            "replications": replications,
            "scheduler_timing": scheduler_timing,
            "stretch_values": stretch_values,
            "rep_delay": rep_delay,
        },
    )
    pub = Pub(circuit, observables, parse_parameters(params), shots, precision, executor)
    _refuse_unreadable(pub, "stdin" if file == "-" else file)
    if backend is None and session is not None and not least_busy:
        backend = cli.client.sessions.get(session).backend
    if backend is None and key is not None:
        backend = _backend_of(cli, key, on_failed)
    place = (
        cli.client.backends.get(backend)
        if backend is not None
        else _least_busy_for(cli, pub, min_qubits, as_it_is=not transpile, check=check)
    )
    if transpile:
        # The same command has to submit the same circuit, so that the job is found by its key.
        pub = pub.transpiled_for(place, seed=None if key is None else _SEED_WITH_KEY)
    if estimate:
        expected = pub.estimate(cli.client, through, backend=place, session=session)
        cli.output.emit(expected.to_dict(), lambda: _show(cli, expected))
        return
    job = _submit(
        cli, pub, place, through, session=session, check=check, key=key, on_failed=on_failed, **submission
    )
    remember_jobs(cli.common, [job])
    emulated = " (emulated on this machine)" if cli.common.emulated else ""
    marked = ", a dry run: no QPU time, random values" if job.dry_run else ""
    adopted = f", adopted: it has the key {key!r}; nothing was submitted" if job.adopted else ""
    cli.note(f"job {job.id} on {job.backend}{emulated}{marked}{adopted}")
    if detach:
        cli.output.emit({"job": job_record(job), "result": None}, lambda: cli.output.text(job.id))
        return
    finish(
        cli,
        job,
        wait_timeout=wait_timeout,
        top=top,
        save=save,
        observables=observables,
        keyed=key is not None,
    )


def _show(cli: Cli, estimate: Estimate) -> None:
    for line in str(estimate).splitlines():
        cli.output.text(line)


def _executor_run(program: str | None, asked: dict[str, Any]) -> ExecutorRun | None:
    """Return the executor's settings; None for another program.

    Raises:
        CommandError: Another program is given options that only the executor has.
    """
    if program == "executor":
        return ExecutorRun(**asked)
    for name, value in asked.items():
        if value not in (None, False):
            raise CommandError(
                f"--{name.replace('_', '-')} is only for the executor",
                "use --program executor, or remove it",
            )
    return None


def _refuse_clashes(*clashes: tuple[bool, str]) -> None:
    for clash, what in clashes:
        if clash:
            raise CommandError(what, "remove one of them; `qrt run --help` explains both")


def _refuse_unreadable(pub: Pub, file: str) -> None:
    """Refuse an invalid program, or one whose parameters differ from those given, before sending a request."""
    reading = read_encoded(encode_circuit(pub.circuit), for_executor=pub.executor is not None)
    if reading is None:
        return
    if not reading.faults:
        _refuse_parameters(file, reading.parameters, set(pub.values or ()))
        return
    problem = Problem.of(reading.faults[0])
    more = len(reading.faults) - 1
    remedy = "correct the program; nothing was sent" + (f" ({more} more like this)" if more else "")
    raise CommandError(f"{file}: {problem}", remedy)


def _refuse_parameters(file: str, declared: frozenset[str] | None, given: set[str]) -> None:
    """Refuse parameters without a value, and values without a parameter."""
    if declared is None:
        return
    if missing := sorted(declared - given):
        noun = "parameter has" if len(missing) == 1 else "parameters have"
        raise CommandError(
            f"{file}: {len(missing)} {noun} no value: {', '.join(missing)}",
            "pass each with --param: " + " ".join(f"-p {name}=VALUE" for name in missing[:_MOST_NAMED]),
        )
    for name in sorted(given - declared):
        known = ", ".join(sorted(declared)) or "none"
        raise CommandError(
            f"--param {name}: {file} has no parameter of this name",
            f"correct or remove it; the circuit's parameters: {known}",
        )


def _backend_of(cli: Cli, key: str, on_failed: str) -> str | None:
    """Return the backend of the key's job, or None: the least busy backend may be a different one by now."""
    jobs = list(cli.client.jobs.list(tags=[key_tag(key)], include_mocks=True))
    good = [job for job in jobs if is_reusable(job.state)]
    return next((job.backend for job in good or (jobs if on_failed == "adopt" else [])), None)


def _least_busy_for(cli: Cli, pub: Pub, min_qubits: int, *, as_it_is: bool, check: bool) -> Backend:
    """Return the online backend with the shortest queue that is large enough and, if needed, has the instructions.

    Without `check`, the first one is used if none supports them.
    """
    from qrt_facade._sync.backends import least_busy_of

    least = max(min_qubits, pub.num_qubits)
    demand = Demand.of_job(pub.program_id, pub.params(), min_qubits=least) if as_it_is else Demand(least)
    backends = cli.client.backends.list()
    try:
        return least_busy_of(backends, demand)
    except NotFoundError as error:
        candidates = demand.ranked([one.state for one in backends])
        if not candidates:
            raise
        if not check:
            return backends[candidates[0]]
        raise CommandError(
            str(error),
            "run it with --transpile, or use only gates that `qrt backends NAME` lists; --no-check submits it "
            "unchanged. Nothing was sent",
        ) from error


def _submit(
    cli: Cli, pub: Pub, place: Backend, through: ProgramChoice, *, check: bool, **submission: Any
) -> Job:
    """Submit the job, after checking it against the backend with `check`; warnings are printed as notes."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("always", CircuitWarning)
            # The command reports this itself, with the command that shows the job.
            warnings.filterwarnings("ignore", message="interrupted: ", category=RuntimeWarning)
            return pub.submit(cli.client, through, backend=place, check=check, **submission)
    except ConfigurationError as error:
        if not error.job_rejected:
            raise
        raise CommandError(str(error), _remedy_for_rejected(pub, pub.params(), place)) from error
    except KeyboardInterrupt as stop:
        if submission.get("key") is not None:
            raise CommandError(
                "interrupted during the submission: a job may have been created",
                "run the same command again: with its --key, it adopts the job, or submits it if it does not exist",
                Exit.INTERRUPTED,
            ) from None
        note = InterruptionNote.of(stop)
        look = f"--tag {note.tag}" if note and note.tag else "--limit 5"
        look += " --include-mocks" if submission.get("dry_run") or place.is_mock else ""
        raise CommandError(
            "interrupted during the submission: a job may have been created",
            f"`qrt jobs {look}{cli.common.again}` shows it if it exists",
            Exit.INTERRUPTED,
        ) from None


def _remedy_for_rejected(pub: Pub, params: dict[str, Any], place: Backend) -> str:
    """Return what to do about a job that its backend would reject."""
    # An error found without the backend applies to any backend, and is reported without the check too.
    if examine_submission(pub.program_id, params).problems:
        return "correct it and run it again; nothing was sent"
    unchecked = "--no-check submits it unchanged. Nothing was sent"
    reading = read_encoded(encode_circuit(pub.circuit), for_executor=pub.executor is not None)
    if place.num_qubits and reading and (reading.num_qubits or 0) > place.num_qubits:
        return f"choose a larger backend with --backend (`qrt backends` lists them), or use fewer qubits; {unchecked}"
    found = problems_of(pub.program_id, params, place.configuration().to_dict())
    if any(problem.code == NOT_ISA for problem in found):
        return f"run it with --transpile, or correct it; {unchecked}"
    return f"correct it and run it again; {unchecked}"
