"""Circuits of pytket."""

from __future__ import annotations

from typing import TYPE_CHECKING

from problems import furthest
from pytket.circuit import Circuit, fresh_symbol

if TYPE_CHECKING:
    from problems import Place, Value


def outcomes(place: Place) -> tuple[Value, Value]:
    """A circuit with controlled rotations: all outcomes."""
    circuit = Circuit(3, 3).X(0).CRy(0.3, 0, 2).Rx(0.4, 1).ZZPhase(0.2, 0, 1).TK1(0.1, 0.2, 0.3, 0).CX(1, 2)
    expected = abs(circuit.get_statevector()) ** 2
    return furthest(place.counts(circuit.measure_all()), expected, "pytket's simulator")


def symbol(place: Place) -> tuple[Value, Value]:
    """A circuit with a symbol, which is submitted as a parameter."""
    angle = fresh_symbol("a")
    circuit = Circuit(2).Ry(2 * angle + 0.1, 0).CX(0, 1).Rx(angle, 1)
    counts = place.counts(circuit.copy().measure_all(), [0.3])
    circuit.symbol_substitution({angle: 0.3})
    return furthest(counts, abs(circuit.get_statevector()) ** 2, "pytket's simulator")


PROBLEMS = (outcomes, symbol)
