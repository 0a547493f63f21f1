"""The program `executor` in the emulator: values of known circuits, shapes, chunks, measurement levels, refusals."""

from __future__ import annotations

import math
import re
from copy import deepcopy
from typing import Any

import numpy as np
import pytest
from support.circuits import HEADER
from support.quantum_programs import item, program, tensor, values_of
from support.simulated import outcome_of, result_of

from qrt_facade.emulator.domain.errors import ApiError
from qrt_facade.emulator.domain.quantum_programs import check_calibration, check_program

# Ignore Qiskit's own deprecations.
pytestmark = pytest.mark.filterwarnings("ignore")

TURNED = HEADER + "input float[64] theta; bit[2] c; sx $0; rz(theta) $0; sx $0; c[0] = measure $0;"
"""Qubit 0 is 1 with probability cos²(theta / 2): always for 0, never for pi."""

ORDER = (
    HEADER + "input float[64] b; input float[64] a; bit[3] c; bit[1] d; "
    "sx $0; rz(a) $0; sx $0; sx $1; rz(b) $1; sx $1; x $2; "
    "c[0] = measure $0; c[1] = measure $1; d[0] = measure $2;"
)
"""Its parameters are declared in a different order than that of their names."""

BELL = HEADER + (
    "bit[2] c; rz(pi/2) $0; sx $0; rz(pi/2) $0; rz(pi/2) $1; sx $1; rz(pi/2) $1; cz $0, $1; "
    "rz(pi/2) $1; sx $1; rz(pi/2) $1; c[0] = measure $0; c[1] = measure $1;"
)


def results(params: dict[str, Any], **circumstances: Any) -> list[dict[str, Any]]:
    """Return the arrays of each item of a program that completes."""
    body = result_of("executor", params, **circumstances)
    return [{name: values_of(sent) for name, sent in one["results"].items()} for one in body["data"]]


def test_each_parameter_gets_its_column_and_each_register_its_bits() -> None:
    # Sorted by name, a comes first, which turns qubit 0.
    arguments = [[0.0, np.pi], [np.pi, 0.0], [np.pi, np.pi]]
    ((found),) = results(program([ORDER], [item(arguments)], 20), noise=False)
    assert {name: array.shape for name, array in found.items()} == {"c": (3, 20, 3), "d": (3, 20, 1)}
    assert found["c"].all(axis=1).tolist() == [[True, False, False], [False, True, False], [False] * 3]
    assert not found["c"][0, :, 1:].any()
    assert found["d"].all()


def test_a_sweep_follows_its_curve() -> None:
    angles = np.linspace(0, np.pi, 7)
    ((found),) = results(program([TURNED], [item(angles[:, None])], 4000), noise=False)
    assert found["c"][..., 0].mean(axis=1) == pytest.approx(np.cos(angles / 2) ** 2, abs=0.04)


def test_axes_added_by_a_shape_are_sampled_separately() -> None:
    params = program([TURNED, BELL], [item([[0.0], [np.pi / 2]], (5, 2)), item((), (3,))], 200)
    turned, bell = results(params, noise=False)
    assert turned["c"].shape == (5, 2, 200, 2)
    assert turned["c"][:, 0, :, 0].all()
    rows = turned["c"][:, 1, :, 0]
    assert len({row.tobytes() for row in rows}) == 5
    assert rows.mean() == pytest.approx(0.5, abs=0.08)
    assert bell["c"].shape == (3, 200, 2)
    assert np.array_equal(bell["c"][..., 0], bell["c"][..., 1])
    assert not np.array_equal(bell["c"][0], bell["c"][1])


def test_an_empty_shape_is_that_of_the_arguments_and_length_1_is_broadcast() -> None:
    params = program([TURNED] * 2, [item([[[0.0]], [[np.pi]]], ()), item([[[0.0]], [[np.pi]]], (2, 3))], 5)
    as_sent, stretched = results(params, noise=False)
    assert (as_sent["c"].shape, stretched["c"].shape) == ((2, 1, 5, 2), (2, 3, 5, 2))
    assert stretched["c"][0, :, :, 0].all()
    assert not stretched["c"][1].any()


def test_integer_chunks_are_consecutive_spans_that_cover_the_item() -> None:
    items = [item(np.zeros((2, 3, 1)), (2, 3), chunk_size=4), item((), (3,), chunk_size=2)]
    body = result_of("executor", program([TURNED, BELL], items, 5))
    spans = body["metadata"]["chunk_timing"]
    parts = [part for span in spans for part in span["parts"]]
    assert [(part["idx_item"], part["size"], part["element_range"]) for part in parts] == [
        (0, 4, [0, 4, 1]), (0, 2, [4, 6, 1]), (1, 2, [0, 2, 1]), (1, 1, [2, 3, 1]),
    ]  # fmt: skip
    assert [part["permutation"] for part in parts] == [[0, 1], [0, 1], [0], [0]]
    times = [time for span in spans for time in (span["start"], span["stop"])]
    assert times == sorted(times)


def test_without_a_size_each_item_is_one_chunk() -> None:
    body = result_of("executor", program([BELL], [item((), (7,))], 5))
    ((span),) = body["metadata"]["chunk_timing"]
    assert span["parts"] == [{"idx_item": 0, "size": 7, "permutation": [0], "element_range": [0, 7, 1]}]


def test_kerneled_data_can_be_classified_into_the_original_bits() -> None:
    ((found),) = results(program([BELL], [item((), (3,))], 500, meas_level="both"))
    assert set(found) == {"c", "c_iq"}
    assert (found["c_iq"].dtype, found["c_iq"].shape) == (np.complex128, (3, 500, 2))
    for bit in range(2):
        ones, points = found["c"][..., bit], found["c_iq"][..., bit]
        centre = points[ones].mean() - points[~ones].mean()
        assert np.array_equal((points / centre).real > 0, ones)
        assert points[ones].std() == pytest.approx(0.15 * math.sqrt(2), rel=0.1)


def test_averaged_kerneled_data_have_no_shots_axis_and_unmeasured_bits_are_zero() -> None:
    angles = [[0.0], [np.pi], [np.pi / 2]]
    levels = ("kerneled", "avg_kerneled")
    each, averaged = (
        results(program([TURNED], [item(angles)], 2000, meas_level=level), noise=False)[0] for level in levels
    )
    assert (set(each), set(averaged)) == ({"c_iq"}, {"c_avg_iq"})
    assert averaged["c_avg_iq"].shape == (3, 2)
    assert not averaged["c_avg_iq"][:, 1].any()
    assert averaged["c_avg_iq"][:, 0] == pytest.approx([-1, 1, 0], abs=0.1)
    assert each["c_iq"].mean(axis=1) == pytest.approx(averaged["c_avg_iq"], abs=0.1)


def test_passthrough_data_are_returned_unchanged() -> None:
    sent = {
        "deep": [{"__type__": "complex", "__value__": [0, 1]}, tensor([1.0, 2.0])],
        "none": None,
        "1": 1.5,
    }
    params = program([BELL], [item()], 5, passthrough_data=sent, semantic_role="mine")
    body = result_of("executor", params)
    assert (body["passthrough_data"], body["semantic_role"]) == (sent, "mine")


def test_a_pause_between_shots_is_charged_and_one_out_of_range_is_refused() -> None:
    def charged(pause: float | None) -> float:
        params = program([BELL], [item()], 100_000, options={"rep_delay": pause})
        return outcome_of("executor", params).qpu_seconds

    assert [charged(0.0), charged(None), charged(0.0005)] == [3, 28, 53]
    outcome = outcome_of("executor", program([BELL], [item()], 10, options={"rep_delay": 0.001}))
    assert (outcome.reason_code, "accepts 0 to 0.0005 s" in str(outcome.reason)) == (1521, True)


MISFITS: dict[str, tuple[list[str], list[dict[str, Any]], str]] = {
    "too few circuits": ([BELL], [item(), item()], "circuits has 1 circuit and items has 2 items"),
    "unlike chunks": ([BELL, BELL], [item(), item(chunk_size=2)], "all must be of the same kind"),
    "too many values": ([TURNED], [item([[1.0, 2.0]])], r"items\[0\].circuit_arguments has 2 values"),
    "no values": ([TURNED], [item()], r"has 0 values for each element, but the circuit has 1 parameter \(theta\)"),
    "not finite": ([TURNED], [item([[0.0], [np.nan]])], "has nan for theta, which is not a finite number"),
    "another shape": ([TURNED], [item([[0.0], [1.0]], (3,))], r"items\[0\].shape is \[3\], which does not extend \[2\]"),
    "fewer axes": ([TURNED], [item([[[0.0]]], (1,))], r"does not extend \[1, 1\]"),
    "no base64": ([BELL], [item() | {"circuit_arguments": {**tensor([]), "data": "?"}}], r"data cannot be decoded"),
    "length of no index": ([BELL], [item((), (0, 2**70))], r"shape is \[0, 11805.*\], which is not possible"),
    "too many axes": ([BELL], [item((), (1,) * 100_000)], r"shape is \[1, 1, .{,80} which is not possible"),
    "too many axes of arguments": ([BELL], [item() | {"circuit_arguments": {**tensor([]), "shape": [1] * 9999}}], r"^.{,250}$"),
    "too few bytes": ([TURNED], [item() | {"circuit_arguments": {**tensor([1.0]), "shape": [2]}}], "needs 16"),
}  # fmt: skip


@pytest.mark.parametrize("name", MISFITS)
def test_a_mismatch_fails_the_job_and_is_named(name: str) -> None:
    circuits, items, message = MISFITS[name]
    outcome = outcome_of("executor", program(circuits, items))
    assert (outcome.status, outcome.reason_code) == ("Failed", 1501)
    assert re.search(message, str(outcome.reason)), outcome.reason


def test_openqasm_2_text_is_refused() -> None:
    text = 'OPENQASM 2.0; include "qelib1.inc"; qreg q[1]; creg c[1]; x q[0]; measure q -> c;'
    outcome = outcome_of("executor", program([BELL, text], [item(), item()]))
    assert outcome.reason_code == 1603
    assert "circuits.data[1] is OpenQASM 2; quantum programs accept only OpenQASM 3" in str(outcome.reason)


@pytest.mark.parametrize("seed", ["abc", -3, 1.5, True, {"a": 1}])
@pytest.mark.parametrize("program_id", ["executor", "sampler"])
def test_an_invalid_seed_fails_the_job_with_its_name(program_id: str, seed: Any) -> None:
    options = {"simulator": {"seed_simulator": seed}}
    params = GOOD if program_id == "executor" else {"pubs": [[BELL]], "shots": 10}
    outcome = outcome_of(program_id, params | {"options": options})
    assert (outcome.reason_code, "seed_simulator is" in str(outcome.reason)) == (1521, True)


GOOD = program([BELL], [item()], 5)

WRONG: list[tuple[tuple[Any, ...], Any, str]] = [
    (("schema_version",), "v3.0", "schema_version is 'v3.0'; it must be one of v0.1, v0.2, v1.0, v1.1, v2.0"),
    (("options",), None, "params.options is missing"),
    (("options", "init_qubits"), 1, "init_qubits is 1; it must be true or false"),
    (("options", "rep_delay"), "long", "rep_delay is 'long'"),
    (("options", "scheduler_timing"), None, "scheduler_timing is None; it must be true or false"),
    (("options", "experimental"), [], "experimental is []; it must be an object"),
    (("quantum_program", "shots"), 0, "shots is 0; it must be an integer of 1 or more"),
    (("quantum_program", "shots"), True, "shots is True"),
    (("quantum_program", "items"), {}, "items is {}; it must be an array"),
    (("quantum_program", "items", 0), 7, "items[0] is 7; it must be an object"),
    (
        ("quantum_program", "items", 0, "item_type"),
        "box",
        "item_type is 'box'; it must be one of circuit, samplex",
    ),
    (("quantum_program", "items", 0, "shape"), None, "items[0].shape is missing"),
    (("quantum_program", "items", 0, "shape"), [1, -1], "items[0].shape[1] is -1"),
    (("quantum_program", "items", 0, "chunk_size"), 0, "chunk_size is 0"),
    (
        ("quantum_program", "items", 0, "circuit_arguments"),
        [1.0],
        "circuit_arguments is [1.0]; it must be an object",
    ),
    (
        ("quantum_program", "items", 0, "circuit_arguments", "dtype"),
        "f32",
        "dtype is 'f32'; it must be one of f64",
    ),
    (("quantum_program", "circuits"), None, "quantum_program.circuits is missing"),
    (("quantum_program", "circuits", "data"), [7], "circuits.data[0] is 7; it must be a string"),
    (("quantum_program", "meas_level"), "raw", "meas_level is 'raw'"),
    (("quantum_program", "semantic_role"), 1, "semantic_role is 1"),
]


@pytest.mark.parametrize(
    ("path", "value", "message"), WRONG, ids=[".".join(map(str, path)) for path, *_ in WRONG]
)
def test_an_invalid_field_is_refused_with_its_name(path: tuple[Any, ...], value: Any, message: str) -> None:
    check_program(GOOD, in_session=False)
    params = deepcopy(GOOD)
    place: Any = params
    for name in path[:-1]:
        place = place[name]
    place[path[-1]] = value
    with pytest.raises(ApiError) as refused:
        check_program(params, in_session=True)
    assert refused.value.status == 400
    assert message in refused.value.message


def test_an_integer_chunk_size_requires_a_session() -> None:
    params = program([BELL], [item(chunk_size=3)])
    check_program(params, in_session=True)
    with pytest.raises(ApiError, match='chunk_size is 3; outside a session it must be "auto"'):
        check_program(params, in_session=False)


def test_replications_of_points_of_a_sweep_stay_with_their_points() -> None:
    angles = np.array([[0.0], [np.pi], [np.pi / 2], [0.0]])
    ((found),) = results(program([TURNED], [item(angles, (3, 4))], 50), noise=False)
    assert found["c"][:, :, :, 0].all(axis=2).tolist() == [[True, False, False, True]] * 3
    assert not found["c"][:, 1].any()
    # If points have different numbers of copies, each copy is simulated separately.
    ((found),) = results(program([TURNED], [item(angles, (4,))], 50), noise=False)
    assert found["c"][..., 0].all(axis=1).tolist() == [True, False, False, True]


@pytest.mark.parametrize(
    ("params", "message"),
    [
        ({"options": {}}, "params.schema_version is missing; it must be one of v0.1"),
        ({"schema_version": "v0.2", "options": {}}, "params.schema_version is 'v0.2'"),
        ({"schema_version": "v0.1"}, "params.options is missing"),
        ({"schema_version": "v0.1", "options": {"experimental": 1}}, "params.options.experimental is 1"),
    ],
)
def test_calibration_params_require_a_version_and_options(params: dict[str, Any], message: str) -> None:
    check_calibration({"schema_version": "v0.1", "options": {"experimental": {}}})
    with pytest.raises(ApiError, match=re.escape(message)):
        check_calibration(params)


def test_the_log_warns_that_qubits_are_initialised_anyway() -> None:
    logs = [
        outcome_of("executor", program([BELL], [item()], 10, options={"init_qubits": value})).logs
        for value in (True, False)
    ]
    assert ["init_qubits" in log for log in logs] == [False, True]
    assert [log.splitlines()[0] for log in logs] == ["INFO: executor executed 10 shots on ibm_fez"] * 2


@pytest.mark.parametrize(
    "change", [{"options": True}, {"options": {"simulator": 1}}, {"quantum_program": None}]
)
def test_params_not_validated_at_submission_fail_the_job(change: dict[str, Any]) -> None:
    outcome = outcome_of("executor", GOOD | change)
    assert (outcome.status, outcome.reason_code) in {("Failed", 1501), ("Completed", None)}, outcome
    assert "Traceback" not in outcome.logs
