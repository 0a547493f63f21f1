"""Clifford circuits by Pauli frames, compared with Aer and with calculated values, and their cost."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from qiskit import ClassicalRegister, QuantumCircuit, QuantumRegister
from qiskit.circuit import Clbit
from qiskit_aer import AerSimulator

from qrt_facade.emulator.domain.devices import Device
from qrt_facade.emulator.simulation import frames
from qrt_facade.emulator.simulation.execution import Machine, Meter
from qrt_facade.emulator.simulation.noise import gate_paulis, noise_model
from qrt_facade.emulator.simulation.target import Target

if TYPE_CHECKING:
    from collections.abc import Callable

pytestmark = pytest.mark.filterwarnings("ignore")

QUARTER = math.pi / 2
SHOTS = 2_000
LINE = [0, 1, 2, 3]


@pytest.fixture(scope="module")
def fez() -> Target:
    return Target(Device.named("ibm_fez"))


@pytest.fixture(scope="module")
def bad() -> Target:
    """A device whose gate errors are large enough to show in a few shots."""
    worse = Target(Device.named("ibm_fez"))
    worse._errors = {
        key: min(20 * error, 0.3) if error < 1 else error for key, error in worse._errors.items()
    }
    return worse


def sampled(circuit: QuantumCircuit, target: Target, *, noise: bool = True, shots: int = SHOTS) -> Any:
    return frames.sample(
        circuit, list(range(circuit.num_qubits)), target, shots, np.random.default_rng(5),
        noise=noise, symmetric_readout=False,
    )  # fmt: skip


def distribution(bits: Any) -> Any:
    values = (bits * (1 << np.arange(bits.shape[-1]))).sum(axis=-1)
    return np.bincount(values, minlength=2 ** bits.shape[-1]) / len(values)


def by_aer(circuit: QuantumCircuit, target: Target, *, noise: bool) -> Any:
    """Return the exact probability of each outcome from Aer's density matrix."""
    gates = {(i.operation.name, tuple(circuit.find_bit(q).index for q in i.qubits)) for i in circuit.data}
    model = noise_model(target, list(range(circuit.num_qubits)), gates) if noise else None
    run = AerSimulator(method="density_matrix", max_parallel_threads=1).run(
        circuit, shots=SHOTS, noise_model=model, seed_simulator=7, memory=True
    )
    bits = np.array([[int(bit) for bit in shot[::-1]] for shot in run.result().get_memory()])
    return distribution(bits)


steps = st.lists(
    st.one_of(
        st.tuples(st.sampled_from(["sx", "x", "measure", "reset"]), st.sampled_from(LINE)),
        st.tuples(st.sampled_from(["rz", "rx"]), st.sampled_from(LINE), st.integers(-3, 5)),
        st.tuples(st.sampled_from(["cz", "rzz"]), st.sampled_from(LINE[:-1])),
    ),
    min_size=6,
    max_size=24,
)


def built(program: list[tuple[Any, ...]]) -> QuantumCircuit:
    circuit = QuantumCircuit(4, 4)
    for name, qubit, *turns in program:
        apply: Callable[..., Any] = getattr(circuit, name)
        if name in {"rz", "rx"}:
            apply(turns[0] * QUARTER, qubit)
        elif name == "rzz":
            apply(QUARTER, qubit, qubit + 1)
        elif name == "cz":
            apply(qubit, qubit + 1)
        elif name == "measure":
            apply(qubit, qubit)
        else:
            apply(qubit)
    circuit.measure(range(4), range(4))
    return circuit


@settings(max_examples=4, deadline=None)
@given(steps, st.booleans())
def test_clifford_circuits_have_the_same_distribution_as_with_aer(
    bad: Target, program: list[tuple[Any, ...]], noise: bool
) -> None:
    circuit = built(program)
    assert frames.can_simulate(circuit)
    ours, theirs = distribution(sampled(circuit, bad, noise=noise)), by_aer(circuit, bad, noise=noise)
    tolerance = 6 * np.sqrt(2 * np.maximum(theirs, ours) / SHOTS) + 4 / SHOTS
    assert (abs(ours - theirs) < tolerance).all()


def ghz(target: Target, width: int) -> QuantumCircuit:
    """Return a tree of entangled qubits, neighbour by neighbour."""
    circuit = QuantumCircuit(target.num_qubits, width)
    neighbours: dict[int, list[int]] = {}
    for one, other in target._places["cz"]:
        neighbours.setdefault(one, []).append(other)
    reached = [0]
    _hadamard(circuit, 0)
    for qubit in reached:
        for other in neighbours[qubit]:
            if other not in reached and len(reached) < width:
                reached.append(other)
                _hadamard(circuit, other)
                circuit.cz(*((qubit, other) if (qubit, other) in target._places["cz"] else (other, qubit)))
                _hadamard(circuit, other)
    circuit.measure(reached, range(width))
    return circuit


def _hadamard(circuit: QuantumCircuit, qubit: int) -> None:
    circuit.rz(QUARTER, qubit)
    circuit.sx(qubit)
    circuit.rz(QUARTER, qubit)


def test_qubits_of_a_noiseless_ghz_state_agree_with_equal_probability_of_0_and_1(fez: Target) -> None:
    bits = sampled(ghz(fez, 156), fez, noise=False, shots=2000)
    assert (bits == bits[:, :1]).all()
    assert 0.4 < bits[:, 0].mean() < 0.6


def test_the_parity_of_a_noisy_state_is_damped_as_calculated(fez: Target) -> None:
    circuit = QuantumCircuit(156, 2)
    for qubit in (0, 1):
        _hadamard(circuit, qubit)
    for _ in range(40):
        circuit.cz(0, 1)
    for qubit in (0, 1):
        _hadamard(circuit, qubit)
    circuit.measure([0, 1], [0, 1])
    bits = sampled(circuit, fez, shots=200_000)
    parity = 1 - 2 * (bits.sum(axis=1) % 2).mean()
    # Before its last two layers XX is measured; CZ turns it into YY and back, and each channel damps either.
    expected = 1.0
    for turn in range(40):
        letters = "XX" if turn % 2 == 0 else "YY"
        expected *= _damping(gate_paulis(fez, "cz", (0, 1)), letters)
    # Z is measured after the last sx; before it, it was Y, and so it is after the first one.
    for qubit in (0, 1):
        after_sx = gate_paulis(fez, "sx", (qubit,))
        expected *= _damping(after_sx, "Z") * _damping(after_sx, "Y")
        expected *= 1 - sum(fez.readout_error(qubit))
    assert parity == pytest.approx(expected, abs=6 / math.sqrt(200_000))


def _damping(paulis: dict[str, float], letters: str) -> float:
    """Return the factor by which a Pauli channel shrinks a Pauli."""
    return sum(
        weight * (-1) ** sum(a not in ("I", b) and b != "I" for a, b in zip(label, letters, strict=True))
        for label, weight in paulis.items()
    )


def test_a_wide_clifford_circuit_takes_one_shot_of_the_stabilizer_method(
    fez: Target, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = []
    run = AerSimulator.run

    def seen(self: AerSimulator, circuits: Any, **options: Any) -> Any:
        asked.append(options["shots"])
        return run(self, circuits, **options)

    monkeypatch.setattr(AerSimulator, "run", seen)
    machine = Machine(fez, Meter(fez, math.inf), noise=True, seed=1, memory_mb=256)
    bits = machine.sample([ghz(fez, 156)], 4096)
    assert asked == [1]
    assert bits.shape == (1, 4096, 156)


def test_bits_of_no_register_and_of_two_keep_their_places(fez: Target) -> None:
    bits = [Clbit() for _ in range(4)]
    circuit = QuantumCircuit(QuantumRegister(4), bits)
    circuit.add_register(
        ClassicalRegister(bits=bits[1:3], name="a"), ClassicalRegister(bits=bits[2:3], name="b")
    )
    for qubit in (0, 2):
        circuit.x(qubit)
    circuit.measure(range(4), range(4))
    assert sampled(circuit, fez, noise=False, shots=2).tolist() == [[True, False, True, False]] * 2


def test_other_gates_are_not_treated_as_clifford() -> None:
    circuit = QuantumCircuit(1)
    circuit.rz(0.1, 0)
    assert not frames.can_simulate(circuit)
