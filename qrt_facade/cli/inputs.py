"""Parsing of the inputs of `qrt run`: `theta=pi/2`, a circuit from a file or stdin, and the PUB made of them."""

from __future__ import annotations

import errno
import math
import re
import stat
import sys
from dataclasses import dataclass, replace
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from qrt_facade._base.coerce import is_list, mapping_of
from qrt_facade._circuits.encoding import encode_circuit, num_qubits_of
from qrt_facade._programs.executor.items import executor_job
from qrt_facade._programs.params import estimator_params, sampler_params
from qrt_facade.cli.errors import CommandError

if TYPE_CHECKING:
    from collections.abc import Mapping

    from qrt_facade import Backend, Estimate, Job, RuntimeClient
    from qrt_facade._policy.programs import ProgramChoice
    from qrt_facade.types import Circuit

_NUMBER: Final = r"(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?"
_MULTIPLE_OF_PI: Final = re.compile(
    rf"(?P<sign>[+-]?)(?:(?P<factor>{_NUMBER})\*?)?pi(?:/(?P<divisor>{_NUMBER}))?", re.IGNORECASE
)
_NAME: Final = re.compile(r"[^\W\d]\w*(?:\[\d+\])?")


def parse_parameters(texts: tuple[str, ...]) -> dict[str, float | list[float]] | None:
    """Parse `name=value` and `name=value,value,...`, which is a sweep; None if there are none.

    Raises:
        CommandError: A text does not have this form, or a name occurs twice.
    """
    values: dict[str, float | list[float]] = {}
    for text in texts:
        name, equals, written = text.partition("=")
        name = name.strip()
        if not equals or not _NAME.fullmatch(name):
            raise CommandError(
                f"--param {text!r} does not have the form name=value", "use a form such as --param theta=0.3"
            )
        if name in values:
            raise CommandError(
                f"--param {name} was passed twice", f"for a sweep write --param {name}=0,0.5,1"
            )
        numbers = [parse_number(part, name) for part in written.split(",")]
        values[name] = numbers if len(numbers) > 1 else numbers[0]
    return values or None


def parse_number(text: str, name: str) -> float:
    """Parse a finite number, or a multiple of pi such as `pi`, `-pi/2` or `3*pi/4`.

    Raises:
        CommandError: The text is neither.
    """
    text = text.strip()
    found = _MULTIPLE_OF_PI.fullmatch(text)
    try:
        if found is None:
            value = float(text)
        else:
            value = float(found["factor"] or 1) * math.pi / float(found["divisor"] or 1)
            value = -value if found["sign"] == "-" else value
    except (ValueError, ZeroDivisionError):
        value = math.nan
    if not math.isfinite(value):
        raise CommandError(
            f"--param {name}: {text!r} is not a number", "accepted: 0.3, -1e-2, pi, -pi/2, 3*pi/4"
        )
    return value


def read_circuit(file: str, *, stdin_is_taken: bool) -> str | Path:
    """Return the circuit of a command: the path of a file, or the text on stdin for `-`.

    Raises:
        CommandError: The file does not exist, or stdin is empty.
    """
    if file != "-":
        path = Path(file)
        if wrong := _unusable(file, path):
            raise CommandError(wrong, "pass an OpenQASM file, or - to read stdin")
        return path
    if stdin_is_taken:
        raise CommandError(
            "--api-key - and the circuit - cannot both be read from stdin", "pass one of them differently"
        )
    text = sys.stdin.read()
    if not text.strip():
        raise CommandError("there is no circuit on stdin", "pipe OpenQASM in: qrt run - < circuit.qasm")
    return text


def _unusable(file: str, path: Path) -> str | None:
    """Return why a path cannot be a circuit's file; None if it may be one."""
    shown = file if file.strip() else repr(file)
    try:
        mode = path.stat().st_mode if file.strip() else 0
    except OSError as error:
        absent = error.errno in {errno.ENOENT, errno.ENOTDIR}
        return f"there is no file {shown}" if absent else f"{shown} cannot be read: {error.strerror or error}"
    if stat.S_ISDIR(mode):
        return f"{shown} is a folder"
    if not mode:
        return f"there is no file {shown}"
    if not stat.S_ISREG(mode):
        return f"{shown} is a device or a pipe, not a file"
    return None if path.read_bytes().strip() else f"{shown} is empty"


@dataclass(frozen=True, slots=True)
class ExecutorRun:
    """The executor's settings in addition to a circuit, its values and its shots.

    Attributes:
        replications: How often each point is run; None for once, without an axis for it.
        scheduler_timing: Whether the schedule is returned.
        stretch_values: Whether the resolved stretches are returned.
        rep_delay: Seconds between two shots; None for the backend's default.
    """

    replications: int | None = None
    scheduler_timing: bool = False
    stretch_values: bool = False
    rep_delay: float | None = None

    def params(
        self, circuit: Circuit, values: Mapping[str, float | list[float]] | None, shots: int | None
    ) -> dict[str, Any]:
        """Return the job's parameters, as they go over the wire."""
        shape = None
        if self.replications is not None:
            swept = [len(one) for one in (values or {}).values() if isinstance(one, list)]
            shape = (self.replications, max(swept)) if swept else (self.replications,)
        return executor_job(
            (circuit, values, shape),
            shots=shots,
            scheduler_timing=self.scheduler_timing,
            stretch_values=self.stretch_values,
            rep_delay=self.rep_delay,
        )


@dataclass(frozen=True, slots=True)
class Pub:
    """One circuit with its inputs. With observables it is for the estimator; otherwise for the sampler or the executor.

    Attributes:
        circuit: OpenQASM, the path of a file, or a Qiskit circuit.
        observables: The estimator's observables.
        values: Values of the circuit's parameters by name.
        shots: The sampler's or the executor's shots; None for the service's default, or 4096 for the executor.
        precision: The estimator's target standard error; None for the service's default.
        executor: The executor's settings; None for the sampler and the estimator.
    """

    circuit: Circuit
    observables: tuple[Any, ...] = ()
    values: dict[str, float | list[float]] | None = None
    shots: int | None = None
    precision: float | None = None
    executor: ExecutorRun | None = None

    @property
    def program_id(self) -> str:
        """The program of the job."""
        if self.executor is not None:
            return "executor"
        return "estimator" if self.observables else "sampler"

    @property
    def num_qubits(self) -> int:
        """Number of qubits that the circuit declares; 0 if it uses physical ones, or needs Qiskit to be parsed."""
        return num_qubits_of(self.circuit, encode_circuit(self.circuit)) or 0

    def params(self) -> dict[str, Any]:
        """Return the job's parameters, as they go over the wire."""
        if self.executor is not None:
            return self.executor.params(self.circuit, self.values, self.shots)
        if not self.observables:
            return sampler_params(self.circuit, shots=self.shots, options=None, parameters=self.values)
        return estimator_params(
            [self._observed], precision=self.precision, resilience_level=None, options=None
        )

    def submit(self, client: RuntimeClient, through: ProgramChoice, **submission: Any) -> Job:
        """Submit the job.

        Args:
            client: The client.
            through: How to run a sampler's or an estimator's work, as for `--through`.
            submission: The backend, the session, and the options common to all programs.
        """
        if self.executor is not None:
            return client.jobs.submit("executor", self.params(), **submission)
        if self.observables:
            return client.estimator.submit(
                [self._observed], precision=self.precision, program=through, **submission
            )
        return client.sampler.submit(
            self.circuit, shots=self.shots, parameters=self.values, program=through, **submission
        )

    def estimate(self, client: RuntimeClient, through: ProgramChoice, **place: Any) -> Estimate:
        """Return the expected cost.

        Args:
            client: The client.
            through: How to run a sampler's or an estimator's work, as for `--through`.
            place: The backend, the session and the calibration of the job.
        """
        if self.executor is not None:
            return client.jobs.estimate("executor", self.params(), **place)
        if self.observables:
            return client.estimator.estimate(
                [self._observed], precision=self.precision, program=through, **place
            )
        return client.sampler.estimate(
            self.circuit, shots=self.shots, parameters=self.values, program=through, **place
        )

    @property
    def _observed(self) -> Any:
        """The estimator's PUB: observables are in a column, so that each is combined with every point of a sweep."""
        sweeps = any(is_list(value) for value in mapping_of(self.values).values())
        column = [[one] for one in self.observables] if sweeps else list(self.observables)
        return (self.circuit, column) if self.values is None else (self.circuit, column, self.values)

    def transpiled_for(self, backend: Backend, *, seed: int | None = None) -> Pub:
        """Return the PUB transpiled for a backend; the observables follow the qubits to their new positions.

        Args:
            backend: The backend.
            seed: Makes the result repeatable; None for a random one.

        Raises:
            CommandError: An observable does not fit the circuit.
            ConfigurationError: Qiskit is not installed.
        """
        circuit = backend.transpile(self.circuit, seed=seed)
        observables = self.observables
        if observables and circuit.layout is not None:
            # Qiskit has no types; it is installed, because the circuit is Qiskit's.
            info: Any = import_module("qiskit.quantum_info")
            unfit: Any = import_module("qiskit.exceptions").QiskitError
            try:
                observables = tuple(
                    info.SparsePauliOp(one).apply_layout(circuit.layout) for one in observables
                )
            except unfit as error:
                raise CommandError(
                    f"--observable does not fit the circuit: {error.message}",
                    "an observable has one of the letters I, X, Y, Z for each qubit of the circuit",
                ) from error
        return replace(self, circuit=circuit, observables=observables)
