"""Circuits of Cirq."""

from __future__ import annotations

from typing import TYPE_CHECKING

import cirq
import sympy
from problems import furthest

if TYPE_CHECKING:
    from problems import Place, Value

QUBITS = cirq.LineQubit.range(3)


def asymmetric() -> cirq.Circuit:
    """Three qubits with different states."""
    a, b, c = QUBITS
    return cirq.Circuit(
        cirq.X(a),
        cirq.ry(sympy.Symbol("turn")).controlled()(a, c),
        cirq.rx(0.4)(b),
        cirq.CNOT(b, c),
        cirq.ISWAP(a, b) ** 0.3,
    )


def outcomes(place: Place) -> tuple[Value, Value]:
    """A circuit with controlled rotations, its symbol resolved: all outcomes."""
    circuit = cirq.resolve_parameters(asymmetric(), {"turn": 0.7})
    expected = abs(circuit.final_state_vector(qubit_order=QUBITS)) ** 2
    return furthest(place.counts(circuit + cirq.measure(*QUBITS, key="m")), expected, "Cirq's simulator")


def condition(place: Place) -> tuple[Value, Value]:
    """A gate controlled by a measurement."""
    a, b, _ = QUBITS
    circuit = cirq.Circuit(
        cirq.ry(0.9)(a),
        cirq.measure(a, key="m"),
        cirq.X(b).with_classical_controls("m"),
        cirq.measure(b, key="n"),
    )
    counts = place.counts(circuit)  # of both registers together
    one = cirq.ry(0.9).on(a)
    probability = abs(cirq.Circuit(one).final_state_vector()[1]) ** 2
    return furthest(counts, [1 - probability, 0, 0, probability], "Cirq's simulator")


PROBLEMS = (outcomes, condition)
