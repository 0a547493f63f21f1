"""The noise of a simulated device compared with the errors that the device reports."""

from __future__ import annotations

import math

import numpy as np
import pytest
from qiskit import QuantumCircuit
from qiskit.quantum_info import average_gate_fidelity
from support.examples_drawn import sampled

from qrt_facade.emulator.domain.devices import Device
from qrt_facade.emulator.simulation import trajectories
from qrt_facade.emulator.simulation.circuits import duration_seconds, independent_parts
from qrt_facade.emulator.simulation.execution import Machine, Meter
from qrt_facade.emulator.simulation.noise import gate_channel
from qrt_facade.emulator.simulation.target import Target

# Ignore Qiskit's own deprecations.
pytestmark = pytest.mark.filterwarnings("ignore")


@pytest.fixture(scope="module")
def fez() -> Target:
    return Target(Device.named("ibm_fez"))


def machine(target: Target, seed: int = 1) -> Machine:
    return Machine(target, Meter(target, math.inf), noise=True, seed=seed, memory_mb=1024)


def distribution(bits: np.ndarray) -> np.ndarray:
    values = (bits * (1 << np.arange(bits.shape[-1]))).sum(axis=-1)
    return np.bincount(values, minlength=2 ** bits.shape[-1]) / len(values)


@pytest.mark.parametrize(
    ("gate", "qubits"),
    [("sx", (0,)), ("x", (77,)), ("rx", (3,)), ("cz", (72, 73)), ("cz", (0, 1)), ("rzz", (0, 1))],
)
def test_a_gates_channel_has_the_reported_infidelity(fez: Target, gate: str, qubits: tuple[int, ...]) -> None:
    channel = gate_channel(fez, gate, qubits)
    assert channel is not None
    assert 1 - average_gate_fidelity(channel) == pytest.approx(fez.gate_error(gate, qubits), rel=1e-6)


def test_virtual_gates_are_perfect(fez: Target) -> None:
    assert gate_channel(fez, "rz", (0,)) is None


def test_readout_has_the_reported_errors(fez: Target) -> None:
    circuit = QuantumCircuit(156, 156)
    circuit.measure(range(156), range(156))
    (bits,) = machine(fez).sample([circuit], 4000)
    reported = np.array([fez.readout_error(qubit)[0] for qubit in range(156)])
    tolerance = 6 * np.sqrt(reported * (1 - reported) / 4000) + 1e-3
    assert (abs(bits.mean(axis=0) - reported) < tolerance).all()


def test_a_shot_lasts_as_long_as_its_gates(fez: Target) -> None:
    circuit = QuantumCircuit(2, 1)
    circuit.sx(0)
    circuit.rz(1.0, 0)
    circuit.cz(0, 1)
    circuit.x(1)
    circuit.delay(1, 1, unit="us")
    circuit.measure(1, 0)
    expected = (24 + fez.duration("cz", (0, 1)) * 1e9 + 24 + 1000 + 1560) * 1e-9
    assert duration_seconds(circuit, fez) == pytest.approx(expected)


def test_only_qubits_that_measurements_depend_on_are_simulated_and_separately() -> None:
    circuit = QuantumCircuit(12, 3)
    circuit.cz(0, 1)
    circuit.cz(1, 2)
    circuit.cz(2, 3)
    circuit.cz(5, 6)
    circuit.x(8)
    circuit.x(9)
    circuit.barrier()
    circuit.measure([3, 9, 10], [0, 1, 2])
    assert sorted(map(sorted, independent_parts(circuit))) == [[0, 1, 2, 3], [9, 10]]


def test_trajectories_have_the_distribution_of_shot_by_shot_noise(
    fez: Target, monkeypatch: pytest.MonkeyPatch
) -> None:
    noisy = Target(Device.named("ibm_fez"))
    noisy._errors = {
        key: min(15 * error, 0.3) if error < 1 else error for key, error in noisy._errors.items()
    }
    generator = np.random.default_rng(0)
    circuit = QuantumCircuit(4, 4)
    for layer in range(4):
        for qubit in range(4):
            circuit.rz(6 * generator.random(), qubit)
            circuit.sx(qubit)
        for qubit in range(layer % 2, 3, 2):
            circuit.cz(qubit, qubit + 1)
    circuit.measure(range(4), range(4))
    simulated = machine(noisy)
    exact = distribution(simulated.sample([circuit], 40_000)[0])
    ideal_difference = 0.05
    monkeypatch.setattr(trajectories, "_WIDE", 0)
    runs = np.array([distribution(simulated.sample([circuit], 1500)[0]) for _ in range(sampled(16, 25))])
    error = runs.std(axis=0) / math.sqrt(len(runs))
    assert (abs(runs.mean(axis=0) - exact) < 6 * error + 0.004).all()
    simulated.noise = False
    ideal = distribution(simulated.sample([circuit], 40_000)[0])
    assert abs(ideal - exact).max() > ideal_difference
