"""Expectation values by Pauli propagation, compared with Qiskit's exact states, with and without noise."""

from __future__ import annotations

import itertools
import json
import math
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from judges.ibm.emulated import outcome
from qiskit import QuantumCircuit
from qiskit.quantum_info import DensityMatrix, Pauli
from support.circuits import HEADER

from qrt_facade.emulator.domain.devices import Device
from qrt_facade.emulator.simulation.noise import gate_channel
from qrt_facade.emulator.simulation.propagation import expectation, steps_of
from qrt_facade.emulator.simulation.target import Target

pytestmark = pytest.mark.filterwarnings("ignore")


@pytest.fixture(scope="module")
def fez() -> Target:
    return Target(Device.named("ibm_fez"))


ANGLES = st.floats(-4, 4).map(lambda angle: round(angle, 2))
GATES = st.lists(
    st.one_of(
        st.tuples(st.sampled_from(["sx", "x"]), st.integers(0, 3)),
        st.tuples(st.sampled_from(["rz", "rx"]), st.integers(0, 3), ANGLES),
        st.tuples(st.just("cz"), st.integers(0, 2)),
        st.tuples(st.just("rzz"), st.integers(0, 2), st.floats(0, 1.5)),
    ),
    min_size=8,
    max_size=20,
)
LABELS = st.text("IXYZ", min_size=4, max_size=4)
SINGLE = ("IIIZ", "IIZI", "IZII", "ZIII", "XIIX")


def built(gates: list[tuple[Any, ...]]) -> QuantumCircuit:
    circuit = QuantumCircuit(4)
    for name, qubit, *angle in gates:
        qubits = [qubit, qubit + 1] if name in {"cz", "rzz"} else [qubit]
        getattr(circuit, name)(*angle, *qubits)
    return circuit


def exact_state(circuit: QuantumCircuit, target: Target | None) -> DensityMatrix:
    """Return the final density matrix, computed gate by gate with each channel."""
    state = DensityMatrix.from_label("0" * circuit.num_qubits)
    for instruction in circuit.data:
        where = [circuit.find_bit(qubit).index for qubit in instruction.qubits]
        state = state.evolve(instruction.operation, where)
        channel = gate_channel(target, instruction.name, tuple(where)) if target else None
        if channel is not None:
            state = state.evolve(channel.to_quantumchannel(), where)
    return state


@settings(max_examples=6, deadline=None)
@given(GATES, LABELS, st.booleans())
def test_a_propagated_value_equals_that_of_the_density_matrix(
    fez: Target, gates: list[tuple[Any, ...]], label: str, noisy: bool
) -> None:
    circuit, target = built(gates), fez if noisy else None
    steps, state = steps_of(circuit, target), exact_state(circuit, target)
    for one in (label, *SINGLE, "ZZZZ"):
        found = expectation(steps, {one: 1.0}, least=0)
        assert found.bound == 0
        assert found.value == pytest.approx(state.expectation_value(Pauli(one)).real, abs=1e-9)


@settings(max_examples=3, deadline=None)
@given(GATES, LABELS)
def test_the_error_never_exceeds_the_bound(gates: list[tuple[Any, ...]], label: str) -> None:
    steps = steps_of(built(gates), None)
    for one, least, most in itertools.product((label, *SINGLE), (0, 0.4), (1, 1000)):
        whole = expectation(steps, {one: 1.0}, least=0).value
        part = expectation(steps, {one: 1.0}, least=least, most=most)
        assert abs(part.value - whole) <= part.bound + 1e-12


def trotter(steps: int, angle: float, coupling: float, seed: int | None = None) -> str:
    """Return a kicked Ising chain on the first rows of ibm_fez: 64 qubits in a line."""
    line = [*range(16), 19, *range(35, 20, -1), 36, *range(41, 56), 59, *range(75, 60, -1)]
    random = np.random.default_rng(seed)
    lines = [HEADER, "gate rzz(t) a, b { cx a, b; rz(t) b; cx a, b; }"]
    target = Target(Device.named("ibm_fez"))
    for _ in range(steps):
        turns = [angle if seed is None else random.uniform(0.5, 2.5) for _ in line]
        lines += [f"rx({turn}) ${qubit};" for turn, qubit in zip(turns, line, strict=True)]
        for first in (0, 1):
            for one, other in zip(line[first::2], line[first + 1 :: 2], strict=False):
                pair = (one, other) if target.couples("rzz", (one, other)) else (other, one)
                lines.append(f"rzz({coupling}) ${pair[0]}, ${pair[1]};")
    return "\n".join(lines)


def z_of(*qubits: int) -> str:
    return "".join("Z" if qubit in qubits else "I" for qubit in reversed(range(76)))


def test_a_wide_trotter_circuit_is_estimated_with_a_bound() -> None:
    pub = [trotter(10, 0.15, math.pi / 2), [z_of(3), {z_of(0): 0.5, z_of(1): 0.5}], None, 0.05]
    ended = outcome("estimator", {"pubs": [pub]}, noise=True)
    assert ended.status == "Completed", ended
    (result,) = json.loads(ended.body)["results"]
    metadata = result["metadata"]["emulator"]
    assert metadata["methods"] == ["pauli_propagation"]
    assert metadata["exact"] is False
    assert 0 < metadata["bound"] < 0.5
    assert all(0.3 < value <= 1.1 for value in result["data"]["evs"])
    assert all(0 < error < 0.1 for error in result["data"]["stds"])


@pytest.mark.parametrize(
    ("label", "level"), [("0" * 40 + "I" * 36, 1), pytest.param("Z" * 76, 0, marks=pytest.mark.long)]
)
def test_a_term_with_too_many_strings_is_sampled(label: str, level: int) -> None:
    params = {
        "pubs": [[trotter(8, 0.15, math.pi / 2), [{label: 1.0}], None, 0.5]],
        "resilience_level": level,
    }
    ended = outcome("estimator", params, noise=True)
    assert ended.status == "Completed", ended
    (result,) = json.loads(ended.body)["results"]
    assert result["metadata"]["emulator"]["methods"] == ["matrix_product_state"]
