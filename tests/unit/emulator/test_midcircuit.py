"""Additional kinds of measurement and reset work like measurements and resets, with their own reported properties."""

from __future__ import annotations

import base64
import io
import zlib
from typing import Any

import numpy as np
import pytest
from qiskit import QuantumCircuit, qpy
from qiskit_ibm_runtime.circuit import MidCircuitMeasure, MidCircuitReset
from support.simulated import outcome_of, result_of

from qrt_facade.emulator.domain.devices import Device
from qrt_facade.emulator.simulation.circuits import duration_seconds
from qrt_facade.emulator.simulation.midcircuit import standardised
from qrt_facade.emulator.simulation.target import Target

# Ignore Qiskit's own deprecations.
pytestmark = pytest.mark.filterwarnings("ignore")

SHOTS = 8000


def packed(circuit: QuantumCircuit) -> dict[str, str]:
    file = io.BytesIO()
    qpy.dump(circuit, file, version=17)
    text = base64.b64encode(zlib.compress(file.getvalue())).decode()
    return {"__type__": "QuantumCircuit", "__value__": text}


def ones(circuit: QuantumCircuit, device: str, *, noise: bool = True) -> list[float]:
    """Return the fraction of shots in which each bit of the register is 1."""
    params = {"pubs": [[packed(circuit), None, SHOTS]]}
    samples = result_of("sampler", params, device, noise=noise)["results"][0]["data"]["c"]["samples"]
    values = np.array([int(sample, 16) for sample in samples])
    return [float(((values >> bit) & 1).mean()) for bit in range(circuit.num_clbits)]


def flipped_and_read(kind: str, qubit: int) -> QuantumCircuit:
    circuit = QuantumCircuit(qubit + 1, 3)
    circuit.append(MidCircuitMeasure(kind), [qubit], [0])
    circuit.x(qubit)
    circuit.append(MidCircuitMeasure(kind), [qubit], [1])
    circuit.measure(qubit, 2)
    return circuit


def test_a_mid_circuit_measurement_reads_the_state_and_leaves_it() -> None:
    assert ones(flipped_and_read("measure_2", 2), "ibm_kingston", noise=False) == [0, 1, 1]


def test_a_mid_circuit_measurement_has_its_own_error_and_disturbs_nothing() -> None:
    target = Target(Device.named("ibm_pittsburgh"))
    own, usual = target.readout_error(0, "measure_2"), target.readout_error(0)
    assert own[0] > 4 * max(usual)  # 6.2 % compared with 1.5 %
    first, second, last = ones(flipped_and_read("measure_2", 0), "ibm_pittsburgh")
    assert first == pytest.approx(own[0], abs=0.015)
    assert 1 - second == pytest.approx(own[1], abs=0.015)
    assert 1 - last == pytest.approx(usual[1], abs=0.01)


def test_a_mid_circuit_measurement_and_reset_last_as_long_as_reported() -> None:
    target = Target(Device.named("ibm_boston"))
    circuit = QuantumCircuit(1, 1)
    circuit.append(MidCircuitMeasure(), [0], [0])
    assert duration_seconds(standardised(circuit), target) == pytest.approx(1624e-9)
    circuit.append(MidCircuitReset(), [0], [])
    assert duration_seconds(standardised(circuit), target) == pytest.approx((1624 + 1656) * 1e-9)


def test_a_mid_circuit_reset_resets() -> None:
    circuit = QuantumCircuit(1, 1)
    circuit.x(0)
    circuit.append(MidCircuitReset(), [0], [])
    circuit.measure(0, 0)
    assert ones(circuit, "ibm_boston", noise=False) == [0]


def test_the_result_of_a_mid_circuit_measurement_can_be_a_condition() -> None:
    circuit = QuantumCircuit(2, 2)
    circuit.x(0)
    circuit.append(MidCircuitMeasure(), [0], [0])
    with circuit.if_test((0, 1)):
        circuit.x(1)
        circuit.append(MidCircuitMeasure(), [1], [1])
    assert ones(circuit, "ibm_kingston", noise=False) == [1, 1]


@pytest.mark.parametrize(
    ("instruction", "device"),
    [
        (MidCircuitMeasure(), "ibm_fez"),
        (MidCircuitReset(), "ibm_kingston"),
        (MidCircuitMeasure("measure_3"), "ibm_boston"),
    ],
)
def test_a_device_without_the_instruction_refuses_it(instruction: Any, device: str) -> None:
    circuit = QuantumCircuit(1, 1)
    circuit.append(instruction, [0], [0][: instruction.num_clbits])
    circuit.measure(0, 0)
    outcome = outcome_of("sampler", {"pubs": [[packed(circuit)]]}, device)
    assert (outcome.reason_code, instruction.name in str(outcome.reason)) == (1517, True)


def test_a_device_without_reset_refuses_it() -> None:
    circuit = QuantumCircuit(1, 1)
    circuit.reset(0)
    circuit.measure(0, 0)
    assert outcome_of("sampler", {"pubs": [[packed(circuit)]]}, "ibm_miami").reason_code == 1517


def test_an_estimator_accepts_a_final_measurement_of_any_kind() -> None:
    circuit = QuantumCircuit(1, 1)
    circuit.x(0)
    circuit.append(MidCircuitMeasure(), [0], [0])
    params = {"pubs": [[packed(circuit), "Z"]]}
    assert result_of("estimator", params, "ibm_boston", noise=False)["results"][0]["data"]["evs"] == -1
    circuit.x(0)
    assert outcome_of("estimator", {"pubs": [[packed(circuit), "Z"]]}, "ibm_boston").reason_code == 1522
