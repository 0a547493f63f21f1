"""Circuits of PennyLane."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pennylane as qml
from problems import furthest

if TYPE_CHECKING:
    from problems import Place, Value


def _gates() -> list[Any]:
    # The first wire in use is not wire 0: the exporter would number it 0.
    return [qml.PauliX(2), qml.CRY(0.7, [2, 0]), qml.RX(0.4, 1), qml.CNOT([0, 1])]


def tape(place: Place) -> tuple[Value, Value]:
    """A tape that begins on its last wire: all outcomes."""
    made = qml.tape.QuantumScript(_gates(), [qml.probs(wires=[0, 1, 2])])
    (expected,) = qml.execute([made], qml.device("default.qubit"))
    return furthest(place.counts(made), expected, "default.qubit")


def node(place: Place) -> tuple[Value, Value]:
    """A QNode: all outcomes."""

    def gates() -> Any:
        for gate in _gates():
            qml.apply(gate)
        return qml.probs(wires=[0, 1, 2])

    made = qml.QNode(gates, qml.device("default.qubit", wires=3))
    return furthest(place.counts(made), made(), "default.qubit")


PROBLEMS = (tape, node)
