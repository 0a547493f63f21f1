"""Sampler jobs: results of circuits with and without noise, plain and Qiskit-typed."""

from __future__ import annotations

import base64
import io
import json
import math
import zlib
from typing import TYPE_CHECKING

import numpy as np
import pytest
from integration.emulator.conftest import counts
from qiskit import QuantumCircuit, qpy
from support.circuits import BELL, FLIP, HEADER

if TYPE_CHECKING:
    from collections.abc import Callable

    from integration.emulator.conftest import Api

    from qrt_facade.emulator import Emulator

pytestmark = pytest.mark.filterwarnings("ignore::DeprecationWarning")


def wrapped(circuit: QuantumCircuit) -> dict[str, str]:
    buffer = io.BytesIO()
    qpy.dump(circuit, buffer, version=15)
    return {
        "__type__": "QuantumCircuit",
        "__value__": base64.b64encode(zlib.compress(buffer.getvalue())).decode(),
    }


def ndarray(array: np.ndarray) -> dict[str, str]:
    buffer = io.BytesIO()
    np.save(buffer, array)
    return {"__type__": "ndarray", "__value__": base64.b64encode(zlib.compress(buffer.getvalue())).decode()}


def test_a_bell_pair_on_a_noisy_device_is_correlated_but_not_perfectly(api: Api) -> None:
    measured = counts(api.run([BELL]))
    assert sum(measured.values()) == 4096
    correlated = measured["0x0"] + measured["0x3"]
    assert 0.8 * 4096 < correlated < 4096
    assert abs(measured["0x0"] - measured["0x3"]) < 400


def test_without_noise_a_bell_pair_is_perfect(
    launch: Callable[..., Emulator], connect: Callable[..., Api]
) -> None:
    measured = counts(connect(launch(noise=False)).run([BELL]))
    assert set(measured) == {"0x0", "0x3"}


def test_the_snapshots_readout_error_is_applied(api: Api) -> None:
    (reported,) = (
        entry["value"]
        for entry in api.get("/backends/ibm_torino/properties")["qubits"][0]
        if entry["name"] == "prob_meas0_prep1"
    )
    shots = 20_000
    measured = counts(api.run([FLIP, None, shots], backend="ibm_torino"))
    deviation = math.sqrt(reported * (1 - reported) / shots)
    assert abs(measured["0x0"] / shots - reported) < 6 * deviation + 0.002


def test_bit_k_of_a_sample_is_bit_k_of_its_register(api: Api) -> None:
    program = HEADER + "bit[10] wide; bit[1] c; x $3; wide[9] = measure $3; c[0] = measure $4;"
    (pub,) = api.run([program, None, 200])["results"]
    assert pub["data"]["wide"]["num_bits"] == 10
    samples = [int(sample, 16) for sample in pub["data"]["wide"]["samples"]]
    assert len(samples) == 200
    assert np.mean([sample == 1 << 9 for sample in samples]) > 0.8
    assert all(sample in {0, 1 << 9} for sample in samples)
    assert counts({"results": [pub]})["0x0"] > 150


def test_shots_come_from_pub_then_job_then_options(api: Api) -> None:
    params = {"shots": 20, "options": {"default_shots": 30}}
    result = api.run([FLIP, None, 10], [FLIP], FLIP, params=params)
    assert [sum(counts(result, pub=index).values()) for index in range(3)] == [10, 20, 20]
    assert sum(counts(api.run([FLIP], params={"options": {"default_shots": 30}})).values()) == 30


def test_openqasm_2_and_qpy_are_executed_too(api: Api) -> None:
    qasm2 = 'OPENQASM 2.0; include "qelib1.inc"; qreg q[1]; creg c[1]; x q[0]; measure q -> c;'
    circuit = QuantumCircuit(1, 1)
    circuit.x(0)
    circuit.measure(0, 0)
    result = api.run([qasm2, None, 100], [wrapped(circuit), ndarray(np.array([])), 100])
    for pub in range(2):
        assert counts(result, pub=pub)["0x1"] > 80


def test_positional_values_bind_to_parameters_sorted_by_name(api: Api) -> None:
    program = (
        HEADER
        + "input float[64] b; input float[64] a; bit[2] c; rx(a) $0; rx(b) $1; c[0]=measure $0; c[1]=measure $1;"
    )
    by_position = counts(api.run([program, [math.pi, 0.0], 500]))
    by_name = counts(api.run([program, {"b": 0.0, "a": math.pi}, 500]))
    assert by_position["0x1"] > 400
    assert by_name["0x1"] > 400


def test_a_sweep_nests_samples_to_its_shape(api: Api) -> None:
    program = HEADER + "input float[64] a; bit[1] c; rx(a) $0; c[0] = measure $0;"
    sweep = [[[0.0], [math.pi]], [[math.pi], [0.0]], [[0.0], [0.0]]]
    samples = np.array(api.run([program, sweep, 100])["results"][0]["data"]["c"]["samples"])
    assert samples.shape == (3, 2, 100)
    ones = (samples == "0x1").mean(axis=-1)
    assert (ones > 0.8).tolist() == [[False, True], [True, False], [False, False]]
    compact = np.array(api.run([program, [0.0, math.pi, 0.0], 50])["results"][0]["data"]["c"]["samples"])
    assert compact.shape == (3, 50)
    typed = api.run([program, ndarray(np.array([[0.0], [math.pi]])), 50])
    assert np.array(typed["results"][0]["data"]["c"]["samples"]).shape == (2, 50)


def test_a_dynamic_circuit_feeds_forward(api: Api) -> None:
    program = HEADER + "bit[2] c; x $0; c[0] = measure $0; if (c[0]) { x $1; } c[1] = measure $1;"
    measured = counts(api.run([program, None, 500]))
    assert measured["0x3"] > 400
    assert measured["0x1"] + measured["0x2"] < 100


def test_a_delay_relaxes_a_qubit(api: Api) -> None:
    t1 = next(
        entry["value"]
        for entry in api.get("/backends/ibm_fez/properties")["qubits"][0]
        if entry["name"] == "T1"
    )
    program = HEADER + f"bit[1] c; x $0; delay[{2 * t1:.3f}us] $0; c[0] = measure $0;"
    ones = counts(api.run([program, None, 4000]))["0x1"] / 4000
    assert abs(ones - math.exp(-2)) < 0.05


def test_typed_results_are_what_the_official_client_decodes(api: Api) -> None:
    from qiskit_ibm_runtime import RuntimeDecoder

    program = (
        HEADER
        + "input float[64] a; bit[10] wide; bit[1] c; rx(a) $0; wide[9] = measure $0; c[0] = measure $1;"
    )
    body = api.run([program, [[0.0], [math.pi]], 100], params={"support_qiskit": True, "version": 2})
    result = json.loads(json.dumps(body), cls=RuntimeDecoder)
    data = result[0].data
    assert data.shape == (2,)
    assert (data.wide.num_bits, data.wide.num_shots, data.wide.shape) == (10, 100, (2,))
    assert data.wide.get_counts(0).get("0000000000", 0) > 80
    assert data.wide.get_counts(1).get("1000000000", 0) > 80
    assert data.c.get_counts(1).get("0", 0) > 80
    (span,) = result.metadata["execution"]["execution_spans"]
    assert span.size == 200


def test_a_156_qubit_ghz_state_is_simulated(
    launch: Callable[..., Emulator], connect: Callable[..., Api]
) -> None:
    api = connect(launch(noise=False))
    coupling = {tuple(pair) for pair in api.get("/backends/ibm_fez/configuration")["coupling_map"]}
    order, seen = [(None, 0)], {0}
    for _, qubit in order:
        for other in sorted(b for a, b in coupling if a == qubit and b not in seen):
            seen.add(other)
            order.append((qubit, other))
    assert len(order) == 156
    hadamard = "rz(pi/2) ${0}; sx ${0}; rz(pi/2) ${0};"
    lines = [hadamard.format(0)]
    lines += [hadamard.format(b) + f"cz ${a}, ${b};" + hadamard.format(b) for a, b in order[1:]]
    lines += [f"c[{qubit}] = measure ${qubit};" for qubit in range(156)]
    measured = counts(api.run([HEADER + "bit[156] c; " + "".join(lines), None, 100]))
    assert set(measured) == {"0x0", hex(2**156 - 1)}


def test_the_seed_repeats_results_in_any_order_but_not_within_one_emulator(
    launch: Callable[..., Emulator], connect: Callable[..., Api]
) -> None:
    def samples(api: Api, job_id: str) -> list[str]:
        api.wait(job_id)
        found: list[str] = api.get(f"/jobs/{job_id}/results")["results"][0]["data"]["c"]["samples"]
        return found

    first, second = (connect(launch(seed=5, workers=1)) for _ in range(2))
    a, b, again = (first.submit(pub) for pub in ([BELL], [FLIP], [BELL]))
    b_second, a_second = (second.submit(pub) for pub in ([FLIP], [BELL]))
    assert samples(first, a) == samples(second, a_second)
    assert samples(first, b) == samples(second, b_second)
    assert samples(first, a) != samples(first, again)
