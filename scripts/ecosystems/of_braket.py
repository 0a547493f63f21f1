"""Circuits of Braket."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from braket.circuits import Circuit, FreeParameter
from braket.devices import LocalSimulator
from problems import furthest

if TYPE_CHECKING:
    from problems import Place, Value


def _probabilities(circuit: Any) -> Any:
    return LocalSimulator().run(circuit.probability(), shots=0).result().values[0]


def outcomes(place: Place) -> tuple[Value, Value]:
    """A circuit with gates that stdgates.inc lacks: all outcomes."""
    circuit = Circuit().x(0).ry(2, 0.4).cphaseshift01(0, 1, 0.3).xy(0, 1, 0.6).prx(1, 0.3, 0.2)
    circuit.ms(1, 2, 0.1, 0.2, 0.7).pswap(0, 2, 0.4).gpi(0, 0.2).gpi2(2, 0.1).cv(2, 1).ecr(0, 2).cnot(1, 2)
    counts = place.counts(circuit)
    return furthest(counts, _probabilities(circuit), "Braket's simulator")


def parameter(place: Place) -> tuple[Value, Value]:
    """A circuit with a free parameter, which is submitted as a parameter."""
    theta = FreeParameter("theta")
    circuit = Circuit().rx(0, 2 * theta + 1).cnot(0, 1).xx(1, 2, theta)
    counts = place.counts(circuit, [0.3])
    return furthest(counts, _probabilities(circuit.make_bound_circuit({"theta": 0.3})), "Braket's simulator")


PROBLEMS = (outcomes, parameter)
