"""Every version of the newer programs: our bodies are valid in IBM's models, and we decode results like IBM's decoders.

Our client builds bodies, which IBM's models and converters parse. IBM's models write results from random arrays,
which IBM's decoders and ours decode. With `-s` a table shows the number of cases.
"""

from __future__ import annotations

import json
from collections import Counter
from datetime import UTC, datetime, timedelta
from importlib import import_module
from typing import TYPE_CHECKING, Any, Final

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays
from judges.ibm.emulated import body_of
from qiskit import ClassicalRegister, QuantumCircuit, QuantumRegister
from qiskit_ibm_runtime.decoders.defaults import DEFAULT_DECODERS
from qiskit_ibm_runtime.noise_learner_v3.params_converters import NOISE_LEARNER_V3_PARAMS_CONVERTERS
from qiskit_ibm_runtime.quantum_program.params_converters import QUANTUM_PROGRAM_PARAMS_CONVERTERS
from samplomatic import InjectNoise, Twirl
from support.examples_drawn import drawn

from qrt_facade._programs.calibrator import calibrate_params
from qrt_facade._programs.executor.items import executor_job
from qrt_facade._programs.noise_learner_v3 import noise_learner_v3_params
from qrt_facade.results import CalibrationResult, ExecutorResult, NoiseLearnerV3Result, decode_result

if TYPE_CHECKING:
    from collections.abc import Iterator

# Warnings of Qiskit and its runtime are not tested here.
pytestmark = pytest.mark.filterwarnings("ignore")

EXECUTOR: Final = ("v0.1", "v0.2", "v1.0", "v1.1", "v2.0")
OFTEN: Final = ("v0.1", "v2.0")
"""Versions of the executor for which every run draws cases: the first and the last."""
DRAWN: Final = [
    version if version in OFTEN else pytest.param(version, marks=pytest.mark.long) for version in EXECUTOR
]
LEARNER: Final = ("v0.1", "v0.2", "v0.3")
PLAIN: Final = ("f8", "?", "u1", "c16")
COMPRESSED: Final = (*PLAIN, "f2", "f4", "i1", "i2", "i4", "i8", "u2", "u4", "u8", "c8")
MET: Counter[tuple[str, str, str]] = Counter()

several = settings(max_examples=min(drawn(5), 40), deadline=None, suppress_health_check=list(HealthCheck))
many = settings(max_examples=400, deadline=None, suppress_health_check=list(HealthCheck))


@pytest.fixture(scope="module", autouse=True)
def table() -> Iterator[None]:
    yield
    print(f"\n{'program':16}{'version':10}{'bodies':>8}{'results':>10}{'emulated':>10}")  # noqa: T201
    for program, version in sorted({key[:2] for key in MET}):
        counts = [MET[program, version, kind] for kind in ("bodies", "results", "emulated")]
        print(f"{program:16}{version:10}{counts[0]:8}{counts[1]:10}{counts[2]:10}")  # noqa: T201


def models(program: str, version: str) -> Any:
    return import_module(f"ibm_quantum_schemas.{program}.version_{version[1:].replace('.', '_')}.models")


def common(name: str) -> Any:
    return getattr(import_module("ibm_quantum_schemas.common"), name)


def by_ibms_client(program: str, body: str) -> Any:
    value: Any = body
    for decoder in DEFAULT_DECODERS[program]:
        if decoder.is_applicable(value):
            value = decoder.decode(value)
    return value


def assert_alike(mine: Any, theirs: Any) -> None:
    if isinstance(theirs, np.ndarray):
        assert (mine.dtype, mine.shape) == (theirs.dtype, theirs.shape)
        np.testing.assert_array_equal(mine, theirs)
    elif isinstance(theirs, list | tuple):
        for one, other in zip(mine, theirs, strict=True):
            assert_alike(one, other)
    elif isinstance(theirs, dict):
        assert set(mine) == set(theirs)
        for key, value in theirs.items():
            assert_alike(mine[key], value)
    else:
        assert (type(mine), mine) == (type(theirs), theirs)


def array_of(dtypes: Any, shape: Any = None) -> st.SearchStrategy[Any]:
    shapes = arrays.array_shapes(min_dims=0, max_dims=3, max_side=3) if shape is None else st.just(shape)
    finite = {"allow_nan": False, "allow_infinity": False}
    return st.sampled_from(dtypes).flatmap(
        lambda kind: arrays.arrays(
            np.dtype(kind), shapes, elements=finite if np.dtype(kind).kind in "fc" else None
        )
    )


def passed(version: str) -> st.SearchStrategy[Any]:
    """Passthrough data, which v0.1 does not have."""
    if version == "v0.1":
        return st.none()
    leaves = (
        st.none()
        | st.booleans()
        | st.integers(-(2**53), 2**53)
        | st.floats(allow_nan=False, allow_infinity=False)
        | st.text(max_size=5)
        | array_of(COMPRESSED if version == "v2.0" else PLAIN)
    )
    keys = st.text(max_size=4).filter(lambda key: key not in {"data", "shape", "dtype"})
    return st.recursive(
        leaves,
        lambda inner: st.lists(inner, max_size=3) | st.dictionaries(keys, inner, max_size=3),
        max_leaves=6,
    )


# --- executor ---------------------------------------------------------------------------------------------------------

TEXTS: Final = {
    0: "bit[2] c; sx $0; cz $0, $1; c[0] = measure $0; c[1] = measure $1;",
    1: "input float[64] theta; bit[1] c; rz(theta) $0; sx $0; c[0] = measure $0;",
    2: "input float[64] b; input float[64] a; bit[1] c; bit[3] d; rz(a) $0; sx $0; rz(b) $1; d[2] = measure $1; c[0] = measure $0;",
}


@st.composite
def items(draw: st.DrawFn) -> tuple[str, Any, tuple[int, ...]]:
    width = draw(st.sampled_from(sorted(TEXTS)))
    sweep = draw(st.lists(st.integers(1, 3), max_size=2))
    more = draw(st.lists(st.integers(1, 3), max_size=1))
    values = draw(arrays.arrays(np.float64, (*sweep, width), elements=st.floats(-4, 4)))
    return f'OPENQASM 3.0; include "stdgates.inc"; {TEXTS[width]}', values, (*more, *sweep)


@st.composite
def jobs(draw: st.DrawFn, version: str) -> tuple[Any, dict[str, Any]]:
    given: dict[str, Any] = {
        "shots": draw(st.integers(1, 10_000)),
        "init_qubits": draw(st.booleans()),
        "rep_delay": draw(st.none() | st.floats(0, 0.001)),
    }
    if version != "v0.1":
        levels = ["classified", "kerneled", "avg_kerneled", *(["both"] if version != "v0.2" else [])]
        given |= {
            "meas_level": draw(st.sampled_from(levels)),
            "scheduler_timing": draw(st.booleans()),
            "stretch_values": draw(st.booleans()),
            "passthrough_data": draw(passed(version)),
            "experimental": draw(st.dictionaries(st.text(max_size=4), st.integers(0, 9), max_size=2)),
        }
    return draw(st.lists(items(), min_size=1, max_size=3)), given


def check_executors_body(version: str, found: Any, given: dict[str, Any]) -> None:
    params = executor_job(found, schema_version=version, **given)  # type: ignore[arg-type]
    model = models("executor", version).ParamsModel.model_validate_json(json.dumps(params))
    program, options = QUANTUM_PROGRAM_PARAMS_CONVERTERS[version].decoder(model)
    assert program.shots == given["shots"]
    for (_, values, shape), item in zip(found, program.items, strict=True):
        spread = np.broadcast_to(values, (*shape, values.shape[-1]))
        np.testing.assert_array_equal(item.circuit_arguments, spread)
        names = [parameter.name for parameter in item.circuit.parameters]
        assert names == [[], ["theta"], ["a", "b"]][values.shape[-1]]
    assert options.execution.init_qubits is given["init_qubits"]
    assert options.execution.rep_delay == given["rep_delay"]
    if version != "v0.1":
        assert_alike(program.passthrough_data, given["passthrough_data"])
        assert program.meas_level == given["meas_level"]
        assert model.options.experimental == given["experimental"]
        assert model.options.scheduler_timing is given["scheduler_timing"]
    MET["executor", version, "bodies"] += 1


@pytest.mark.parametrize("version", DRAWN)
@given(data=st.data())
@several
def test_executor_bodies_are_valid_in_ibms_models(version: str, data: st.DataObject) -> None:
    check_executors_body(version, *data.draw(jobs(version)))


@pytest.mark.long  # the same as above, with more examples
@pytest.mark.parametrize("version", EXECUTOR)
@given(data=st.data())
@many
def test_many_executor_bodies_are_valid_in_ibms_models(version: str, data: st.DataObject) -> None:
    check_executors_body(version, *data.draw(jobs(version)))


@st.composite
def registers(draw: st.DrawFn, version: str) -> dict[str, Any]:
    """The output of an item: bits, complex numbers or both, of registers of different widths."""
    kinds = ["classified", *(["kerneled", "avg_kerneled"] if version != "v0.1" else [])]
    kind = draw(st.sampled_from([*kinds, *(["both"] if version >= "v1.0" else [])]))
    shape = tuple(draw(st.lists(st.integers(1, 3), max_size=2)))
    shots = draw(st.integers(1, 9))
    complex_ = ("c16", "c8") if version == "v2.0" else ("c16",)
    results: dict[str, Any] = {}
    for name in draw(st.lists(st.sampled_from(["c", "meas", "d"]), min_size=1, max_size=3, unique=True)):
        width = draw(st.integers(1, 11))
        if kind in {"classified", "both"}:
            results[name] = draw(array_of("?", (*shape, shots, width)))
        if kind in {"kerneled", "both"}:
            results[f"{name}_iq"] = draw(array_of(complex_, (*shape, shots, width)))
        if kind == "avg_kerneled":
            results[f"{name}_avg_iq"] = draw(array_of(complex_, (*shape, width)))
        if kind == "classified" and draw(st.booleans()):
            results[f"measurement_flips.{name}"] = draw(array_of("?", (*shape, 1, width)))
    return results


def part_of(version: str, index: int, size: int) -> dict[str, Any]:
    if version < "v1.0":
        return {"idx_item": index, "size": size}
    return {"idx_item": index, "size": size, "permutation": [1, 0], "element_range": (2, 2 + 3 * size, 3)}


@st.composite
def outcomes(draw: st.DrawFn, version: str) -> tuple[str, Any]:
    """A result written by IBM's models, and its arrays."""
    home = models("executor", version)
    tensor = common("CompressedTensorModel" if version == "v2.0" else "TensorModel").from_numpy
    found = draw(st.lists(registers(version), min_size=1, max_size=2))
    spans = draw(
        st.lists(st.tuples(st.integers(0, 10**9), st.integers(0, 10**6), st.integers(1, 9)), max_size=3)
    )
    began = datetime(2026, 1, 1, tzinfo=UTC)
    content: dict[str, Any] = {
        "data": [
            {"results": {name: tensor(each) for name, each in item.items()}, "metadata": None}
            for item in found
        ],
        "metadata": {
            "chunk_timing": [
                {
                    "start": began + timedelta(microseconds=start),
                    "stop": began + timedelta(microseconds=start + length),
                    "parts": [part_of(version, 0, size)],
                }
                for start, length, size in spans
            ]
        },
    }
    if version != "v0.1":
        timing = {"timing": "c,Pulse,0,160,d0", "circuit_duration": 160} if draw(st.booleans()) else None
        stretch = {"name": "s", "value": 8, "remainder": 1, "expanded_values": [(0, 9), (20, 8)]}
        metadata = {"scheduler_timing": timing, "stretch_values": [stretch] if draw(st.booleans()) else None}
        content["data"] = [{**item, "metadata": metadata} for item in content["data"]]
        convert = getattr(
            import_module(
                f"qiskit_ibm_runtime.quantum_program.converters.converters_{version[1:].replace('.', '_')}"
            ),
            f"passthrough_data_to_{version[1:].replace('.', '_')}",
        )
        content["passthrough_data"] = convert(draw(passed(version)))
    return home.QuantumProgramResultModel(**content).model_dump_json(), found


def check_executors_result(version: str, body: str, found: Any) -> None:
    theirs = by_ibms_client("executor", body)
    ours = decode_result("executor", body, as_=ExecutorResult)
    assert ours.schema_version == version
    for mine, other, arrays_ in zip(ours, theirs, found, strict=True):
        assert list(mine.data) == list(other) == list(arrays_)
        for name in other:
            assert_alike(mine.array(name), other[name])
            assert_alike(mine.array(name), arrays_[name])
        if version != "v0.1":
            timing = other.metadata.scheduler_timing
            assert mine.metadata["scheduler_timing"] == (timing and vars(timing))
            stretches = other.metadata.stretch_values
            expected = stretches and json.loads(json.dumps([vars(each) for each in stretches]))
            assert mine.metadata["stretch_values"] == expected
    assert_alike(ours.passthrough_data, theirs.passthrough_data)
    for mine, other in zip(ours.chunk_spans, theirs.metadata.chunk_timing, strict=True):
        assert (mine.start, mine.stop) == (other.start, other.stop)
        assert [(part.item, part.size) for part in mine.parts] == [
            (part.idx_item, part.size) for part in other.parts
        ]
    MET["executor", version, "results"] += 1


@pytest.mark.parametrize("version", DRAWN)
@given(data=st.data())
@several
def test_executor_results_are_decoded_as_by_ibms_client(version: str, data: st.DataObject) -> None:
    check_executors_result(version, *data.draw(outcomes(version)))


@pytest.mark.long  # the same as above, with more examples
@pytest.mark.parametrize("version", EXECUTOR)
@given(data=st.data())
@many
def test_many_executor_results_are_decoded_as_by_ibms_client(version: str, data: st.DataObject) -> None:
    check_executors_result(version, *data.draw(outcomes(version)))


# --- noise learner ----------------------------------------------------------------------------------------------------


@st.composite
def boxes(draw: st.DrawFn) -> QuantumCircuit:
    circuit = QuantumCircuit(QuantumRegister(20, "q"), ClassicalRegister(20, "c"))
    for number in range(draw(st.integers(1, 3))):
        qubits = draw(st.lists(st.integers(0, 19), min_size=2, max_size=6, unique=True))
        noise = [InjectNoise(f"r{number}", draw(st.text(max_size=3)))] if draw(st.booleans()) else []
        with circuit.box([Twirl(dressing=draw(st.sampled_from(["left", "right"]))), *noise]):
            if draw(st.booleans()):
                circuit.cz(qubits[0], qubits[1])
            else:
                circuit.measure(qubits, qubits)
    return circuit


@st.composite
def learning(draw: st.DrawFn, version: str) -> dict[str, Any]:
    selection = st.fixed_dictionaries(
        {},
        optional={
            "enable": st.booleans(),
            "x_pulse_type": st.sampled_from(["xslow", "rx"]),
            "strategy": st.sampled_from(["node", "edge"]),
        },
    )
    names: dict[str, Any] = {
        "shots_per_randomization": st.integers(1, 10**6),
        "num_randomizations": st.integers(1, 10**6),
        "layer_pair_depths": st.lists(st.integers(0, 100), max_size=5),
        "post_selection": selection,
    }
    if version != "v0.1":
        names |= {"init_qubits": st.booleans(), "rep_delay": st.floats(0, 0.001)}
    if version == "v0.3":
        sides = st.fixed_dictionaries({}, optional={"pre_circuit": selection, "post_circuit": selection})
        names["bit_flip_checks"] = sides
    return draw(st.fixed_dictionaries({}, optional=names))


def within(options: Any, whole: Any) -> bool:
    """Return whether all set values in options are in the complete options."""
    if isinstance(options, dict):
        return all(name in whole and within(value, whole[name]) for name, value in options.items())
    return bool(options == whole)


@pytest.mark.parametrize("version", LEARNER)
@given(data=st.data())
@several
def test_noise_learner_bodies_are_valid_in_ibms_models(version: str, data: st.DataObject) -> None:
    circuit, options = data.draw(boxes()), data.draw(learning(version))
    params = noise_learner_v3_params(circuit, options=options, schema_version=version)  # type: ignore[arg-type]
    model = models("noise_learner_v3", version).ParamsModel.model_validate_json(json.dumps(params))
    decoder: Any = NOISE_LEARNER_V3_PARAMS_CONVERTERS[version].decoder
    for mine, theirs in zip(circuit.data, decoder(model)[0], strict=True):
        assert mine.operation.annotations == theirs.operation.annotations
        assert mine.operation.body == theirs.operation.body
        assert (list(mine.qubits), list(mine.clbits)) == (list(theirs.qubits), list(theirs.clbits))
    assert within(options, model.options.model_dump())
    MET["noise-learner", version, "bodies"] += 1


@st.composite
def learned(draw: st.DrawFn, version: str) -> str:
    """A result written by IBM's models."""
    home, tensor = models("noise_learner_v3", version), common("F64TensorModel").from_numpy
    data = []
    for _ in range(draw(st.integers(1, 3))):
        width = draw(st.integers(1, 5))
        places = st.lists(st.integers(0, width - 1), min_size=1, max_size=2, unique=True)
        term = places.flatmap(
            lambda at: st.tuples(st.text("XYZ", min_size=len(at), max_size=len(at)), st.just(at))
        )
        generators = draw(st.lists(st.lists(term, min_size=1, max_size=3), min_size=1, max_size=4))
        rates = arrays.arrays(np.float64, len(generators), elements=st.floats(0, 1))
        share = st.floats(0, 1)
        shares = st.dictionaries(st.integers(0, 40), share, max_size=3)
        trex = draw(st.booleans())
        selection: dict[str, Any] = {"fraction_kept": draw(share if trex else shares)}
        if version != "v0.1":
            each = shares if trex else st.dictionaries(st.integers(0, 40), shares, max_size=2)
            selection["success_rates"] = draw(each)
        data.append(
            {
                "generators_sparse": generators,
                "num_qubits": width,
                "rates": tensor(draw(rates)),
                "rates_std": tensor(draw(rates)),
                "metadata": {
                    "learning_protocol": "trex" if trex else "lindblad",
                    "post_selection": selection,
                },
            }
        )
    body: str = home.NoiseLearnerV3ResultsModel(data=data).model_dump_json()
    return body


def check_learners_result(version: str, body: str) -> None:
    theirs = by_ibms_client("noise-learner", body)
    ours = decode_result("noise-learner", body, as_=NoiseLearnerV3Result)
    assert ours.schema_version == version
    assert ours.to_qiskit() == theirs.to_pauli_lindblad_maps()
    for mine, other in zip(ours, theirs.data, strict=True):
        assert_alike(mine.rates, other._rates)
        assert_alike(mine.rates_std, other._rates_std)
        assert mine.metadata == other.metadata


@pytest.mark.parametrize("version", LEARNER)
@given(data=st.data())
@several
def test_noise_learner_results_are_decoded_as_by_ibms_client(version: str, data: st.DataObject) -> None:
    check_learners_result(version, data.draw(learned(version)))
    MET["noise-learner", version, "results"] += 1


# --- calibrator -------------------------------------------------------------------------------------------------------


@given(
    st.dictionaries(
        st.text(max_size=4), st.recursive(st.none() | st.integers() | st.text(), st.lists), max_size=3
    )
)
@several
def test_calibrator_bodies_are_valid_in_ibms_model(experimental: dict[str, Any]) -> None:
    model = models("calibrator", "v0.1").ParamsModel.model_validate(calibrate_params(experimental))
    assert model.options.experimental == experimental
    MET["calibrate", "v0.1", "bodies"] += 1


@given(st.datetimes(datetime(1990, 1, 1), datetime(2090, 1, 1)), st.timedeltas(timedelta(), timedelta(9)))  # noqa: DTZ001
@several
def test_calibrator_results_are_decoded_as_by_ibms_client(start: datetime, length: timedelta) -> None:
    start = start.replace(tzinfo=UTC)
    model = models("calibrator", "v0.1").CalibratorResultModel(start=start, stop=start + length)
    check_calibrators_result(model.model_dump_json())
    MET["calibrate", "v0.1", "results"] += 1


def check_calibrators_result(body: str) -> None:
    theirs, ours = by_ibms_client("calibrate", body), decode_result("calibrate", body)
    assert isinstance(ours, CalibrationResult)
    assert (ours.start, ours.stop) == (theirs.start, theirs.stop)
    assert vars(ours.to_qiskit()) == vars(theirs)


# --- the emulator's ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("version", EXECUTOR)
def test_emulated_executor_results_are_decoded_alike(version: str) -> None:
    level = {} if version < "v1.0" else {"meas_level": "both"}
    text = f'OPENQASM 3.0; include "stdgates.inc"; {TEXTS[1]}'
    found = [
        (text, np.linspace(0, 1, 3)[:, None], (2, 3)),
        text.replace("rz(theta)", "rz(0.5)").replace(" input float[64] theta;", ""),
    ]
    params = executor_job(found, schema_version=version, shots=7, **level)  # type: ignore[arg-type]
    body = body_of("executor", json.loads(json.dumps(params)))
    models("executor", version).QuantumProgramResultModel.model_validate_json(body)
    theirs = by_ibms_client("executor", body)
    check_executors_result(version, body, [dict(item.items()) for item in theirs])
    MET["executor", version, "emulated"] += 1
    MET["executor", version, "results"] -= 1


@pytest.mark.parametrize("version", LEARNER)
def test_emulated_noise_learner_results_are_decoded_alike(version: str) -> None:
    circuit = QuantumCircuit(QuantumRegister(156, "q"), ClassicalRegister(2, "c"))
    with circuit.box([Twirl()]):
        circuit.cz(3, 2)
    with circuit.box([Twirl()]):
        circuit.measure([1, 0], [0, 1])
    params = noise_learner_v3_params(circuit, schema_version=version)  # type: ignore[arg-type]
    body = body_of("noise-learner", json.loads(json.dumps(params)), noise=True)
    models("noise_learner_v3", version).NoiseLearnerV3ResultsModel.model_validate_json(body)
    check_learners_result(version, body)
    MET["noise-learner", version, "emulated"] += 1


def test_an_emulated_calibration_result_is_decoded_alike() -> None:
    body = body_of("calibrate", calibrate_params())
    models("calibrator", "v0.1").CalibratorResultModel.model_validate_json(body)
    check_calibrators_result(body)
    MET["calibrate", "v0.1", "emulated"] += 1
