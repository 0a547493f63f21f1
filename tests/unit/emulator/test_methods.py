"""The choice of the method for wide circuits, its metadata, and refusals."""

from __future__ import annotations

import math
from typing import Any

import pytest
from qiskit import QuantumCircuit

from qrt_facade.emulator.domain.devices import Device
from qrt_facade.emulator.simulation import methods, propagation
from qrt_facade.emulator.simulation.execution import Machine, Meter
from qrt_facade.emulator.simulation.failures import JobFailedError
from qrt_facade.emulator.simulation.methods_used import MethodUse, summary
from qrt_facade.emulator.simulation.propagation import Propagated
from qrt_facade.emulator.simulation.target import Target

pytestmark = pytest.mark.filterwarnings("ignore")

LINE = [*range(16), 19, *range(35, 20, -1), 36, *range(41, 56)]
"""Neighbours on ibm_fez."""


@pytest.fixture(scope="module")
def fez() -> Target:
    return Target(Device.named("ibm_fez"))


def machine(target: Target, *, noise: bool) -> Machine:
    return Machine(target, Meter(target, math.inf), noise=noise, seed=1, memory_mb=64)


def layers(target: Target, width: int, depth: int, angle: float) -> QuantumCircuit:
    """Return alternating layers of rotations and couplings, without measurements."""
    circuit = QuantumCircuit(156, width)
    for layer in range(depth):
        for qubit in LINE[:width]:
            circuit.rx(0.7, qubit)
        for one, other in zip(LINE[layer % 2 : width : 2], LINE[layer % 2 + 1 : width : 2], strict=False):
            circuit.rzz(angle, *((one, other) if target.couples("rzz", (one, other)) else (other, one)))
    return circuit


def dynamic(circuit: QuantumCircuit) -> None:
    circuit.measure(0, 0)
    with circuit.if_test((0, 1)):
        circuit.x(1)


def delayed(circuit: QuantumCircuit) -> None:
    circuit.delay(100, 2, "ns")


@pytest.mark.parametrize(("change", "noise"), [(dynamic, False), (delayed, True)])
def test_a_wide_circuit_with_a_condition_or_a_delay_falls_back_to_a_matrix_product_state(
    fez: Target, change: Any, noise: bool
) -> None:
    circuit = layers(fez, 26, 2, 0.5)
    change(circuit)
    circuit.measure(LINE[:26], range(26))
    runs = machine(fez, noise=noise)
    (bits,) = runs.sample([circuit], 2)
    assert bits.shape == (2, 26)
    assert runs.used()["emulator"] == {"methods": ["matrix_product_state"], "exact": True}


def test_a_deep_circuit_whose_gates_entangle_little_is_simulated(fez: Target) -> None:
    circuit = layers(fez, 30, 24, 0.01)
    circuit.measure(LINE[:30], range(30))
    assert methods.need_probe(methods.state_methods(circuit, 4, 64))
    runs = machine(fez, noise=False)
    (bits,) = runs.sample([circuit], 4)
    assert bits.shape == (4, 30)
    assert runs.used()["emulator"] == {"methods": ["matrix_product_state"], "exact": True}


def test_a_circuit_too_entangled_for_a_probe_is_refused_with_advice(
    fez: Target, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(methods, "_PROBE_SECONDS", 0.01)
    circuit = layers(fez, 30, 24, 1.2)
    circuit.measure(LINE[:30], range(30))
    with pytest.raises(JobFailedError, match="30 entangled qubits") as caught:
        machine(fez, noise=False).sample([circuit], 4)
    assert caught.value.code == 1500
    assert "at most 22 entangled qubits" in caught.value.solution
    assert "Clifford" in caught.value.solution


def test_the_metadata_names_the_simulation_method(fez: Target) -> None:
    runs = machine(fez, noise=True)
    circuit = layers(fez, 10, 2, 0.5)
    circuit.measure(LINE[:10], range(10))
    runs.sample([circuit], 2)
    assert runs.used()["emulator"] == {"methods": ["statevector"], "exact": True}


def test_an_approximate_method_is_never_reported_as_exact() -> None:
    assert summary([MethodUse("statevector")])["emulator"]["exact"]
    for used in (
        MethodUse("extended_stabilizer"),
        MethodUse("statevector", trajectories=32),
        MethodUse("x", bound=1e-9),
    ):
        assert not summary([used])["emulator"]["exact"]


@pytest.mark.parametrize(("change", "estimated_error"), [(0.01, 0.01), (0.2, None)])
def test_a_value_with_a_large_bound_has_an_estimated_error_or_is_refused(
    fez: Target, monkeypatch: pytest.MonkeyPatch, change: float, estimated_error: float | None
) -> None:
    values = iter([0.5, 0.5 + change, 0.5 + change])
    monkeypatch.setattr(propagation, "_FINEST", 2e-5)
    monkeypatch.setattr(propagation, "expectation", lambda *_: Propagated(next(values), bound=3.0, work=1))
    if estimated_error is None:
        with pytest.raises(JobFailedError):
            propagation.expectations(QuantumCircuit(2), ["ZZ"], fez, 0.01)
    else:
        (found,) = propagation.expectations(QuantumCircuit(2), ["ZZ"], fez, 0.01)
        assert found.estimated_error == pytest.approx(estimated_error)


@pytest.mark.parametrize("reset", [False, True])
def test_a_bit_written_twice_has_only_the_error_of_the_last_measurement(fez: Target, reset: bool) -> None:
    circuit = QuantumCircuit(156, 1)
    if reset:
        circuit.reset(0)
    circuit.rx(0.1, 0)
    circuit.x(1)
    circuit.rzz(0.1, 0, 1)
    circuit.measure(0, 0)
    circuit.measure(1, 0)
    (bits,) = machine(fez, noise=True).sample([circuit], 10000)
    once = QuantumCircuit(156, 1)
    once.data = [
        instruction for index, instruction in enumerate(circuit.data) if index != len(circuit.data) - 2
    ]
    (expected,) = machine(fez, noise=True).sample([once], 10000)
    share = expected.mean()
    assert abs(bits.mean() - share) < 5 * math.sqrt(2 * share * (1 - share) / 10000)
