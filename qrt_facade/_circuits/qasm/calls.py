"""The calls of a program, with registers expanded qubit by qubit and equal calls stored once."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from qrt_facade._circuits.qasm.faults import FaultError
from qrt_facade._circuits.qasm.values import invalid
from qrt_facade._circuits.reading import Call
from qrt_facade._service.reason_codes import NOT_LOADED

if TYPE_CHECKING:
    from collections.abc import Sequence

    from qrt_facade._circuits.expressions import Expression

_MOST_BROADCAST: Final = 2_000_000
"""Limit on expanded calls; above it, one call without qubits stands for a whole register."""


class Calls:
    """Collects the calls of a program in program order."""

    def __init__(self, text: str) -> None:
        self.found: list[Call] = []
        self._text = text
        self._known: dict[tuple[object, ...], Call] = {}
        self._broadcast = 0
        self._line, self._counted = 1, 0  # line number, and the index up to which lines are counted

    def add(
        self,
        name: str,
        places: Sequence[int | Sequence[int]],
        start: int,
        angles: tuple[Expression, ...] = (),
        source: str | None = None,
        *,
        bits: Sequence[int] = (),
        unit: str = "dt",
    ) -> None:
        """Add a call for each qubit of the registers among its operands.

        Args:
            name: Name of the instruction.
            places: For each operand, a qubit or the qubits of a register.
            start: Index of the statement in the text.
            angles: Its parameters.
            source: Name in the program, if it differs.
            bits: The classical bit that each call writes; either empty or one per call.
            unit: Unit of a delay's duration.

        Raises:
            FaultError: 1506 if the registers differ in size; 1603 if a qubit occurs twice in one call.
        """
        sizes = {len(place) for place in places if not isinstance(place, int)}
        size = max(sizes, default=1)
        if len(sizes) > 1 or (
            sizes and size == 0 and len(places) > 1 and any(isinstance(p, int) for p in places)
        ):
            raise invalid("the registers differ in size", start)
        if sizes:
            self._broadcast += size
            if self._broadcast > _MOST_BROADCAST:
                self.record(name, None, start, angles, source)
                return
        columns = [[place] * size if isinstance(place, int) else place for place in places]
        for at, qubits in enumerate(zip(*columns, strict=True)):
            if len(qubits) > 1 and len(set(qubits)) < len(qubits):
                message = f"the instruction {name} on qubits {qubits} names a qubit twice"
                raise FaultError(message, start, NOT_LOADED)
            self.record(name, qubits, start, angles, source, bits=tuple(bits[at : at + 1]), unit=unit)

    def record(
        self,
        name: str,
        qubits: tuple[int, ...] | None,
        start: int,
        angles: tuple[Expression, ...] = (),
        source: str | None = None,
        *,
        bits: tuple[int, ...] = (),
        unit: str = "dt",
    ) -> None:
        """Add one call; equal calls share one object, which has the line of the first."""
        key = (name, qubits, angles, bits, unit)
        call = self._known.get(key)
        if call is None:
            line = self._line_of(start)
            call = self._known[key] = Call(name, qubits, angles, source, line, start, bits, unit)
        self.found.append(call)

    def _line_of(self, start: int) -> int:
        if start > self._counted:
            self._line += self._text.count("\n", self._counted, start)
            self._counted = start
        return self._line
