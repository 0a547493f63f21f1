"""Results of sampler jobs that ran on the executor."""

from __future__ import annotations

import json
import math
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from qrt_facade import ResultDecodeError
from qrt_facade._programs.executor.program import ExecutorProgram, executor_params
from qrt_facade._programs.executor.tensors import encode_tensor
from qrt_facade._programs.through_executor.sampler import plan_sampler
from qrt_facade.results import EstimatorResult, ExecutorResult, SamplerResult, decode_result
from qrt_facade.results.decoding import decode_result_of

HEADER = 'OPENQASM 3.0;\ninclude "stdgates.inc";\n'
CIRCUIT = (
    HEADER + "input float theta; bit[3] c; bit[1] d; rx(theta) $0; c[0] = measure $0; c[2] = measure $1;"
    " d[0] = measure $2; x $2;"
)
TWIRL = {"twirling": {"enable_measure": True}}
START, STOP = "2026-11-01T10:00:00+00:00", "2026-11-01T10:00:02.500000+00:00"


def body_of(program: ExecutorProgram, results: list[dict[str, Any]], **more: Any) -> dict[str, Any]:
    """Return the service's response for a program, with arrays of results by name for each item."""
    chunks = more.pop("chunks", [])
    metadata = more.pop("item", {"scheduler_timing": None, "stretch_values": None})
    encoded = [
        {name: encode_tensor(array, compressed=True, where=name) for name, array in item.items()}
        for item in results
    ]
    return {
        "schema_version": "v2.0",
        "data": [{"results": item, "metadata": metadata} for item in encoded],
        "metadata": {"chunk_timing": chunks},
        "passthrough_data": executor_params(program)["quantum_program"]["passthrough_data"],
        "semantic_role": None,
    }


def read(program: ExecutorProgram, results: list[dict[str, Any]], **more: Any) -> SamplerResult:
    return decode_result("executor", body_of(program, results, **more), as_=SamplerResult)


def outcomes(program: ExecutorProgram, index: int = 0) -> dict[str, Any]:
    """Return bits as measured by the circuit without flips, in the shape of an item's data."""
    generator = np.random.default_rng(index)
    shape = program.items[index].shape
    return {
        name: generator.random((*shape, program.shots, width)) < 0.5 for name, width in (("c", 3), ("d", 1))
    }


def flipped(program: ExecutorProgram, bits: dict[str, Any], index: int = 0) -> dict[str, Any]:
    """Return the same bits as measured by the device, with the flips of the program's angles."""
    item, found = program.items[index], {name: array.copy() for name, array in bits.items()}
    angles = np.broadcast_to(item.arguments, (*item.shape, len(item.parameters)))
    for name, (register, bit) in {"qrt_b0": ("c", 0), "qrt_b1": ("c", 2)}.items():
        if name in item.parameters:
            found[register][..., bit] ^= angles[..., [item.parameters.index(name)]] == 0
    return found


@settings(max_examples=30, deadline=None)
@given(
    shape=st.lists(st.integers(1, 3), max_size=2).map(tuple),
    shots=st.lists(st.integers(1, 40), min_size=1, max_size=2),
    twirl=st.booleans(),
    seed=st.integers(0, 2**64),
)
def test_shots_of_repetitions_and_randomizations_come_back_without_flips(
    shape: tuple[int, ...], shots: list[int], twirl: bool, seed: int
) -> None:
    twirling = {"enable_measure": twirl, "shots_per_randomization": 5}
    pubs = [(CIRCUIT, {"theta": np.zeros((*shape, 1))}, one) for one in shots]
    program = plan_sampler(pubs, options={"twirling": twirling}, seed=seed)
    bits = [outcomes(program, index) for index in range(len(pubs))]
    result = read(program, [flipped(program, one, index) for index, one in enumerate(bits)])
    for index, pub in enumerate(result):
        assert (pub.shape, pub.num_shots, pub.registers) == (shape, shots[index], ["c", "d"])
        for name in ("c", "d"):
            sent = bits[index][name].reshape(-1, *shape, program.shots, bits[index][name].shape[-1])
            folded = np.concatenate(list(sent), axis=-2)[..., : shots[index], :]
            assert np.array_equal(pub[name].bits(), folded)


def test_a_result_looks_like_that_of_the_service_s_own_sampler() -> None:
    program = plan_sampler([CIRCUIT], parameters=[1], shots=4, seed=0)
    chunks = [
        {
            "start": START,
            "stop": STOP,
            "parts": [{"idx_item": 0, "size": 1, "permutation": [], "element_range": [0, 1, 1]}],
        }
    ]
    result = read(program, [outcomes(program)], chunks=chunks)
    assert result[0].metadata == {"circuit_metadata": {}}
    assert set(result.metadata) == {"execution", "version"}
    assert result.metadata["version"] == 2
    (span,) = result.execution_spans or ()
    assert (span.duration, span.size) == (2.5, 4)
    assert span.mask(0).tolist() == [True] * 4
    assert isinstance(result.executor_result, ExecutorResult)


def test_metadata_have_the_circuit_s_the_randomizations_and_the_schedule() -> None:
    qiskit = pytest.importorskip("qiskit")
    circuit = qiskit.QuantumCircuit(1, 1, metadata={"experiment": "T1"})
    circuit.measure(0, 0)
    program = plan_sampler([circuit], shots=100, options=TWIRL, seed=0)
    bits = {"c": np.zeros((*program.items[0].shape, program.shots, 1), dtype=bool)}
    timing = {"timing": "start", "circuit_duration": 5}
    result = read(program, [bits], item={"scheduler_timing": timing, "stretch_values": None})
    assert result[0].metadata == {
        "circuit_metadata": {"experiment": "T1"},
        "num_randomizations": 2,
        "compilation": {"scheduler_timing": timing},
    }


def test_kerneled_data_lose_their_suffix_and_means_are_those_of_all_repetitions() -> None:
    pubs = [(CIRCUIT, [0.1], 10), (CIRCUIT, [[0.1], [0.2]], 30)]
    for kind, suffix, axes in (("kerneled", "_iq", 2), ("avg_kerneled", "_avg_iq", 1)):
        program = plan_sampler(pubs, options={"execution": {"meas_type": kind}}, seed=0)
        sizes = (10, 3)[-axes:]
        arrays = [
            {
                f"c{suffix}": np.arange(math.prod(one.shape) * math.prod(sizes)).reshape(*one.shape, *sizes)
                * 1j
            }
            for one in program.items
        ]
        result = read(program, arrays)
        assert result[0].kerneled("c").shape == sizes
        sent = arrays[1][f"c{suffix}"]
        expected = np.concatenate(list(sent), axis=1) if kind == "kerneled" else sent.mean(axis=0)
        assert np.array_equal(result[1].kerneled(), expected)


def test_spans_report_which_shots_of_a_pub_ran_in_a_chunk() -> None:
    pubs = [(CIRCUIT, [[0.1], [0.2], [0.3]], 2), (CIRCUIT, [[0.1], [0.2]], 4)]
    program = plan_sampler(pubs, seed=0)
    assert program.shots == 2
    parts = [
        [{"idx_item": 0, "size": 2, "permutation": [0], "element_range": [0, 3, 2]}],
        [
            {"idx_item": 0, "size": 1, "permutation": [0], "element_range": [1, 3, 2]},
            {"idx_item": 1, "size": 3, "permutation": [0, 1], "element_range": [0, 3, 1]},
        ],
        [{"idx_item": 1, "size": 1, "permutation": [1, 0], "element_range": [3, 4, 1]}],
    ]
    chunks = [{"start": START, "stop": STOP, "parts": part} for part in parts]
    spans = read(program, [outcomes(program, index) for index in range(2)], chunks=chunks).execution_spans
    assert spans is not None
    assert spans[0].mask(0).tolist() == [[True] * 2, [False] * 2, [True] * 2]
    assert spans[1].mask(0).tolist() == [[False] * 2, [True] * 2, [False] * 2]
    assert spans[1].mask(1).tolist() == [[True] * 4, [True, True, False, False]]
    assert spans[1].size == 2 + 6
    assert {span.tag for span in spans} == {"TwirledSliceSpanV2"}
    assert not spans[2].slices  # elements in another order are not a slice of the shots


def test_a_dry_run_is_marked_everywhere() -> None:
    program = plan_sampler([CIRCUIT], parameters=[1], shots=4, seed=0)
    result = decode_result("executor", body_of(program, [outcomes(program)]), as_=SamplerResult, dry_run=True)
    assert result.dry_run
    assert result.metadata["dry_run"]
    assert result[0].dry_run
    assert result[0].c.dry_run


@pytest.mark.parametrize(
    ("as_", "returned"),
    [
        (None, SamplerResult),
        (SamplerResult, SamplerResult),
        (ExecutorResult, ExecutorResult),
        (SamplerResult | ExecutorResult, SamplerResult),
        (EstimatorResult | ExecutorResult, ExecutorResult),
        (object, SamplerResult),
    ],
)
def test_the_result_has_the_first_accepted_class_of_its_submitter_and_the_executor(
    as_: Any, returned: type
) -> None:
    program = plan_sampler([CIRCUIT], parameters=[1], shots=4, seed=0)
    body = body_of(program, [outcomes(program)])
    assert type(decode_result("executor", body, as_=as_)) is returned
    encoded = json.dumps(body).encode()
    result = decode_result_of("executor", None, encoded, max_bytes=10**6, as_=as_, whose="job d1")
    assert type(result) is returned


@pytest.mark.parametrize(
    ("results", "message"),
    [
        ([], "The result has 0 items, but 1 PUBs were planned"),
        ([{"c": np.zeros((3, 4, 3), dtype=bool)}], "PUB 0: 'c' has data of shape"),
        ([{"c": np.zeros((4, 3), dtype=bool)}], "PUB 0: 'c' has data of shape"),
        ([{"c": np.zeros((1, 64, 7), dtype=bool)}], "PUB 0: 'c' has 7 bits, but 3 were planned"),
        ([{"c": np.zeros((1, 64, 3))}], "PUB 0: 'c' contains float64, not bits"),
    ],
)
def test_rejects_data_that_does_not_match_the_plan(results: list[dict[str, Any]], message: str) -> None:
    program = plan_sampler([CIRCUIT], parameters=[1], shots=4, options=TWIRL, seed=0)
    with pytest.raises(ResultDecodeError, match=message):
        read(program, results)


def test_a_result_becomes_qiskit_s_with_the_masks_of_its_spans() -> None:
    pytest.importorskip("qiskit_ibm_runtime")
    pubs = [(CIRCUIT, [[0.1], [0.2], [0.3]], 20), (CIRCUIT, [0.1], 40)]
    program = plan_sampler(pubs, options=TWIRL, seed=0)
    parts = [
        {"idx_item": index, "size": math.prod(item.shape), "permutation": [], "element_range": [0, 1, 1]}
        for index, item in enumerate(program.items)
    ]
    result = read(
        program,
        [outcomes(program, 0), outcomes(program, 1)],
        chunks=[{"start": START, "stop": STOP, "parts": parts}],
    )
    theirs = result.to_qiskit()
    (span,) = theirs.metadata["execution"]["execution_spans"]
    for index, pub in enumerate(result):
        assert np.array_equal(theirs[index].data.c.array, pub.c.array)
        assert span.mask(index).shape == (*pub.shape, pub.num_shots)
        assert span.mask(index).all()


def test_rejects_flips_of_another_shape_instead_of_broadcasting() -> None:
    program = plan_sampler([(CIRCUIT, {"theta": np.zeros((1, 1))}, 20_000)], options=TWIRL, seed=3)
    body = body_of(program, [flipped(program, outcomes(program))])
    flips = np.zeros((3000, 3000, 2), dtype=np.bool_)
    body["passthrough_data"]["qrt_facade"]["pubs"][0]["flips"] = encode_tensor(
        flips, compressed=True, where=""
    )
    with pytest.raises(ResultDecodeError, match=r"flips have shape \(3000, 3000, 2\), but \(32, 1\)"):
        decode_result("executor", body)
