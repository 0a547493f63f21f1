"""Delays in seconds, from a QuantumCircuit to the simulated device."""

from __future__ import annotations

import json
import math
from typing import TYPE_CHECKING, Any

import pytest
from qiskit import QuantumCircuit
from support.recording import Recorder

from qrt_facade import ConfigurationError, NotFoundError, RuntimeClient
from qrt_facade._base.units import measured
from qrt_facade._circuits.encoding import decode_circuit
from qrt_facade._programs.params import sampler_params
from qrt_facade.emulator.domain.devices import Device
from qrt_facade.emulator.simulation.programs import execute
from qrt_facade.results import decode_result

if TYPE_CHECKING:
    from qrt_facade import Job


def waiting(number: float, unit: str) -> QuantumCircuit:
    """A T1 experiment: excite, wait, measure."""
    circuit = QuantumCircuit(1, 1)
    circuit.x(0)
    circuit.delay(number, 0, unit)
    circuit.measure(0, 0)
    return circuit


def delay_of(job: Job) -> tuple[float, str]:
    """The delay in a job's first PUB, as received by the service."""
    circuit = decode_circuit(job.params()["pubs"][0][0])
    (delay,) = circuit.get_instructions("delay")
    return delay.operation.duration, delay.operation.unit


def test_every_submission_method_converts_delays_to_dt(client: RuntimeClient) -> None:
    # ibm_fez has a dt of 4 ns, ibmq_manila one of 0.2222 ns.
    fez = client.backends.get("ibm_fez")
    circuit = waiting(100, "us")
    silent = circuit.remove_final_measurements(inplace=False)
    with client.sessions.create(backend="ibm_fez", mode="batch") as batch:
        jobs = [
            client.sampler.submit(circuit, backend="ibm_fez"),
            client.sampler.submit(iter([(circuit, None, 10)]), backend=fez),
            batch.sampler.submit([circuit]),
            *client.sampler.submit_many(iter([iter([circuit]), circuit]), backend=fez),
            client.estimator.submit((silent, "Z"), backend="ibm_fez"),
            batch.estimator.submit([(silent, "Z")]),
            *client.estimator.submit_many([[(silent, "Z")]], backend="ibm_fez"),
        ]
    assert [delay_of(job) for job in jobs] == [(25_000, "dt")] * len(jobs)
    assert delay_of(client.sampler.submit(circuit, backend="ibmq_manila")) == (450_000, "dt")
    assert fez.check(circuit) == []


def test_configuration_is_fetched_once_and_only_for_delays_in_seconds(arguments: dict[str, Any]) -> None:
    recorder = Recorder()
    with RuntimeClient(**arguments, transport=recorder) as client:
        client.sampler.submit([waiting(100, "dt"), waiting(4, "dt")], backend="ibm_fez")
        assert recorder.count("GET", "/configuration") == 0
        client.sampler.submit([waiting(100, "us"), waiting(4, "us")], backend="ibm_fez")
        assert recorder.count("GET", "/configuration") == 1


def test_an_invalid_delay_raises_before_anything_is_sent(arguments: dict[str, Any]) -> None:
    recorder = Recorder()
    with (
        RuntimeClient(**arguments, transport=recorder) as client,
        pytest.raises(ConfigurationError, match="qubit 0"),
    ):
        client.sampler.submit(waiting(float("inf"), "us"), backend="ibm_fez")
    assert recorder.count("POST", "/jobs") == 0


HEAD = 'OPENQASM 3.0; include "stdgates.inc"; bit[1] c; '


@pytest.mark.parametrize(
    "circuit",
    [
        waiting(100, "us"),
        HEAD + "x $0; delay[100us] $0; c[0] = measure $0;",
        HEAD + "x $0; delay[0.1ms] $0; c[0] = measure $0;",
        HEAD + "x $0; delay[25000dt] $0; c[0] = measure $0;",
    ],
    ids=["qiskit", "us", "ms", "dt"],
)
def test_a_qubit_relaxes_during_a_delay(circuit: Any) -> None:
    device = Device.named("ibm_fez")
    outcome = execute(
        {
            "device": device.name,
            "configuration": str(device.configuration_file),
            "properties": str(device.properties_file),
            "program_id": "sampler",
            "params": json.dumps(sampler_params(circuit, dt=4e-9)),
            "cost": 10_000,
            "noise": True,
            "seed": 11,
            "memory_mb": 4096,
        }
    )
    qubits = json.loads(device.properties_file.read_text(encoding="utf-8"))["qubits"]
    t1 = measured(qubits[0])["T1"]
    ones = decode_result("sampler", outcome.body)[0].c.counts()["1"] / 4096
    # Gate and readout errors are added; 100 dt instead of 100 us would give 0.97.
    assert ones == pytest.approx(math.exp(-100e-6 / t1), abs=0.05), t1
    assert ones < 0.9


def test_a_delay_in_seconds_for_a_device_that_is_not_there_is_the_device_s_error(
    client: RuntimeClient,
) -> None:
    with pytest.raises(NotFoundError, match=r"ibm_fex.*ibm_fez"):
        client.sampler.submit(waiting(100, "us"), backend="ibm_fex")
