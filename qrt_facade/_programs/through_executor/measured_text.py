"""Edit OpenQASM 3 text: insert gates before its measurements, and measurements at its end.

The text is edited in place and not regenerated: comments, names and line numbers are preserved. Insertions are
on the line of the statement that they precede.

    program = MeasuredText.read(circuit)
    turned = with_rotations(program, program.final)
    turned.text                  # such as "... rz(qrt_a0) $3; sx $3; rz(qrt_b0) $3; sx $3; c[0] = measure $3;"

A rotation is `rz(a) sx rz(b) sx`, gates that all IBM devices have, with its angles as parameters of the circuit. Up to
a phase before the measurement, it is Qiskit's `UGate(b - pi, 0, a)`. With a = 0 it has no effect for b = pi (`REST`),
and exchanges 0 and 1 for b = 0 (`FLIP`).
"""

from __future__ import annotations

import math
import re
from typing import TYPE_CHECKING, Any, Final

from attrs import frozen

from qrt_facade._circuits.qasm import syntax
from qrt_facade._circuits.qasm.faults import FaultError
from qrt_facade._circuits.qasm.gates import STANDARD
from qrt_facade._circuits.qasm.program import Program
from qrt_facade._circuits.qasm.statement_parser import Parser
from qrt_facade._circuits.qasm.version2.as_version_3 import as_version_3
from qrt_facade._circuits.qasm.versions import version_of
from qrt_facade.errors import ConfigurationError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from qrt_facade._circuits.qasm.measured import Measured
    from qrt_facade._circuits.reading import Call, Fault, Reading

REST: Final = math.pi
"""The angle b of a rotation, with a = 0, that does not change a measurement."""

FLIP: Final = 0.0
"""The angle b of a rotation, with a = 0, that exchanges 0 and 1 of a measurement."""

_GATES: Final = {
    "rz": (1, "gate rz(angle_) qubit_ { U(0, 0, angle_) qubit_; }"),
    "sx": (0, "gate sx qubit_ { U(pi/2, -pi/2, pi/2) qubit_; }"),
}
"""Gates of a rotation -> their number of angles, and a definition for programs that neither define nor include them."""

_WORD: Final = re.compile(r"[^\W\d]\w*")
_IGNORED: Final = frozenset({"barrier", "delay"})


@frozen
class FinalMeasurement:
    """A measurement outside conditions that is followed only by barriers and delays on its qubit.

    Attributes:
        qubit: Index of the qubit.
        position: Index of the statement in the text.
        bits: Indices of the classical bits that the statement writes, nearly always one.
    """

    qubit: int
    position: int
    bits: tuple[int, ...]


@frozen
class RotatedText:
    """A text with rotations before measurements.

    Attributes:
        text: The OpenQASM 3 text.
        first: Names of the parameters a, one per rotation; empty if the rotations have none.
        second: Names of the parameters b, one per rotation.
    """

    text: str
    first: tuple[str, ...]
    second: tuple[str, ...]


@frozen
class MeasuredText:
    """An OpenQASM 3 program and its measurements.

    Attributes:
        text: The program.
        reading: Its content.
        registers: Fields of a sampler's result -> indices of the classical bits, bit 0 of the register first. Aliases
            share bits with other registers.
        measured: All measurements in order, including conditional ones.
        final: Measurements that can be rotated.
        bits_read: Classical bits that conditions read.
        qubit_names: The declared name of each qubit; empty if the program uses physical qubits, `$3`.
        start: Index in the text where declarations can be inserted: after the version and the includes.
        missing: Text that makes the gates of a rotation available: an include or definitions; "" if they already are.
    """

    text: str
    reading: Reading
    registers: Mapping[str, tuple[int, ...]]
    measured: tuple[Measured, ...]
    final: tuple[FinalMeasurement, ...]
    bits_read: frozenset[int]
    qubit_names: tuple[str, ...]
    start: int
    missing: str

    @classmethod
    def read(cls, text: str, where: str = "the circuit") -> MeasuredText:
        """Read a program.

        Args:
            text: The program. OpenQASM 2 is converted to OpenQASM 3 first, and `text` is then the result.
            where: What it is, used in messages, such as "PUB 0".

        Raises:
            ConfigurationError: It has a fault; the message shows the line and a caret.
        """
        try:
            if version_of(text) == 2:
                text = as_version_3(text)
            program, start = Program(text), len(text)
            for statement in Parser(text).statements():
                if start == len(text) and not isinstance(statement, syntax.Include):
                    start = statement.start
                program.add(statement)
        except FaultError as error:
            raise _unreadable(where, error.fault(text)) from None
        except ConfigurationError as error:  # OpenQASM 2 that cannot be read or has no equivalent
            raise ConfigurationError(f"{where}: {error}") from error
        except RecursionError:
            raise ConfigurationError(f"{where}: the circuit is nested too deeply.") from None
        reading = program.reading()
        if reading.faults:
            raise _unreadable(where, reading.faults[0])
        return cls(
            text=text,
            reading=reading,
            registers=program.register_bits,
            measured=tuple(program.measured),
            final=tuple(_final(reading.calls, program.measured)),
            bits_read=frozenset(program.bits_read),
            qubit_names=tuple(program.qubit_names),
            start=start,
            missing=_missing(program, where),
        )

    def qubit_name(self, qubit: int) -> str:
        """Return a qubit as written in statements of the program: `q[2]`, or `$2` for a physical qubit."""
        return self.qubit_names[qubit] if self.qubit_names else f"${qubit}"

    def unused_name(self, name: str) -> str:
        """Return the name, or a similar one that is not a prefix of any word in the program or its comments."""
        words, number, found = set(_WORD.findall(self.text)), 0, name
        while any(word.startswith(found) for word in words):
            number += 1
            found = f"{name}{number}_"
        return found


def with_rotations(
    program: MeasuredText, measurements: Iterable[FinalMeasurement], *, flips_only: bool = False
) -> RotatedText:
    """Insert a rotation before some of the final measurements, each with its own parameters.

    Args:
        program: The program. It may have parameters; the new ones have different names.
        measurements: The measurements of `program.final` to rotate.
        flips_only: Whether to omit the parameter a, leaving two pulses and one angle: `sx rz(b) sx`.

    Returns:
        The text, and the names of the parameters in the order of the measurements.
    """
    chosen = list(measurements)
    first, second = _names(program, len(chosen), flips_only=flips_only)
    edits = [(program.start, _declarations(program, [*first, *second]))] if chosen else []
    for index, one in enumerate(chosen):
        turned = _rotation(program.qubit_name(one.qubit), first[index : index + 1], second[index])
        edits.append((one.position, turned))
    return RotatedText(_edited(program.text, edits), first, second)


def with_measurements(program: MeasuredText, qubits: Sequence[int], *, register: str = "meas") -> RotatedText:
    """Append rotations, a barrier, and measurements into a new register to a program.

    Args:
        program: The program.
        qubits: Distinct indices of at least one qubit; physical qubits need not occur in the program.
        register: Name of the register, which must be unused, such as `program.unused_name("meas")`. Bit k
            is the measurement of `qubits[k]`.

    Returns:
        The text, and the names of the parameters in the order of the qubits.
    """
    first, second = _names(program, len(qubits), flips_only=False)
    names = [program.qubit_name(qubit) for qubit in qubits]
    turned = [_rotation(name, (a,), b).rstrip() for name, a, b in zip(names, first, second, strict=True)]
    measured = [f"{register}[{index}] = measure {name};" for index, name in enumerate(names)]
    text = _edited(program.text, [(program.start, _declarations(program, [*first, *second]))])
    end = [f"bit[{len(qubits)}] {register};", *turned, f"barrier {', '.join(names)};", *measured]
    return RotatedText("\n".join([text, *end, ""]), first, second)


def _names(
    program: MeasuredText, number: int, *, flips_only: bool
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return parameter names that sort by their number, so that they stay in order on the wire."""
    prefix, width = program.unused_name("qrt_"), len(str(max(number - 1, 0)))
    first, second = ([f"{prefix}{letter}{index:0{width}}" for index in range(number)] for letter in "ab")
    return (() if flips_only else tuple(first)), tuple(second)


def _declarations(program: MeasuredText, names: Iterable[str]) -> str:
    return program.missing + "".join(f"input float {name}; " for name in names)


def _rotation(qubit: str, first: Sequence[str], second: str) -> str:
    turned = "".join(f"rz({name}) {qubit}; " for name in first)
    return f"{turned}sx {qubit}; rz({second}) {qubit}; sx {qubit}; "


def _edited(text: str, edits: Iterable[tuple[int, str]]) -> str:
    """Return the text with pieces inserted at positions; pieces at one position keep their order."""
    parts: list[str] = []
    done = 0
    for position, piece in sorted(edits, key=lambda edit: edit[0]):
        parts += [text[done:position], piece]
        done = position
    return "".join([*parts, text[done:]])


def _final(calls: Sequence[Call], measured: Sequence[Measured]) -> Iterator[FinalMeasurement]:
    """Yield the final measurements in program order; `measured` has one entry per call of `measure`."""
    found: dict[tuple[int, int], tuple[int, ...]] = {}
    touched: dict[int, int] = {}  # qubit -> position of the last statement on it
    left = list(measured)
    for call in reversed(calls):
        if call.name in _IGNORED:
            continue
        if call.qubits is None:
            break  # unknown qubits, so nothing before it is final
        if call.name != "measure":
            touched |= dict.fromkeys(call.qubits, -1)
            continue
        one = left.pop()
        if touched.setdefault(one.qubit, one.position) == one.position and not one.conditional:
            key = one.qubit, one.position
            found[key] = (one.bit, *found.get(key, ()))
    for (qubit, position), bits in reversed(found.items()):
        yield FinalMeasurement(qubit, position, bits)


def _missing(program: Program, where: str) -> str:
    """Return text that defines the gates of a rotation that a program lacks.

    This is the include, unless the program has its own gates or variables with names from it.
    """
    definitions: list[str] = []
    for name, (angles, definition) in _GATES.items():
        found = program.meaning(name)
        if found is None:
            definitions.append(definition)
            continue
        gate: Any = found.data
        if found.kind != "gate" or (gate.num_angles, gate.num_qubits) != (angles, 1):
            raise ConfigurationError(
                f"{where}: the circuit defines {name!r} differently from the one-qubit gate that is inserted before "
                "measurements; rename it."
            )
    if definitions and all(program.meaning(name) is None for name in STANDARD):
        return 'include "stdgates.inc"; '
    return "".join(f"{one} " for one in definitions)


def _unreadable(where: str, fault: Fault) -> ConfigurationError:
    excerpt = f"\n{fault.excerpt}" if fault.excerpt else ""
    return ConfigurationError(f"{where}: the circuit cannot be read: {fault.located}{excerpt}")
