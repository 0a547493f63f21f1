"""Qiskit's typed encoding, written by IBM's encoder; the results equal those of IBM's decoder."""

from __future__ import annotations

import base64
import io
import json
import pickle
import subprocess
import sys
import tracemalloc
import zlib
from datetime import UTC, datetime
from typing import Any

import numpy as np
import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp
from qiskit import QuantumCircuit
from qiskit.primitives import BitArray
from qiskit.primitives.containers import DataBin, PrimitiveResult, PubResult, SamplerPubResult
from qiskit_ibm_runtime import RuntimeDecoder, RuntimeEncoder
from qiskit_ibm_runtime.execution_span import (
    DoubleSliceSpan,
    ExecutionSpans,
)

from qrt_facade.errors import ResultDecodeError
from qrt_facade.results import (
    EstimatorResult,
    SamplerResult,
    decode_result,
    sparse_json,
)

# The documented example: five shots of a register of two bits, 00, 11, 11, 00, 11.
DOCUMENTED = (
    '{"__type__":"PrimitiveResult","__value__":{"pub_results":[{"__type__":"SamplerPubResult","__value__":{"data":'
    '{"__type__":"DataBin","__value__":{"field_names":["meas"],"field_types":["BitArray"],"shape":[],"fields":{"meas":'
    '{"__type__":"BitArray","__value__":{"array":{"__type__":"ndarray","__value__":"eJyb7BfqGxDJyFDGUK2eklqcXKRupaBeU'
    '2qorqOgnpZfVFKUmBefX5SSChJ3S8wpTgWKF2ckFqQC+RqmOgqGmjoKtQpkAy4GZmYGZgABORvC"},"num_bits":2}}}}},'
    '"metadata":{"circuit_metadata":{}}}}],"metadata":{"version":2}}}'
)


START, STOP = map(
    datetime.fromisoformat, ("2026-08-17T01:40:00.250000", "2026-08-17T01:40:02")
)  # no zone, as the service


def typed_array(array: Any) -> dict[str, str]:
    return json.loads(json.dumps(np.asarray(array), cls=RuntimeEncoder))


def written(result: Any) -> Any:
    """Return IBM's encoding of a Qiskit result; equal results have equal encodings."""
    return json.loads(json.dumps(result, cls=RuntimeEncoder))


def sampler_result(shape: tuple[int, ...], shots: int, widths: dict[str, int], seed: int) -> PrimitiveResult:
    rng = np.random.default_rng(seed)
    fields = {
        name: BitArray.from_bool_array(rng.integers(0, 2, (*shape, shots, width)).astype(bool))
        for name, width in widths.items()
    }
    spans = ExecutionSpans(
        [DoubleSliceSpan(START, STOP, {0: ((*shape, shots), slice(0, 1), slice(0, shots))})]
    )
    pub = SamplerPubResult(
        DataBin(shape=shape, **fields), metadata={"circuit_metadata": {"set": {1, 2}, "z": 1 + 2j}}
    )
    return PrimitiveResult([pub], metadata={"execution": {"execution_spans": spans}, "version": 2})


def test_the_documented_body_is_read() -> None:
    result = decode_result("sampler", DOCUMENTED)
    assert isinstance(result, SamplerResult)
    assert result[0].meas.bitstrings() == ["00", "11", "11", "00", "11"]
    assert result[0].metadata == {"circuit_metadata": {}}


@given(
    shape=hnp.array_shapes(min_dims=0, max_dims=3, max_side=3),
    shots=st.integers(1, 20),
    widths=st.dictionaries(
        st.sampled_from(["c", "meas", "alpha"]), st.sampled_from([1, 2, 7, 8, 9, 65, 156, 1000]), min_size=1
    ),
    seed=st.integers(0, 1000),
    sparse=st.booleans(),
)
def test_reads_ibms_sampler_encoding_and_converts_it_to_qiskit(
    shape: tuple[int, ...], shots: int, widths: dict[str, int], seed: int, sparse: bool
) -> None:
    theirs = sampler_result(shape, shots, widths, seed)
    body = json.dumps(theirs, cls=RuntimeEncoder)
    with pytest.MonkeyPatch.context() as patch:
        for name in ("_LEAST_BODY", "_LEAST_LEAF"):
            patch.setattr(sparse_json, name, 0 if sparse else 1 << 30)
        ours = decode_result("sampler", body)
    assert ours[0].registers == list(widths)
    assert ours[0].shape == shape
    for name, width in widths.items():
        assert ours[0][name].num_bits == width
        np.testing.assert_array_equal(ours[0][name].array, theirs[0].data[name].array)
        assert ours[0][name].counts() == theirs[0].data[name].get_counts()
    assert ours[0].metadata == theirs[0].metadata
    assert written(ours.to_qiskit()) == written(json.loads(body, cls=RuntimeDecoder))


@given(evs=hnp.arrays(np.float64, hnp.array_shapes(min_dims=0, max_dims=3, max_side=3)))
def test_reads_ibms_estimator_encoding_and_converts_it_to_qiskit(evs: Any) -> None:
    fields = {
        "evs": evs,
        "stds": np.asarray(np.abs(evs)),
        "evs_noise_factors": np.stack([evs, evs], axis=-1),
        "evs_extrapolated": np.zeros((*evs.shape, 2, 3)),
    }
    metadata = {"shots": 100, "resilience": {"zne": {"noise_factors": np.array([1.0, 3.0])}}}
    theirs = PrimitiveResult([PubResult(DataBin(shape=evs.shape, **fields), metadata)], {"version": 2})
    body = json.dumps(theirs, cls=RuntimeEncoder)
    ours = decode_result("estimator", body)
    assert isinstance(ours, EstimatorResult)
    assert ours[0].shape == evs.shape
    for name, expected in fields.items():
        np.testing.assert_array_equal(getattr(ours[0], name), expected)
    np.testing.assert_array_equal(ours[0].metadata["resilience"]["zne"]["noise_factors"], [1.0, 3.0])
    assert written(ours.to_qiskit()) == written(json.loads(body, cls=RuntimeDecoder))


def test_plain_results_become_the_same_qiskit_result_as_typed_ones() -> None:
    typed = decode_result("sampler", json.dumps(sampler_result((2,), 3, {"c": 5}, 1), cls=RuntimeEncoder))
    samples = [[hex(number) for number in typed[0].c.ints(point)] for point in range(2)]
    plain = decode_result(
        "sampler",
        {
            "results": [{"data": {"c": {"samples": samples, "num_bits": 5}}, "metadata": {}}],
            "metadata": {
                "execution": {
                    "execution_spans": [
                        [
                            {"date": START.isoformat()},
                            {"date": STOP.isoformat()},
                            {"0": [[2, 3], [0, 1], [0, 3]]},
                        ]
                    ]
                },
                "version": 2,
            },
        },
    )
    ours, theirs = written(plain.to_qiskit()), written(typed.to_qiskit())
    theirs["__value__"]["pub_results"][0]["__value__"]["metadata"] = {}
    assert ours == theirs


def test_kerneled_registers_are_complex_arrays() -> None:
    values = np.arange(6).reshape(3, 2) * (1 + 2j)
    theirs = PrimitiveResult([SamplerPubResult(DataBin(shape=(), c=values))], {})
    result = decode_result("sampler", json.dumps(theirs, cls=RuntimeEncoder))
    np.testing.assert_array_equal(result[0].c, values)
    with pytest.raises(ValueError, match="kerneled data, an array, not bits"):
        result[0].counts()


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ({"__type__": "complex", "__value__": [1, -2]}, 1 - 2j),
        ({"__type__": "set", "__value__": [1, 2, 2]}, {1, 2}),
        ({"__type__": "set", "__value__": [[1], [2]]}, [[1], [2]]),
        (
            {"__type__": "datetime", "__value__": "2026-08-17T01:40:00.5"},
            datetime.fromisoformat("2026-08-17T01:40:00.500000"),
        ),
        (
            {"__type__": "datetime", "__value__": "2026-08-17T01:40:00Z"},
            datetime(2026, 8, 17, 1, 40, tzinfo=UTC),
        ),
        ({"__type__": "ndarray", "__value__": "exponential"}, "exponential"),
        ({"__type__": "ObservablesArray", "__value__": [{"ZZ": 1.0}]}, [{"ZZ": 1.0}]),
        ({"__type__": "to_json", "__value__": {"a": 1}}, {"a": 1}),
        ({"__type__": "NotInvented", "__value__": [1]}, {"__type__": "NotInvented", "__value__": [1]}),
        ({"__type__": "no value"}, {"__type__": "no value"}),
        ({"__type__": ["unhashable"], "__value__": 1}, {"__type__": ["unhashable"], "__value__": 1}),
    ],
)
def test_typed_values_are_decoded_and_unknown_ones_stay_data(value: Any, expected: Any) -> None:
    assert decode_result("my-program", json.dumps({"x": [value]}))["x"] == [expected]


def test_what_is_inside_an_unknown_type_is_decoded() -> None:
    value = {"__type__": "NotInvented", "__value__": {"a": typed_array([1, 2])}, "more": 3}
    result = decode_result("my-program", json.dumps(value))
    assert result["__type__"] == "NotInvented"
    assert result["more"] == 3
    np.testing.assert_array_equal(result["__value__"]["a"], [1, 2])


def test_arrays_of_objects_come_as_lists() -> None:
    value = {"__type__": "ndarray", "__value__": [[1, 2], [3, 4]]}
    np.testing.assert_array_equal(decode_result("my-program", json.dumps(value)), [[1, 2], [3, 4]])


@given(
    array=hnp.arrays(
        st.sampled_from(
            [np.float64, np.int64, np.uint8, np.bool_, np.complex128, np.float32, np.dtype(">f8")]
        ),
        hnp.array_shapes(min_dims=0, max_dims=3, min_side=0, max_side=4),
    ),
    fortran=st.booleans(),
)
def test_arrays_of_every_type_and_layout_are_read(array: Any, fortran: bool) -> None:
    sent = np.asfortranarray(array) if fortran and array.ndim else array
    read = decode_result("my-program", json.dumps(typed_array(sent)))
    assert read.dtype == array.dtype
    np.testing.assert_array_equal(read, array)


def _bomb(size: int) -> dict[str, str]:
    buffer = io.BytesIO()
    np.lib.format.write_array_header_1_0(buffer, {"shape": (size,), "fortran_order": False, "descr": "|u1"})
    press = zlib.compressobj(9)
    content = press.compress(buffer.getvalue())
    for _ in range(size >> 20):
        content += press.compress(bytes(1 << 20))
    return {"__type__": "ndarray", "__value__": base64.b64encode(content + press.flush()).decode()}


@pytest.mark.parametrize("least", [0, pytest.param(1 << 30, marks=pytest.mark.long)])
def test_rejects_a_decompression_bomb_before_decompressing(
    least: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sparse_json, "_LEAST_BODY", least)
    monkeypatch.setattr(sparse_json, "_LEAST_LEAF", least)
    body = json.dumps(_bomb(64 << 20))
    tracemalloc.start()
    try:
        with pytest.raises(ResultDecodeError, match="limit of 1000000 bytes"):
            decode_result("sampler", '{"results":[],"metadata":' + body + "}", max_bytes=1_000_000)
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert peak < 8_000_000
    assert decode_result("my-program", body).size == 64 << 20


def test_the_limit_is_one_for_all_arrays_of_a_result() -> None:
    body = json.dumps([typed_array(np.zeros(1000))] * 3)
    assert len(decode_result("my-program", body, max_bytes=25_000)) == 3
    with pytest.raises(ResultDecodeError, match="max_bytes"):
        decode_result("my-program", body, max_bytes=20_000)


def _npy(header: dict[str, Any], content: bytes = b"") -> dict[str, str]:
    buffer = io.BytesIO()
    np.lib.format.write_array_header_1_0(buffer, header)
    value = base64.b64encode(zlib.compress(buffer.getvalue() + content)).decode()
    return {"__type__": "ndarray", "__value__": value}


@pytest.mark.parametrize(
    "value",
    [
        _npy({"shape": (1 << 50,), "fortran_order": False, "descr": "<f8"}, b"12345678"),
        _npy({"shape": (1,), "fortran_order": False, "descr": "|O"}, pickle.dumps([print])),
        {"__type__": "ndarray", "__value__": "eJybnotbase64%%"},
        {"__type__": "ndarray", "__value__": base64.b64encode(b"not zlib").decode()},
        {
            "__type__": "ndarray",
            "__value__": base64.b64encode(zlib.compress(b"not npy at all, by far")).decode(),
        },
        {"__type__": "ndarray", "__value__": base64.b64encode(zlib.compress(bytes(1000))[:-6]).decode()},
        {"__type__": "ndarray", "__value__": ""},
        {"__type__": "complex", "__value__": "1j"},
        {"__type__": "datetime", "__value__": "yesterday"},
        {
            "__type__": "BitArray",
            "__value__": {"array": typed_array(np.zeros((3, 2), np.uint8)), "num_bits": 4},
        },
        {"__type__": "BitArray", "__value__": {"num_bits": 4}},
        {"__type__": "DoubleSliceSpan", "__value__": {"data_slices": {"0": [[5]]}}},
    ],
    ids=lambda value: str(value)[13:60],
)
def test_damaged_or_dangerous_values_are_refused(value: dict[str, Any]) -> None:
    with pytest.raises(ResultDecodeError):
        decode_result("my-program", json.dumps([value]))


def test_pickled_content_is_never_run(tmp_path: Any) -> None:
    target = tmp_path / "owned"

    class Evil:
        def __reduce__(self) -> Any:
            return (open, (str(target), "w"))

    buffer = io.BytesIO()
    np.save(buffer, np.array([Evil()], dtype=object), allow_pickle=True)
    value = base64.b64encode(zlib.compress(buffer.getvalue())).decode()
    with pytest.raises(ResultDecodeError, match="Python objects"):
        decode_result(
            "sampler", json.dumps({"results": [], "metadata": {"__type__": "ndarray", "__value__": value}})
        )
    assert not target.exists()


def test_numpy_is_imported_when_a_result_is_decoded_and_not_before() -> None:
    program = (
        "import sys; from qrt_facade import results; assert 'decode_result' in dir(results); "
        "assert not {'numpy', 'httpx'} & set(sys.modules); results.decode_result; assert 'numpy' in sys.modules"
    )
    assert subprocess.run([sys.executable, "-c", program], check=False).returncode == 0


def test_modules_that_the_payload_names_are_not_imported() -> None:
    payload = [
        {"__type__": tag, "__module__": "antigravity", "__class__": "fly", "__value__": {"a": 1}}
        for tag in ("settings", "_json", "Instruction")
    ]
    program = (
        "import sys, json; from qrt_facade.results import decode_result; "
        f"assert decode_result('my-program', {json.dumps(payload)!r})[0]['__module__'] == 'antigravity'; "
        "assert 'antigravity' not in sys.modules and not any(name.startswith('qiskit') for name in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", program], check=False).returncode == 0


_TAGS = st.sampled_from(
    [
        *(
            "PrimitiveResult",
            "SamplerPubResult",
            "DataBin",
            "BitArray",
            "ndarray",
            "complex",
            "set",
            "datetime",
        ),
        *("ExecutionSpans", "DoubleSliceSpan", "TwirledSliceSpanV2", "NoiseLearnerResult", "_json", "other"),
    ]
)


_KEYS = st.sampled_from(
    [
        *(
            "results",
            "pub_results",
            "data",
            "metadata",
            "samples",
            "num_bits",
            "fields",
            "shape",
            "array",
            "spans",
        ),
        *("schema_version", "execution", "execution_spans", "evs", "start", "data_slices", "dtype", "c"),
    ]
)


_LEAVES = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(),
    st.floats(),
    st.sampled_from(["", "0x1", "eJw=", "v1.0", "linear"]),
)


_ANY_JSON = st.recursive(
    _LEAVES,
    lambda inner: st.one_of(
        st.lists(inner, max_size=3),
        st.dictionaries(_KEYS, inner, max_size=4),
        st.builds(lambda tag, value: {"__type__": tag, "__value__": value}, _TAGS, inner),
    ),
    max_leaves=12,
)


@example(document={"__type__": "PrimitiveResult", "__value__": {"results": ""}}, program="noise-learner")
@example(document={"__type__": "PrimitiveResult", "__value__": {"pub_results": []}}, program="executor")
@given(
    document=_ANY_JSON,
    program=st.sampled_from(["sampler", "estimator", "noise-learner", "executor", "other"]),
)
def test_any_response_decodes_or_raises_result_decode_error(document: Any, program: str) -> None:
    for form in (document, json.dumps(document)):
        outcome = _result_or_refusal(program, form)
        assert repr(outcome)
        assert getattr(outcome, "program_id", program) == program or program == "other"


def _result_or_refusal(program: str, form: Any) -> Any:
    try:
        return decode_result(program, form)
    except ResultDecodeError as error:
        return error


def test_circuits_in_metadata_stay_data_and_become_circuits_for_qiskit() -> None:
    circuit = QuantumCircuit(1)
    circuit.h(0)
    theirs = PrimitiveResult([], {"circuit": circuit})
    ours = decode_result("sampler", json.dumps(theirs, cls=RuntimeEncoder))
    assert ours.metadata["circuit"]["__type__"] == "QuantumCircuit"
    assert ours.to_qiskit().metadata == {"circuit": circuit}


def test_reads_a_typed_primitive_result_of_another_program() -> None:
    assert isinstance(decode_result("my-program", DOCUMENTED), SamplerResult)


def test_a_typed_primitive_result_of_another_program_with_expectation_values_is_an_estimator_s() -> None:
    pub = PubResult(DataBin(shape=(1,), evs=np.array([0.5]), stds=np.array([0.1])))
    result = decode_result("my-program", json.dumps(PrimitiveResult([pub], {}), cls=RuntimeEncoder))
    assert isinstance(result, EstimatorResult)
    assert result[0].evs.tolist() == [0.5]


@pytest.mark.parametrize("text", ["x" * 6000, 'a "quoted" line\n' * 1000])
def test_a_long_text_in_a_typed_value_is_read_completely(text: str) -> None:
    typed = {"__type__": "to_json", "__value__": text}
    assert decode_result("my-program", json.dumps({"a": [typed], "b": 1})) == {"a": [text], "b": 1}


def test_decoding_typed_samples_needs_less_than_twice_the_body_in_memory() -> None:
    array = np.random.default_rng(0).integers(0, 256, (200_000, 20), dtype=np.uint8)
    array[:, 0] &= 0x0F
    body = json.dumps(
        PrimitiveResult([SamplerPubResult(DataBin(c=BitArray(array, 156)))]), cls=RuntimeEncoder
    ).encode()
    tracemalloc.start()
    try:
        result = decode_result("sampler", body)
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    np.testing.assert_array_equal(result[0].c.array, array)
    assert peak < 2 * len(body)
