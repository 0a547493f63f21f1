"""The bits that a sampler job returns in cases where Aer, or simulation in parts, would change them."""

from __future__ import annotations

import json
from typing import Any

from qiskit import ClassicalRegister, QuantumCircuit, QuantumRegister

from qrt_facade._programs.params import sampler_params
from qrt_facade.emulator.domain.devices import Device
from qrt_facade.emulator.simulation.programs import execute
from qrt_facade.results import decode_result

HEAD = 'OPENQASM 3.0; include "stdgates.inc"; '


def counts(circuit: Any) -> dict[str, dict[str, int]]:
    device = Device.named("ibm_fez")
    outcome = execute(
        {
            "device": device.name, "configuration": str(device.configuration_file),
            "properties": str(device.properties_file), "cost": 600, "params": json.dumps(sampler_params(circuit, shots=100)),
            "program_id": "sampler", "seed": 1, "noise": False, "memory_mb": 1024,
        }
    )  # fmt: skip
    assert outcome.status == "Completed", outcome.reason
    return {
        name: samples.counts() for name, samples in decode_result("sampler", outcome.body)[0].data.items()
    }


def test_registers_without_bits_are_left_out() -> None:
    assert counts(HEAD + "qubit q; bit[0] none; bit[1] c; x q; c[0] = measure q;") == {"c": {"1": 100}}


def test_a_condition_on_a_qubit_that_is_not_measured_runs() -> None:
    text = HEAD + (
        "qubit[4] q; bit[1] c; if (c[0] == false) { x q[1]; } else { sx q[1]; } sx q[2]; c[0] = measure q[3]; sx q[2]; "
        "x q[0]; c[0] = measure q[0];"
    )
    assert counts(text) == {"c": {"1": 100}}


def test_a_measurement_only_within_a_condition_runs() -> None:
    text = HEAD + "qubit[2] q; bit[2] c; if (c[0] == false) { c[1] = measure q[1]; }"
    assert counts(text) == {"c": {"00": 100}}


def test_a_bit_stored_and_then_measured_has_the_measured_value() -> None:
    circuit = QuantumCircuit(QuantumRegister(4, "q"), ClassicalRegister(4, "c"))
    circuit.store(circuit.clbits[2], True)  # the stored value
    circuit.x(3)
    circuit.measure(range(4), range(4))
    assert counts(circuit) == {"c": {"1000": 100}}


def test_openqasm_2_has_the_functions_of_qiskit_and_gates_named_like_its_own() -> None:
    text = 'OPENQASM 2.0; include "qelib1.inc"; qreg q[2]; creg c[2]; gate cu a,b { x a; } rx(2*asin(1)) q[1]; measure q -> c;'
    assert counts(text) == {"c": {"10": 100}}
