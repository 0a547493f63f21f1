"""Gates of OpenQASM 2: those that a program can use, their numbers of angles and qubits, and their names in Qiskit."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Final, NamedTuple

from qrt_facade._base.wording import pluralize
from qrt_facade._circuits.qasm.faults import FaultError, quoted
from qrt_facade._circuits.qasm.gates import own_name
from qrt_facade._service.reason_codes import NOT_VALID

if TYPE_CHECKING:
    from qrt_facade._circuits.qasm.tokens import Token


class Gate(NamedTuple):
    """A gate that can be called.

    Attributes:
        angles: Number of angles.
        qubits: Number of qubits.
        name: Its name in Qiskit.
        own: Whether the program defines it and Qiskit has no gate of that name and shape.
        needs_angles: Whether the definition uses an angle of the call: Qiskit does not check the number for gates
            defined so.
    """

    angles: int
    qubits: int
    name: str
    own: bool = False
    needs_angles: bool = False


def _of(angles: int, qubits: int, names: str) -> dict[str, Gate]:
    return {name: Gate(angles, qubits, name) for name in names.split()}


_INCLUDED: Final = {
    **_of(3, 1, "u3"),
    **_of(2, 1, "u2"),
    **_of(1, 1, "u1 rx ry rz"),
    **_of(0, 1, "id x y z h s sdg t tdg"),
    **_of(0, 2, "cx cz cy ch"),
    **_of(0, 3, "ccx"),
    **_of(1, 2, "crz cu1"),
    **_of(3, 2, "cu3"),
}
"""Gates defined in qelib1.inc."""

_BUILT_IN: Final = {
    **_of(1, 1, "u0 p"),
    **_of(3, 1, "u"),
    **_of(0, 1, "sx sxdg"),
    **_of(0, 2, "swap csx"),
    **_of(0, 3, "cswap rccx"),
    **_of(1, 2, "crx cry cp rxx rzz"),
    **_of(4, 2, "cu"),
    "rc3x": Gate(0, 4, "rcccx"),
    "c3x": Gate(0, 4, "mcx"),
    "c3sqrtx": Gate(0, 4, "c3sx"),
    "c4x": Gate(0, 5, "mcx"),
}
"""Gates that Qiskit's reader knows without a definition (LEGACY_CUSTOM_INSTRUCTIONS)."""

_KNOWN: Final = {**_INCLUDED, **_BUILT_IN, **_of(1, 1, "delay")}
"""Gates that keep Qiskit's meaning if a program defines them with the same numbers of angles and qubits."""


def shape_of_known(name: str) -> tuple[int, int] | None:
    """Return the numbers of angles and qubits of a gate built into Qiskit's reader; None for any other name."""
    known = _KNOWN.get(name)
    return None if known is None else (known.angles, known.qubits)


class Gates:
    """The gates known at the current point of a program."""

    def __init__(self) -> None:
        self.known = {"U": Gate(3, 1, "u"), "CX": Gate(0, 2, "cx"), **_BUILT_IN}
        self._may_be_defined = set(_KNOWN)

    def include(self, taken: set[str], token: Token) -> None:
        """Define the gates of qelib1.inc.

        Args:
            taken: Names of the program's registers.
            token: The include statement, for the fault.
        """
        for name, gate in _INCLUDED.items():
            self.define(name, gate.angles, gate.qubits, taken, token)

    def define(
        self,
        name: str,
        angles: int,
        qubits: int,
        taken: set[str],
        token: Token,
        *,
        needs_angles: bool = False,
    ) -> None:
        """Define a gate, as a statement `gate` or `opaque` does.

        Args:
            name: Its name.
            angles: Number of angles.
            qubits: Number of qubits.
            taken: Names of the program's registers.
            token: The definition, for the fault.
            needs_angles: Whether the definition uses any of the angles.

        Raises:
            FaultError: The name is already used.
        """
        if name in taken or (name in self.known and name not in self._may_be_defined):
            raise FaultError(f"{quoted(name)} is already defined", token.start, NOT_VALID)
        known = _KNOWN.get(name) if name in self._may_be_defined else None
        self._may_be_defined.discard(name)
        if known is not None and known[:2] == (angles, qubits):
            self.known[name] = known
        else:
            self.known[name] = Gate(angles, qubits, own_name(name), own=True, needs_angles=needs_angles)

    def called(self, token: Token) -> Gate:
        """Return the gate that a program calls.

        Raises:
            FaultError: It is not defined at this point.
        """
        gate = self.known.get(token.text)
        if gate is None:
            advice = 'include "qelib1.inc"' if token.text in _KNOWN else "define it with a gate statement"
            raise FaultError(
                f"the gate {quoted(token.text)} is not defined; {advice}", token.start, NOT_VALID
            )
        return gate


def check_angles(gate: Gate, values: tuple[float, ...], token: Token) -> None:
    """Check the angles of one of Qiskit's own gates.

    Raises:
        FaultError: Angles are missing, or a delay is not a whole number.
    """
    if gate.own:
        return
    if len(values) != gate.angles:
        raise FaultError(count_message(token.text, "angle", gate.angles, len(values)), token.start, NOT_VALID)
    if gate.name in {"delay", "u0"}:
        (value,) = values
        if not math.isfinite(value) or value != int(value) or (gate.name == "delay" and value < 0):
            raise FaultError(
                f"{quoted(token.text)} requires a whole number (for a delay, 0 or more), but got {value:g}",
                token.start,
                NOT_VALID,
            )


def count_message(name: str, what: str, expected: int, actual: int) -> str:
    """Return the message for a wrong number of a gate's angles or qubits."""
    return f"{quoted(name)} takes {pluralize(expected, what)}, but got {actual}"
