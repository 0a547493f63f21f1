"""The noise learner returns the noise of the emulated device."""

from __future__ import annotations

import json
import math
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest
from qiskit import QuantumCircuit, QuantumRegister
from qiskit.quantum_info import Pauli
from support.circuits import HEADER

from qrt_facade.emulator.domain.devices import Device
from qrt_facade.emulator.simulation.noise import gate_paulis
from qrt_facade.emulator.simulation.noise_learner import gate_generators
from qrt_facade.emulator.simulation.target import Target

if TYPE_CHECKING:
    from integration.emulator.conftest import Api

# Ignore warnings of Qiskit and its runtime about themselves.
pytestmark = pytest.mark.filterwarnings("ignore")


@pytest.fixture(scope="module")
def fez() -> Target:
    return Target(Device.named("ibm_fez"))


def test_generators_have_the_fidelities_of_the_gates_channel(fez: Target) -> None:
    weights = gate_paulis(fez, "cz", (72, 73))
    rates = {}
    for letters, places, rate in gate_generators(fez, "cz", (72, 73), [0, 1]):
        label = ["I", "I"]
        for letter, place in zip(letters, places, strict=True):
            label[1 - place] = letter
        rates["".join(label)] = rate
    assert len(rates) == 15
    for pauli in map(Pauli, ("ZI", "IX", "YZ")):
        learned = math.exp(
            -2 * sum(rate for label, rate in rates.items() if pauli.anticommutes(Pauli(label)))
        )
        actual = sum(
            -weight if pauli.anticommutes(Pauli(label)) else weight for label, weight in weights.items()
        )
        assert learned == pytest.approx(actual, rel=1e-9)


def test_layers_of_circuits_are_learned_in_the_order_of_their_frequency(api: Api) -> None:
    from qiskit_ibm_runtime import RuntimeDecoder

    program = HEADER + "cz $0, $1; cz $1, $2; cz $0, $1; cz $1, $2; cz $0, $1;"
    body = {"program_id": "noise-learner", "backend": "ibm_fez", "params": {"circuits": [program]}}
    job_id = api("POST", "/jobs", json=body).json()["id"]
    assert api.wait(job_id)["status"] == "Completed"
    result = json.loads(api("GET", f"/jobs/{job_id}/results").text, cls=RuntimeDecoder)
    assert [layer.qubits for layer in result["data"]] == [[0, 1], [1, 2]]
    assert result["data"][0].error.num_qubits == 2
    assert result["metadata"]["backend"] == "ibm_fez"
    body["params"] = {"circuits": [HEADER + "bit[1] c; cz $0, $1;"]}
    assert api.wait(api("POST", "/jobs", json=body).json()["id"])["state"]["reason_code"] == 1521


def test_boxes_are_learned_on_the_devices_own_qubits(api: Api, fez: Target) -> None:
    from qiskit_ibm_runtime.decoders.noise_learner_v3.decoder import NoiseLearnerV3ResultDecoder
    from qiskit_ibm_runtime.noise_learner_v3.params_converters import NOISE_LEARNER_V3_PARAMS_CONVERTERS
    from qiskit_ibm_runtime.options_models import NoiseLearnerV3Options
    from samplomatic import Twirl

    register = QuantumRegister(156, "q")
    circuit = QuantumCircuit(register)
    with circuit.box([Twirl()]):
        circuit.cz(3, 2)
    encoded: Any = NOISE_LEARNER_V3_PARAMS_CONVERTERS["v0.3"].encoder(
        list(circuit.data), NoiseLearnerV3Options()
    )
    params = encoded.model_dump(mode="json") | {"version": 3}
    body = {"program_id": "noise-learner", "backend": "ibm_fez", "params": params}
    job_id = api("POST", "/jobs", json=body).json()["id"]
    assert api.wait(job_id)["status"] == "Completed"
    (learned,) = NoiseLearnerV3ResultDecoder.decode(api("GET", f"/jobs/{job_id}/results").text).data
    expected = sorted(rate for _, _, rate in gate_generators(fez, "cz", (3, 2), [1, 0]))
    assert np.allclose(sorted(learned._rates), expected)
