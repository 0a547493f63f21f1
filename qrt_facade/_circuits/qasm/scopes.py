"""The scopes of names in an OpenQASM 3 program, as in the service's importer."""

from __future__ import annotations

import math
from typing import Any, Final, NamedTuple

from qrt_facade._circuits.qasm.faults import FaultError, quoted
from qrt_facade._circuits.qasm.gates import BUILT_IN
from qrt_facade._service.reason_codes import NOT_VALID

NUMBERS: Final = frozenset({"int", "uint", "float", "angle"})


class Value(NamedTuple):
    """The value of a name or an expression.

    Attributes:
        kind: "int", "uint", "float", "angle", "bool", "duration", "bit", "bits", "qubit", "qubits", "gate", "range",
            "indices", or "unknown" for a name declared by a faulty statement.
        data: A number or an `Expression`; indices of bits or qubits; a `Gate`; a slice; a tuple.
        const: Whether it is known before the program runs.
    """

    kind: str
    data: Any
    const: bool = True


class UnknownError(Exception):
    """A statement uses a name from an earlier faulty declaration; no second fault is reported."""


class Scope(NamedTuple):
    """The names of a block; `kind` is "program", "gate" or "block"."""

    kind: str
    names: dict[str, Value]


_CONSTANTS = {
    "pi": math.pi,
    "π": math.pi,
    "tau": math.tau,
    "τ": math.tau,
    "euler": math.e,
    "ℇ": math.e,
}


class Scopes:
    """The open scopes, from the program's inwards."""

    def __init__(self) -> None:
        names = {name: Value("float", number) for name, number in _CONSTANTS.items()}
        self._built_in = frozenset({*names, "U"})
        self._open = [Scope("program", {**names, "U": Value("gate", BUILT_IN)})]

    @property
    def kind(self) -> str:
        """Kind of the innermost scope."""
        return self._open[-1].kind

    def push(self, kind: str) -> None:
        """Open a block."""
        self._open.append(Scope(kind, {}))

    def pop(self) -> None:
        """Close the innermost block."""
        self._open.pop()

    def find(self, name: str, start: int) -> Value | None:
        """Return the value of a name, or None.

        Raises:
            FaultError: 1506, a gate definition uses a name that belongs to the program.
            UnknownError: Its declaration was faulty.
        """
        for scope in reversed(self._open):
            found: Value | None = scope.names.get(name)
            if found is None:
                continue
            if found.kind == "unknown":
                raise UnknownError
            if scope.kind == "program" and self.kind == "gate" and not self._is_visible(name, found):
                message = (
                    f"{quoted(name)} belongs to the program and cannot be used in the definition of a gate"
                )
                raise FaultError(message, start, NOT_VALID)
            return found
        return None

    def _is_visible(self, name: str, value: Value) -> bool:
        return value.kind == "gate" or name in self._built_in or (value.kind in NUMBERS and value.const)

    def declare(self, name: str, value: Value, start: int, *, everywhere: bool = False) -> None:
        """Set the value of a name in the innermost scope, or in the program's.

        Raises:
            FaultError: 1506, the name is already declared in that scope.
        """
        names = self._open[0 if everywhere else -1].names
        if name in names:
            raise FaultError(f"{quoted(name)} is already defined", start, NOT_VALID)
        names[name] = value

    def forget(self, name: str) -> None:
        """Mark the declaration of a name as faulty, unless the name has a value."""
        self._open[-1].names.setdefault(name, Value("unknown", None))

    def __contains__(self, name: str) -> bool:
        return any(name in scope.names for scope in self._open)
