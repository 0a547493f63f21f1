"""The gates of OpenQASM 3 under the names used by the service's importer, and the effect of modifiers."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Final, NamedTuple

from qrt_facade._circuits.expressions import Operation, evaluate

if TYPE_CHECKING:
    from collections.abc import Iterable

    from qrt_facade._circuits.expressions import Expression


class Gate(NamedTuple):
    """A gate that a program can call.

    Attributes:
        name: Its name as an instruction.
        num_angles: Number of parameters.
        num_qubits: Number of qubits.
        is_standard: Whether Qiskit has a class for it.
    """

    name: str
    num_angles: int
    num_qubits: int
    is_standard: bool = True


class Applied(NamedTuple):
    """A modifier ("inv", "pow", "ctrl" or "negctrl") with its exponent or number of controls."""

    name: str
    number: float


BUILT_IN: Final = Gate("u", 3, 1)
"""`U`, the only gate available without an include."""

STANDARD: Final[dict[str, Gate]] = {
    **{name: Gate(name, 0, 1) for name in ("x", "y", "z", "h", "s", "sdg", "t", "tdg", "sx")},
    **{name: Gate(name, 1, 1) for name in ("p", "rx", "ry", "rz", "u1")},
    **{name: Gate(name, 0, 2) for name in ("cx", "cy", "cz", "ch", "swap")},
    **{name: Gate(name, 1, 2) for name in ("cp", "crx", "cry", "crz")},
    **{name: Gate(name, 0, 3) for name in ("ccx", "cswap")},
    "cu": Gate("cu", 4, 2),
    "u2": Gate("u2", 2, 1),
    "u3": Gate("u3", 3, 1),
    "CX": Gate("cx", 0, 2),
    "phase": Gate("p", 1, 1),
    "cphase": Gate("cp", 1, 2),
    "id": Gate("id", 0, 1),
}
"""The gates of stdgates.inc, as in the importer (`_STDGATES` of qiskit_qasm3_import 0.6)."""

ANGLES: Final = {"ecr": 0, "rzz": 1, "u": 3, **{name: gate.num_angles for name, gate in STANDARD.items()}}
"""Number of angles of the gates that devices have and of the standard gates."""

NATIVE: Final = frozenset(ANGLES)
"""Names of the gates that devices have and of the standard gates."""

FURTHER: Final = {"measure_": (1, 1), "reset_": (1, 0)}
"""Prefix of the names of further measurements and resets -> number of qubits and classical bits."""

_NOT_GATES = frozenset(
    {"barrier", "delay", "measure", "reset", "store", "gphase", "if_else", "for_loop", "while_loop", "switch_case",
     "break_loop", "continue_loop", "box"}
)  # fmt: skip

_ADJOINTS = {"s": "sdg", "t": "tdg", "sx": "sxdg", "cs": "csdg", "csx": "csxdg"}
_INVERSES = {**_ADJOINTS, **{inverse: gate for gate, inverse in _ADJOINTS.items()}}
_OWN_INVERSES = frozenset("x y z h cx cy cz ch swap ccx ccz cswap unitary".split())  # noqa: SIM905
_ROTATIONS = frozenset("p rx ry rz cp crx cry crz u1 cu1 rzz".split())  # noqa: SIM905
_EULER = {
    "u": (0, 2, 1),
    "u3": (0, 2, 1),
    "cu": (0, 2, 1, 3),
}  # order of the inverse's angles, which are negated
_POWERS = frozenset("p rx ry rz cp".split())  # noqa: SIM905
_PHASES = {"z": 1.0, "s": 0.5, "sdg": -0.5, "t": 0.25, "tdg": -0.25}  # in units of pi


def own_name(name: str) -> str:
    """Return the name of a gate that a circuit defines, changed if it clashes with a non-gate of the service."""
    return f"custom {name}" if name in _NOT_GATES or name.startswith(tuple(FURTHER)) else name


def expanded(gate: Gate, angles: tuple[Expression, ...]) -> tuple[str, tuple[Expression, ...]]:
    """Return name and angles as an instruction: `id` becomes a `u` with angles 0."""
    return ("u", (0.0, 0.0, 0.0)) if gate.name == "id" and gate.is_standard else (gate.name, angles)


def modified(
    gate: Gate, angles: tuple[Expression, ...], modifiers: Iterable[Applied]
) -> tuple[str, tuple[Expression, ...]] | None:
    """Return name and angles of a gate with modifiers, the innermost first, as in Qiskit.

    A result that no device supports gets a name like Qiskit's, which can be "unitary". Returns None if a power needs
    numeric angles.
    """
    name, angles = expanded(gate, angles)
    known = gate.is_standard
    for modifier in modifiers:
        if modifier.name == "inv":
            name, angles = _inverted(name, angles) if known else (f"{name}_dg", angles)
        elif modifier.name == "pow" and not known:
            name = f"{name}^{modifier.number}"
        elif modifier.name == "pow":
            powered = _to_power(name, angles, modifier.number)
            if powered is None:
                return None
            name, angles = powered
        else:
            if name == "u" and known:
                angles = (*angles, 0.0)
            name = _controlled(name, int(modifier.number)) + ("_o0" if modifier.name == "negctrl" else "")
    return name, angles


def _inverted(name: str, angles: tuple[Expression, ...]) -> tuple[str, tuple[Expression, ...]]:
    if name in _OWN_INVERSES:
        return name, angles
    if name in _INVERSES:
        return _INVERSES[name], angles
    if name in _ROTATIONS:
        return name, tuple(_negative(angle) for angle in angles)
    if name in _EULER:
        return name, tuple(_negative(angles[index]) for index in _EULER[name])
    return f"{name}_dg", angles


def _controlled(name: str, controls: int) -> str:
    return ("c" * controls if controls <= 2 else f"c{controls}") + name


def _to_power(
    name: str, angles: tuple[Expression, ...], exponent: float
) -> tuple[str, tuple[Expression, ...]] | None:
    if name in _POWERS:
        return name, tuple(_product(angle, exponent) for angle in angles)
    if name in _PHASES:
        return "p", (math.pi * _PHASES[name] * exponent,)
    return None if any(evaluate(angle) is None for angle in angles) else ("unitary", ())


def _negative(angle: Expression) -> Expression:
    return -angle if isinstance(angle, int | float) else Operation("neg", (angle,))


def _product(angle: Expression, factor: float) -> Expression:
    return angle * factor if isinstance(angle, int | float) else Operation("*", (angle, factor))
