"""Circuits of native instructions with durations: delays, barriers, measurements and conditions in any order."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from hypothesis import strategies as st
from qiskit import QuantumCircuit

if TYPE_CHECKING:
    from collections.abc import Sequence

WIDTH = 4

_QUBIT = st.integers(0, 3)
_UNIT = st.sampled_from(["dt", "ns", "us"])
_PAIR = st.integers(0, 2).map(lambda qubit: [qubit, qubit + 1])
_PLAIN = st.one_of(
    st.tuples(st.sampled_from(["x", "sx", "reset"]), _QUBIT),
    st.tuples(st.just("rz"), st.just(0.5), _QUBIT),
    _PAIR.map(lambda pair: ("cz", *pair)),
    st.tuples(st.just("measure"), _QUBIT, _QUBIT),
    st.tuples(st.just("delay"), st.integers(0, 2000), _QUBIT, _UNIT),
    st.lists(_QUBIT, min_size=1, unique=True).map(lambda qubits: ("barrier", qubits)),
)
STEPS = st.lists(
    st.one_of(
        _PLAIN,
        st.tuples(
            st.just("if"), _QUBIT, st.lists(_PLAIN, min_size=1, max_size=4), st.lists(_PLAIN, max_size=4)
        ),
    ),
    max_size=12,
)
"""Name and arguments of each instruction; for a condition its bit, and its branches for 1 and 0."""


def circuit_of(steps: Sequence[Any]) -> QuantumCircuit:
    """The circuit of drawn steps, on the first qubits, which form a line on IBM's devices."""
    circuit = QuantumCircuit(WIDTH, WIDTH)
    _add(circuit, steps)
    return circuit


def _add(circuit: QuantumCircuit, steps: Sequence[Any]) -> None:
    for name, *arguments in steps:
        if name != "if":
            getattr(circuit, name)(*arguments)
            continue
        bit, body, otherwise = arguments
        with circuit.if_test((circuit.clbits[bit], 1)) as alternative:
            _add(circuit, body)
        if otherwise:
            with alternative:
                _add(circuit, otherwise)
