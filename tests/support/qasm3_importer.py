"""Compare OpenQASM 3 readers with Qiskit's importer."""

from __future__ import annotations

import contextlib
import io
import math
import re
import warnings
from typing import TYPE_CHECKING, Any

from openqasm3.parser import QASM3ParsingError
from qiskit import QuantumCircuit, qasm3
from qiskit.circuit import ControlFlowOp

from qrt_facade._circuits.expressions import evaluate

if TYPE_CHECKING:
    from collections.abc import Mapping

    from qrt_facade._circuits.reading import Reading

_NOT_SUPPORTED = re.compile(r"not (?:currently )?supported|only .* (?:is|are) supported", re.DOTALL)
_EARLIER = re.compile(r"cannot have -\d+ bits|takes \d+ (?:angle|qubit)s?, but got|not a gate")

_SLICE = re.compile(r"\[[^\]]*:[^\]]*\]")


def imported(text: str) -> tuple[int | None, QuantumCircuit | None]:
    """Return the code that a program would fail with, or None, and the circuit.

    1603 stands for parser errors and a duplicate qubit in one instruction, 1521 for what the importer calls
    unsupported, and 1506 for any other exception.
    """
    silent = io.StringIO()
    try:
        with contextlib.redirect_stderr(silent), warnings.catch_warnings():
            warnings.simplefilter("ignore")
            return None, qasm3.loads(text)
    except (QASM3ParsingError, RecursionError):
        return 1603, None
    except qasm3.QASM3ImporterError as error:
        return 1521 if _NOT_SUPPORTED.search(str(error)) else 1506, None
    except Exception as error:  # noqa: BLE001 - the importer may raise any error
        empty = isinstance(error, AttributeError) and "'line'" in str(error)
        return 1603 if empty or "duplicate bit arguments" in str(error) else 1506, None


def differences(reading: Reading, text: str) -> list[str]:
    """Return how a reading differs from the importer: code, calls, angles, bits, units, blocks, registers, inputs."""
    code, circuit = imported(text)
    own = reading.faults[0].code if reading.faults else None
    message = reading.faults[0].message if reading.faults else ""
    if own == 1506 and _EARLIER.search(message) and (code is not None or _SLICE.search(text)):
        return []  # the reader checks numbers first, as the emulator does; the importer last, or never without qubits
    if own == 1506 and code is None and "0 controls" in message:
        return []  # Qiskit 2 converts `ctrl(0) @ x` to an `mcx` on one qubit; OpenQASM 3 requires a positive number
    if own != code:
        return [f"code {own} ({message}), the importer {code}"]
    if circuit is None:
        return []
    steps, blocks = _steps(circuit, list(range(circuit.num_qubits)), list(range(circuit.num_clbits)))
    values = {name: 0.3 + 0.7 * index for index, name in enumerate(sorted(reading.parameters or ()))}
    found = {
        "calls": (
            [(call.name, call.qubits, call.bits, call.unit) for call in reading.calls],
            [step[:4] for step in steps],
        ),
        "blocks": (
            [(block.first, *block.ends, set(block.qubits), set(block.bits)) for block in reading.blocks],
            blocks,
        ),
        "qubits": (reading.num_qubits, circuit.num_qubits),
        "inputs": (reading.parameters, {parameter.name for parameter in circuit.parameters}),
        "registers": (dict(reading.registers), {register.name: register.size for register in circuit.cregs}),
    }
    differing = [
        f"{what} {ours}, the importer {theirs}" for what, (ours, theirs) in found.items() if ours != theirs
    ]
    for call, (name, *_, angles) in zip(reading.calls, steps, strict=False):
        ours = [evaluate(angle, values) for angle in call.angles]
        theirs = [_bound(angle, values) for angle in angles]
        if not (len(ours) == len(theirs) and all(map(_is_close, ours, theirs))):
            differing.append(f"angles of {name} {ours}, the importer {theirs}")
    return differing


_Step = tuple[str, tuple[int, ...], tuple[int, ...], str, list[Any]]


def _steps(
    circuit: QuantumCircuit, places: list[int], bit_places: list[int], first: int = 0
) -> tuple[list[_Step], list[tuple[Any, ...]]]:
    """Return name, qubits, bits, unit and angles of each instruction, and the bits and ends of conditions."""
    found: list[_Step] = []
    blocks: list[tuple[Any, ...]] = []
    for step in circuit.data:
        operation = step.operation
        qubits = tuple(places[circuit.find_bit(qubit).index] for qubit in step.qubits)
        bits = tuple(bit_places[circuit.find_bit(bit).index] for bit in step.clbits)
        if isinstance(operation, ControlFlowOp):
            begun, ends = first + len(found), []
            for block in operation.blocks:
                found += _steps(block, list(qubits), list(bits), first + len(found))[0]
                ends.append(first + len(found))
            ends += ends[-1:] * (2 - len(ends))  # without an else
            blocks.append((begun, *ends, set(qubits), set(bits)))
            continue
        name = str(operation.name)
        if re.fullmatch(r"c+circuit-\d+", name):  # a controlled global phase
            name = name.partition("circuit")[0] + "gphase"
        unit = operation.unit if name == "delay" else "dt"
        found.append((name, qubits, bits, unit, [] if name == "unitary" else operation.params))
    return found, blocks


def _bound(angle: Any, values: Mapping[str, float]) -> float:
    if not hasattr(angle, "parameters"):
        return float(angle)
    return float(angle.bind({parameter: values[parameter.name] for parameter in angle.parameters}))


def _is_close(ours: float | None, theirs: float) -> bool:
    return ours is not None and math.isclose(ours, theirs, rel_tol=1e-9, abs_tol=1e-9)
