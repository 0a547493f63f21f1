"""PUBs run by the emulator's programs without HTTP, compared with Qiskit's own simulation."""

from __future__ import annotations

import json
from typing import Any

import numpy as np
import pytest
from qiskit import QuantumCircuit
from qiskit.circuit import Parameter
from qiskit.primitives import StatevectorEstimator
from qiskit.quantum_info import SparsePauliOp

from qrt_facade._programs.params import (
    estimator_params,
    sampler_params,
)
from qrt_facade.emulator.domain.devices import Device
from qrt_facade.emulator.simulation.programs import execute
from qrt_facade.results import decode_result

SHOTS = 2000
ISA = """OPENQASM 3.0;
include "stdgates.inc";
input float[64] alpha;
input float[64] beta;
input float[64] gamma;
qubit[2] q;
sx q[0]; rz(alpha) q[0]; sx q[0];
sx q[1]; rz(beta) q[1]; sx q[1];
cz q[0], q[1];
sx q[1]; rz(gamma) q[1]; sx q[1];
"""


def as_qiskit() -> QuantumCircuit:
    circuit = QuantumCircuit(2)
    for qubit, name in ((0, "alpha"), (1, "beta"), (1, "gamma")):
        if name == "gamma":
            circuit.cz(0, 1)
        circuit.sx(qubit)
        circuit.rz(Parameter(name), qubit)
        circuit.sx(qubit)
    return circuit


def run(program: str, params: dict[str, Any]) -> Any:
    device = Device.named("ibm_fez")
    outcome = execute(
        {
            "device": device.name,
            "configuration": str(device.configuration_file),
            "properties": str(device.properties_file),
            "program_id": program,
            "params": json.dumps(params),
            "cost": 10_000,
            "noise": False,
            "seed": 11,
            "memory_mb": 4096,
        }
    )
    assert outcome.status == "Completed", outcome
    return decode_result(program, outcome.body)


@pytest.fixture(scope="module")
def sweep() -> dict[str, Any]:
    rng = np.random.default_rng(4)
    return {
        "alpha": rng.uniform(0, 6, (10, 10)),
        "beta": rng.uniform(0, 6, (10, 1)),
        "gamma": rng.uniform(0, 6, 10),
    }


def exact(sweep: dict[str, Any], observables: Any) -> Any:
    points = {
        name: values[..., None]
        for name, values in zip(sweep, np.broadcast_arrays(*sweep.values()), strict=True)
    }
    return StatevectorEstimator().run([(as_qiskit(), observables, points)]).result()[0].data.evs


@pytest.mark.parametrize(
    ("as_text", "support_qiskit"),
    [
        (True, False),
        (False, True),
        pytest.param(True, True, marks=pytest.mark.long),
        pytest.param(False, False, marks=pytest.mark.long),
    ],
)
def test_a_sweep_of_100_points_over_three_parameters_matches_qiskit(
    sweep: dict[str, Any], as_text: bool, support_qiskit: bool
) -> None:
    measured = as_qiskit()
    measured.measure_all()
    circuit = ISA + "bit[2] meas; meas = measure q;" if as_text else measured
    params = sampler_params((circuit, sweep), shots=SHOTS, support_qiskit=support_qiskit)
    (pub,) = run("sampler", params)
    assert (pub.shape, pub.num_shots) == ((10, 10), SHOTS)
    for label in ("IZ", "ZI", "ZZ"):
        np.testing.assert_allclose(pub.meas.expectation(label), exact(sweep, label), atol=5 / SHOTS**0.5)


@pytest.mark.parametrize("support_qiskit", [pytest.param(False, marks=pytest.mark.long), True])
def test_nested_observables_over_a_sweep_match_qiskit(sweep: dict[str, Any], support_qiskit: bool) -> None:
    observables = [[["ZZ"]], [[{"XI": 0.5, "IZ": -1.0}]], [[SparsePauliOp(["YY", "ZI"], [1.0, 0.25])]]]
    params = estimator_params((ISA, observables, sweep), precision=0.02, support_qiskit=support_qiskit)
    (pub,) = run("estimator", params)
    expected = exact(sweep, [[["ZZ"]], [[{"XI": 0.5, "IZ": -1.0}]], [[{"YY": 1.0, "ZI": 0.25}]]])
    assert pub.shape == pub.evs.shape == expected.shape == (3, 10, 10)
    np.testing.assert_allclose(pub.evs, expected, atol=0.15)
    assert (pub.stds >= 0).all()


def test_positional_values_bind_in_the_order_of_the_names(sweep: dict[str, Any]) -> None:
    named = {name: float(values.flat[0]) for name, values in sweep.items()}
    (by_name,) = run("estimator", estimator_params((ISA, "ZZ", named), precision=0.01))
    (by_place,) = run(
        "estimator", estimator_params((ISA, "ZZ", [named[name] for name in sorted(named)]), precision=0.01)
    )
    assert by_name.shape == by_place.shape == ()
    np.testing.assert_allclose(by_name.evs, by_place.evs, atol=0.06)


def test_plain_and_typed_results_of_a_job_are_equal() -> None:
    text = 'OPENQASM 3.0; include "stdgates.inc"; bit[3] c; bit[1] d; sx $0; c[2] = measure $0; d[0] = measure $1;'
    plain, typed = (
        run("sampler", sampler_params(text, shots=50, support_qiskit=flag)) for flag in (False, True)
    )
    for name in ("c", "d"):
        assert plain[0][name] == typed[0][name]
    assert set(plain[0].c.counts()) == {"000", "100"}
    assert plain.execution_spans is not None
    assert plain.execution_spans[0].size == 50
