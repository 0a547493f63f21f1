"""IBM's decoders and ours decode every result of the emulator to the same values."""

from __future__ import annotations

import json
from importlib import import_module
from typing import Any

import numpy as np
import pytest
from ibm_quantum_schemas.estimator.version_0_1 import PrimitiveResultWrapperModel as EstimatorModel
from ibm_quantum_schemas.noise_learner_v2.version_0_1 import ResultsModel as NoiseLearnerModel
from ibm_quantum_schemas.sampler.version_0_1 import PrimitiveResultWrapperModel as SamplerModel
from judges.ibm.emulated import body_of
from qiskit import QuantumCircuit
from qiskit.circuit import ClassicalRegister, Parameter, QuantumRegister
from qiskit.primitives.containers import BitArray, PrimitiveResult
from qiskit_ibm_runtime.decoders.defaults import DEFAULT_DECODERS
from qiskit_ibm_runtime.execution_span import ExecutionSpans

from qrt_facade._programs.params import estimator_params, noise_learner_params, sampler_params
from qrt_facade.results import ExecutorResult, NoiseLearnerResult, decode_result

# Warnings of Qiskit and its runtime are not tested here.
pytestmark = pytest.mark.filterwarnings("ignore")

EXECUTOR_VERSIONS = ("v0.1", "v0.2", "v1.0", "v1.1", "v2.0")
LEARNER_VERSIONS = ("v0.1", "v0.2", "v0.3")


def by_ibms_client(program: str, body: str) -> Any:
    """Return what a job's `result()` returns in IBM's client."""
    value: Any = body
    for decoder in DEFAULT_DECODERS[program]:
        if decoder.is_applicable(value):
            value = decoder.decode(value)
    return value


def turned(register: str = "meas", bits: int = 2) -> QuantumCircuit:
    """Two native gates on each of the first qubits, one with a parameter, and a register of some width."""
    circuit = QuantumCircuit(QuantumRegister(bits, "q"), ClassicalRegister(bits, register))
    for qubit in range(bits):
        circuit.sx(qubit)
        circuit.rz(Parameter(f"p{qubit}"), qubit)
        circuit.sx(qubit)
    circuit.measure(range(bits), range(bits))
    circuit.metadata = {"label": "mine", "at": [1, 2]}
    return circuit


def two_registers() -> QuantumCircuit:
    circuit = turned("wide", 9)
    circuit.add_register(ClassicalRegister(1, "narrow"))
    circuit.measure(0, circuit.cregs[1][0])
    return circuit


def sampled(*, typed: bool, **options: Any) -> str:
    pubs = [
        (turned(), np.linspace(0, 3, 12).reshape(2, 3, 2), 50),
        (two_registers(), np.full(9, 0.3), 40),
        (turned("c", 1), [[0.1]]),
    ]
    return body_of("sampler", sampler_params(pubs, shots=30, options=options, support_qiskit=typed))


def estimated(*, typed: bool, **more: Any) -> str:
    bare = turned().remove_final_measurements(inplace=False)
    pubs = [
        (bare, "ZZ", [0.1, 0.2]),
        (bare, [["ZZ", {"XX": 0.5, "ZI": 1.0}]], np.linspace(0, 3, 12).reshape(3, 2, 2), 0.05),
    ]
    return body_of("estimator", estimator_params(pubs, precision=0.1, support_qiskit=typed, **more))


def assert_equal(ours: Any, theirs: Any) -> None:
    """Compare two values of Qiskit's classes, including their contents."""
    if isinstance(theirs, PrimitiveResult):
        assert len(ours) == len(theirs)
        assert_equal(ours.metadata, theirs.metadata)
        for mine, other in zip(ours, theirs, strict=True):
            assert (type(mine), mine.data.shape, set(mine.data)) == (
                type(other),
                other.data.shape,
                set(other.data),
            )
            assert_equal(mine.metadata, other.metadata)
            assert_equal(dict(mine.data.items()), dict(other.data.items()))
    elif isinstance(theirs, ExecutionSpans):
        assert [(type(span), span.start.timestamp(), span.stop.timestamp()) for span in ours] == [
            (type(span), span.start.timestamp(), span.stop.timestamp()) for span in theirs
        ]
        for mine, other in zip(ours, theirs, strict=True):
            assert mine.pub_idxs == other.pub_idxs
            for pub in other.pub_idxs:
                np.testing.assert_array_equal(mine.mask(pub), other.mask(pub))
    elif isinstance(theirs, dict):
        assert set(ours) == set(theirs)
        for name, value in theirs.items():
            assert_equal(ours[name], value)
    elif isinstance(theirs, BitArray):
        assert ours == theirs
    else:
        np.testing.assert_array_equal(ours, theirs)


def check_model(model: Any, body: str) -> None:
    """Check that IBM's model accepts the body, and knows all its fields."""
    read = model.model_validate_json(body)
    known = json.dumps(read.model_dump(mode="json", by_alias=True, exclude_unset=True))
    assert json.loads(known.replace("+00:00", "Z")) == json.loads(body.replace("+00:00", "Z"))


@pytest.fixture(scope="module")
def sampler_bodies() -> dict[bool, str]:
    return {typed: sampled(typed=typed) for typed in (False, True)}


@pytest.fixture(scope="module")
def estimator_bodies() -> dict[bool, str]:
    return {typed: estimated(typed=typed) for typed in (False, True)}


def test_a_typed_sampler_result_is_decoded_alike_by_ibms_client(sampler_bodies: dict[bool, str]) -> None:
    body = sampler_bodies[True]
    check_model(SamplerModel, body)
    assert_equal(decode_result("sampler", body).to_qiskit(), by_ibms_client("sampler", body))


def test_a_plain_sampler_result_has_the_values_of_the_typed_one(sampler_bodies: dict[bool, str]) -> None:
    plain, typed = (decode_result("sampler", sampler_bodies[form]) for form in (False, True))
    assert [pub.data.shape for pub in plain] == [pub.data.shape for pub in typed] == [(2, 3), (), (1,)]
    for ours, theirs in zip(plain, typed, strict=True):
        assert ours.metadata == theirs.metadata
        assert set(ours.data) == set(theirs.data)
        for name, samples in theirs.data.items():
            np.testing.assert_array_equal(ours.data[name].array, samples.array)


@pytest.mark.parametrize("enabled", ["enable_gates", "enable_measure"])
def test_a_twirled_sampler_result_is_decoded_alike_by_ibms_client(enabled: str) -> None:
    body = sampled(typed=True, twirling={enabled: True, "num_randomizations": 5})
    check_model(SamplerModel, body)
    read = by_ibms_client("sampler", body)
    assert_equal(decode_result("sampler", body).to_qiskit(), read)
    assert read[0].metadata["num_randomizations"] == 5


def test_a_typed_estimator_result_is_decoded_alike_by_ibms_client(estimator_bodies: dict[bool, str]) -> None:
    body = estimator_bodies[True]
    check_model(EstimatorModel, body)
    assert_equal(decode_result("estimator", body).to_qiskit(), by_ibms_client("estimator", body))


def test_a_plain_estimator_result_has_the_values_of_the_typed_one(estimator_bodies: dict[bool, str]) -> None:
    plain, typed = (decode_result("estimator", estimator_bodies[form]) for form in (False, True))
    assert [pub.data.shape for pub in plain] == [pub.data.shape for pub in typed] == [(), (3, 2)]
    assert plain.metadata == typed.metadata
    for ours, theirs in zip(plain, typed, strict=True):
        assert ours.metadata == theirs.metadata
        for name, values in theirs.data.items():
            np.testing.assert_array_equal(ours.data[name], values)


@pytest.mark.parametrize(
    "more",
    [
        {"resilience_level": 0},
        {"resilience_level": 2},
        {"options": {"resilience": {"pec_mitigation": True}}},
        {"options": {"twirling": {"enable_gates": True}, "dynamical_decoupling": {"enable": True}}},
    ],
)
def test_estimator_results_of_every_mitigation_are_valid_in_ibms_model(more: dict[str, Any]) -> None:
    body = estimated(typed=True, **more)
    check_model(EstimatorModel, body)
    assert_equal(decode_result("estimator", body).to_qiskit(), by_ibms_client("estimator", body))


LAYERS = 'OPENQASM 3.0; include "stdgates.inc"; cz $0, $1; cz $1, $2; cz $3, $4; sx $1; cz $0, $1;'


@pytest.mark.parametrize("options", [{}, {"max_layers_to_learn": None, "layer_pair_depths": [0, 1]}])
def test_learned_layers_are_decoded_alike_by_ibms_client(options: dict[str, Any]) -> None:
    body = body_of("noise-learner", noise_learner_params(LAYERS, options=options))
    check_model(NoiseLearnerModel, body)
    theirs = by_ibms_client("noise-learner", body)
    ours: NoiseLearnerResult = decode_result("noise-learner", body)
    assert_equal(ours.to_qiskit().metadata, theirs.metadata)
    for mine, direct, other in zip(ours.to_qiskit(), ours, theirs, strict=True):
        assert (mine.circuit, list(mine.qubits)) == (other.circuit, list(other.qubits))
        assert mine.error.generators == other.error.generators
        np.testing.assert_array_equal(direct.error.rates, other.error.rates)


def test_learned_layers_are_sent_to_an_estimator_as_by_ibms_client() -> None:
    from ibm_quantum_schemas.estimator.version_0_1 import ParamsModel
    from qiskit_ibm_runtime.json import RuntimeEncoder

    body = body_of("noise-learner", noise_learner_params(LAYERS))
    options = {"resilience": {"layer_noise_model": decode_result("noise-learner", body)}}
    params = estimator_params([(LAYERS, "ZZZZZ")], options=options)
    sent = params["options"]["resilience"]["layer_noise_model"]
    theirs = json.loads(json.dumps(by_ibms_client("noise-learner", body), cls=RuntimeEncoder))
    assert json.dumps(sent) == json.dumps(theirs)
    ParamsModel.model_fields["options"].annotation.model_validate(params["options"])


@pytest.mark.parametrize("version", LEARNER_VERSIONS)
def test_learned_boxes_are_decoded_alike_by_ibms_client(version: str) -> None:
    from qiskit_ibm_runtime.noise_learner_v3.params_converters import NOISE_LEARNER_V3_PARAMS_CONVERTERS
    from qiskit_ibm_runtime.options_models import NoiseLearnerV3Options
    from samplomatic import Twirl

    circuit = QuantumCircuit(QuantumRegister(156, "q"), ClassicalRegister(2, "c"))
    with circuit.box([Twirl()]):
        circuit.cz(3, 2)
    with circuit.box([Twirl()]):
        circuit.measure([1, 0], [0, 1])
    encoder: Any = NOISE_LEARNER_V3_PARAMS_CONVERTERS[version].encoder
    sent = encoder(list(circuit.data), NoiseLearnerV3Options()).model_dump(mode="json")
    body = body_of("noise-learner", sent, noise=True)
    dated = "version_" + version[1:].replace(".", "_")
    check_model(
        import_module(f"ibm_quantum_schemas.noise_learner_v3.{dated}").NoiseLearnerV3ResultsModel, body
    )
    theirs = by_ibms_client("noise-learner", body)
    ours: NoiseLearnerResult = decode_result("noise-learner", body)
    for mine, other in zip(ours, theirs.data, strict=True):
        np.testing.assert_array_equal(mine.rates, other._rates)
        np.testing.assert_array_equal(mine.rates_std, other._rates_std)
        assert mine.metadata == other.metadata
        for (term,), each in zip(mine.generators, other._generators, strict=True):
            (expected,) = each.to_sparse_list()
            assert set(zip(*term, strict=True)) == set(zip(*expected, strict=True))


def program_of(version: str) -> dict[str, Any]:
    """Params of the executor: a circuit and a samplex, with passthrough data."""
    from qiskit_ibm_runtime.options_models import ExecutorOptions
    from qiskit_ibm_runtime.quantum_program import QuantumProgram
    from qiskit_ibm_runtime.quantum_program.params_converters import QUANTUM_PROGRAM_PARAMS_CONVERTERS
    from samplomatic import Twirl, build

    boxed = QuantumCircuit(QuantumRegister(156, "q"), ClassicalRegister(2, "c"))
    with boxed.box([Twirl()]):
        boxed.cz(0, 1)
    with boxed.box([Twirl()]):
        boxed.measure([0, 1], [0, 1])
    template, samplex = build(boxed)
    passed = None if version == "v0.1" else {"mine": [1, np.arange(3.0), "text"]}
    program = QuantumProgram(20, passthrough_data=passed) if passed else QuantumProgram(20)
    program.append_circuit_item(turned(), circuit_arguments=np.linspace(0, 3, 12).reshape(2, 3, 2))
    program.append_samplex_item(template, samplex=samplex, shape=(4,))
    encoder: Any = QUANTUM_PROGRAM_PARAMS_CONVERTERS[version].encoder
    params: dict[str, Any] = encoder(program, ExecutorOptions()).model_dump(mode="json")
    return params


@pytest.mark.parametrize("version", EXECUTOR_VERSIONS)
def test_results_of_quantum_programs_are_decoded_alike_by_ibms_client(version: str) -> None:
    body = body_of("executor", program_of(version))
    dated = "version_" + version[1:].replace(".", "_")
    check_model(import_module(f"ibm_quantum_schemas.executor.{dated}").QuantumProgramResultModel, body)
    theirs = by_ibms_client("executor", body)
    ours = decode_result("executor", body, as_=ExecutorResult)
    for mine, other in zip(ours, theirs, strict=True):
        assert set(mine.data) == set(other)
        for name in other:
            np.testing.assert_array_equal(mine.array(name), other[name])
            assert mine.array(name).dtype == other[name].dtype
    assert (ours[0].shape, ours[0].meas.shape, ours[0].meas.num_shots) == ((2, 3), (2, 3), 20)
    spans = theirs.metadata.chunk_timing
    assert [(span.start, span.stop) for span in ours.chunk_spans] == [
        (span.start, span.stop) for span in spans
    ]
    assert [[part.size for part in span.parts] for span in ours.chunk_spans] == [
        [part.size for part in span.parts] for span in spans
    ]
    made = ours.to_qiskit()
    assert type(made) is type(theirs)
    assert made.metadata == theirs.metadata
    assert [item.metadata for item in made] == [item.metadata for item in theirs]
    if version != "v0.1":
        assert_equal(ours.passthrough_data["mine"][1], theirs.passthrough_data["mine"][1])


def test_the_result_of_a_calibration_is_decoded_by_ibms_client() -> None:
    from ibm_quantum_schemas.calibrator.version_0_1 import CalibratorResultModel

    body = body_of("calibrate", {"schema_version": "v0.1", "options": {"experimental": {}}})
    check_model(CalibratorResultModel, body)
    found = by_ibms_client("calibrate", body)
    assert found.start <= found.stop
