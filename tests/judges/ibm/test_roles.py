"""IBM's decoders and ours decode executor jobs of IBM's primitives to equal values."""

from __future__ import annotations

import json
from typing import Any

import numpy as np
import pytest
from judges.ibm.emulated import body_of
from judges.ibm.test_results import assert_equal, by_ibms_client, turned, two_registers
from qiskit import QuantumCircuit
from qiskit.circuit import Parameter

from qrt_facade.results import EstimatorResult, ExecutorResult, SamplerResult, decode_result

pytest.importorskip("samplomatic")
pytestmark = pytest.mark.filterwarnings("ignore")


def submitted(program: Any, options: Any, role: str, **circumstances: Any) -> str:
    """The result of a job of IBM's client, from the quantum program that it prepared."""
    from qiskit_ibm_runtime.quantum_program.params_converters import QUANTUM_PROGRAM_PARAMS_CONVERTERS

    program._semantic_role = role
    encoder: Any = QUANTUM_PROGRAM_PARAMS_CONVERTERS["v2.0"].encoder
    return body_of("executor", encoder(program, options).model_dump(mode="json"), **circumstances)


def sampled(pubs: list[Any], **options: Any) -> str:
    from qiskit_ibm_runtime.executor_sampler.prepare import prepare
    from qiskit_ibm_runtime.options_models import SamplerOptions

    chosen = SamplerOptions()
    for name, values in options.items():
        for key, value in values.items():
            setattr(getattr(chosen, name), key, value)
    return submitted(*prepare(pubs, chosen, shots=60), "sampler_v2")


def estimated(pubs: list[Any], *, level: int = 0, **options: Any) -> str:
    from qiskit_ibm_runtime.executor_estimator.prepare import prepare
    from qiskit_ibm_runtime.options_models import EstimatorOptions

    chosen = EstimatorOptions(resilience_level=level)
    for name, values in options.items():
        for key, value in values.items():
            setattr(getattr(chosen, name), key, value)
    prepared = prepare(pubs, chosen, precision=0.1)
    return submitted(*prepared, "estimator_v2", device="ibmq_manila", noise=True)


def swept() -> list[Any]:
    return [
        (turned(), np.linspace(0, 3, 12).reshape(2, 3, 2)),
        (two_registers(), np.full(9, 0.3)),
        (turned("c", 1), [[0.1]]),
    ]


@pytest.mark.parametrize(
    "options",
    [
        {},
        {"twirling": {"enable_gates": True}},
        {"twirling": {"enable_measure": True, "num_randomizations": 4, "shots_per_randomization": 15}},
        {"twirling": {"enable_gates": True, "enable_measure": True}, "execution": {"scheduler_timing": True}},
        {"execution": {"meas_type": "kerneled"}},
        {"execution": {"meas_type": "avg_kerneled"}},
        {"execution": {"meas_type": "avg_kerneled"}, "twirling": {"enable_gates": True}},
    ],
    ids=str,
)
def test_a_sampler_job_of_ibms_client_is_decoded_as_a_sampler_result(options: dict[str, Any]) -> None:
    body = sampled(swept(), **options)
    ours, theirs = decode_result("executor", body), by_ibms_client("executor", body)
    assert isinstance(ours, SamplerResult)
    for mine, other in zip(ours.to_qiskit(), theirs, strict=True):
        assert_equal(mine.data, other.data)
        assert mine.metadata == other.metadata
    assert {**ours.metadata, "executor": None} == {**theirs.metadata, "executor": None}
    plain = ours.executor_result
    assert isinstance(plain, ExecutorResult)
    assert plain.semantic_role == "sampler_v2"
    assert decode_result("executor", body, as_=ExecutorResult)[0].shape == plain[0].shape


def rotated() -> QuantumCircuit:
    circuit = QuantumCircuit(3)
    circuit.sx(0)
    circuit.rz(Parameter("a"), 0)
    circuit.sx(0)
    circuit.cx(0, 1)
    circuit.rz(Parameter("b"), 1)
    circuit.metadata = {"label": "mine"}
    return circuit


def observed() -> list[Any]:
    return [
        (rotated(), [[{"ZZI": 1.0, "IXX": 0.5}], ["YIZ"]], np.linspace(0, 3, 6).reshape(3, 2)),
        (rotated(), "IZZ", [0.4, 0.1]),
    ]


@pytest.mark.parametrize(
    "options",
    [
        {},
        {"twirling": {"enable_gates": True, "num_randomizations": 5, "shots_per_randomization": 20}},
        {"twirling": {"enable_measure": True}, "execution": {"scheduler_timing": True}},
        {"level": 1},
        {"level": 1, "twirling": {"enable_gates": True, "num_randomizations": 4}},
    ],
    ids=str,
)
def test_an_estimator_job_of_ibms_client_is_decoded_as_an_estimator_result(options: dict[str, Any]) -> None:
    check_estimated(estimated(observed(), **options))


def check_estimated(body: str) -> None:
    ours, theirs = decode_result("executor", body), by_ibms_client("executor", body)
    assert isinstance(ours, EstimatorResult)
    for mine, other in zip(ours, theirs, strict=True):
        assert set(mine.data) == set(other.data) == {"evs", "stds", "ensemble_standard_error"}
        for name, values in mine.data.items():
            assert isinstance(values, np.ndarray)
            np.testing.assert_allclose(values, other.data[name], rtol=0, atol=1e-12)
        assert mine.shape == other.data.shape
        assert mine.metadata == other.metadata
    assert {**ours.metadata, "executor": None} == {**theirs.metadata, "executor": None}
    assert ours.executor_result is not None
    assert ours.executor_result.semantic_role == "estimator_v2"


def test_projectors_of_an_estimator_job_are_decoded() -> None:
    check_estimated(estimated([(rotated(), [{"0ZI": 1.0, "1++": 0.5}, "rl-"], [0.4, 0.1])]))


def test_an_estimator_job_with_cancelled_errors_is_decoded() -> None:
    from qiskit.quantum_info import PauliLindbladMap
    from qiskit_ibm_runtime.executor_estimator.utils import estimator_options_to_boxing_options
    from qiskit_ibm_runtime.options_models.twirling import TwirlingOptions
    from qiskit_mitigation import PEC
    from qiskit_mitigation.utils.utils import find_combined_unique_layers

    twirling = {
        "enable_gates": True,
        "enable_measure": True,
        "num_randomizations": 8,
        "shots_per_randomization": 16,
    }
    boxing = estimator_options_to_boxing_options(
        TwirlingOptions(**twirling, strategy="active-accum"), measure_mitigation=True, inject_noise=True
    )
    layers = find_combined_unique_layers([rotated()], [PEC()], boxing, "all")
    noise = [
        (layer, PauliLindbladMap.from_sparse_list([("X", [0], 0.02), ("Z", [1], 0.03)], len(layer.qubits)))
        for layer in layers
    ]
    body = estimated(
        observed(),
        level=1,
        twirling=twirling,
        resilience={"pec_mitigation": True, "layer_noise_model": noise},
    )
    assert json.loads(body)["passthrough_data"]["qiskit_mitigation"][0]["pec_gamma"] > 1
    check_estimated(body)


def test_an_estimator_job_with_extrapolation_keeps_the_executor_result_with_a_reason() -> None:
    body = estimated([(rotated(), "IZZ", [0.4, 0.1])], level=2)
    with pytest.warns(RuntimeWarning, match="zero-noise extrapolation, whose fits"):
        assert isinstance(decode_result("executor", body), ExecutorResult)


def test_a_noise_learner_job_keeps_the_executor_result_with_a_reason() -> None:
    body = json.loads(sampled(swept()[:1])) | {"semantic_role": "noise_learner_v3"}
    with pytest.warns(
        RuntimeWarning, match="submitted it as 'noise_learner_v3', which only that client reads"
    ):
        assert isinstance(decode_result("executor", body), ExecutorResult)
