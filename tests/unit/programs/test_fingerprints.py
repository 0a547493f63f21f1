"""Fingerprints of submissions: equal for the same work, different for work that would run differently."""

from __future__ import annotations

import base64
import copy
import io
import json
import subprocess
import sys
import time
import zlib
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays
from qiskit import ClassicalRegister, QuantumCircuit, QuantumRegister
from qiskit.circuit import Parameter
from support.qpy_circuits import written

from qrt_facade._programs.fingerprints import Fingerprint
from qrt_facade._programs.params import estimator_params, noise_learner_params, sampler_params
from qrt_facade._service.limits import MAX_TAG_LENGTH

if TYPE_CHECKING:
    from collections.abc import Callable

TEXT = 'OPENQASM 3.0; include "stdgates.inc"; input float theta; qubit[2] q; bit[2] c; rx(theta) q[0]; c = measure q;'
FIXED = TEXT.replace("input float theta; ", "").replace("theta", "0.5")


def sampler(*pubs: Any, backend: str = "ibm_fez", **others: Any) -> Fingerprint:
    return Fingerprint.of("sampler", {**sampler_params(list(pubs)), **others}, backend)


def wire_form(pubs: list[Any]) -> Fingerprint:
    return Fingerprint.of("sampler", {"pubs": pubs, "support_qiskit": False, "version": 2}, "ibm_fez")


def estimator(*pubs: Any, **others: Any) -> Fingerprint:
    return Fingerprint.of("estimator", {**estimator_params(list(pubs)), **others}, "ibm_fez")


def packed(content: bytes, level: int = -1) -> str:
    return base64.b64encode(zlib.compress(content, level)).decode()


def typed(array: Any, level: int = -1) -> dict[str, str]:
    with io.BytesIO() as buffer:
        np.save(buffer, array)
        return {"__type__": "ndarray", "__value__": packed(buffer.getvalue(), level)}


def test_a_tag_states_the_fingerprint_and_fits_the_services_limit() -> None:
    found = sampler((TEXT, {"theta": [0.1, 0.2]}))
    assert found.tag.startswith("qrt-print-")
    assert len(found.tag) <= MAX_TAG_LENGTH
    assert Fingerprint.of_tag(found.tag) == found


@pytest.mark.parametrize(
    "tag", ["", "mine", "qrt-print-", "qrt-print-" + "-".join(["0" * 12] * 4), "qrt-print-" + "g" * 64]
)
def test_another_tag_states_no_fingerprint(tag: str) -> None:
    assert Fingerprint.of_tag(tag) is None


def test_describes_the_differences_in_words() -> None:
    one = sampler((TEXT, [0.1], 100))
    assert one.differences(sampler((TEXT, [0.1], 100))) == ()
    assert one.differences(sampler((FIXED, None, 100))) == (
        "the circuits",
        "the parameter values or observables",
    )
    assert one.differences(sampler((TEXT, [0.2], 100))) == ("the parameter values or observables",)
    assert one.differences(sampler((TEXT, [0.1], 101))) == ("the options (shots and precision included)",)
    assert one.differences(sampler((TEXT, [0.1], 100), backend="ibm_kingston")) == ("the backend",)
    assert one.differences(Fingerprint.of("other", {}, "ibm_fez"))[0] == "the program"


def test_each_part_of_an_estimator_pub_changes_the_fingerprint() -> None:
    one = estimator((TEXT, {"ZZ": 0.5, "XX": 1}, [0.1], 0.05))
    assert one == estimator((TEXT, {"XX": 1.0, "ZZ": 0.5}, [0.1], 0.05))
    assert one.differences(estimator((TEXT, {"ZZ": 0.5, "XX": 1.1}, [0.1], 0.05))) == (
        "the parameter values or observables",
    )
    assert one.differences(estimator((TEXT, {"ZZ": 0.5, "XX": 1}, [0.1], 0.06))) == (
        "the options (shots and precision included)",
    )
    assert estimator((FIXED, ["ZZ", "XX"])) != estimator((FIXED, ["XX", "ZZ"]))


def test_an_alternative_calibration_changes_the_fingerprint() -> None:
    params = sampler_params(FIXED)
    one = Fingerprint.of("sampler", params, "ibm_fez")
    assert one.differences(Fingerprint.of("sampler", params, "ibm_fez", calibration_id="night")) == (
        "the options (shots and precision included)",
    )


def test_the_order_of_pubs_changes_the_fingerprint_but_not_the_order_of_keys() -> None:
    assert sampler(TEXT and (TEXT, [0.1]), FIXED) != sampler(FIXED, (TEXT, [0.1]))
    options = {"twirling": {"enable_gates": True, "num_randomizations": 3}, "default_shots": 7}
    turned = json.loads(
        json.dumps({"default_shots": 7, "twirling": dict(reversed(options["twirling"].items()))})
    )  # type: ignore[attr-defined]
    assert sampler(FIXED, options=options) == sampler(FIXED, options=turned)
    two = FIXED.replace("rx(0.5)", "u3(a, b, 0)").replace(
        "qubit[2] q;", "input float a; input float b; qubit[2] q;"
    )
    assert sampler((two, {"a": 1, "b": 2})) == sampler((two, {"b": 2, "a": 1}))
    assert sampler((two, {"a": 1, "b": 2})) != sampler((two, {"b": 1, "a": 2}))


def test_shots_change_the_fingerprint_wherever_they_are_set() -> None:
    found = [
        sampler(FIXED),
        sampler((FIXED, None, 10)),
        sampler(FIXED, shots=10),
        sampler(FIXED, options={"default_shots": 10}),
        sampler((FIXED, None, 10), FIXED),
        sampler(FIXED, (FIXED, None, 10)),
    ]
    assert len(set(found)) == len(found)


def test_the_place_of_the_shots_does_not_change_the_values_part() -> None:
    found = sampler((FIXED, None, 10)).differences(sampler(FIXED, shots=10))
    assert found == ("the options (shots and precision included)",)


def test_arrays_are_compared_by_content_not_by_compression() -> None:
    array = np.linspace(0, 1, 60).reshape(3, 20)
    wire: list[Any] = [typed(array), typed(array, 0), typed(array, 9), typed(np.asfortranarray(array))]
    assert len({one["__value__"] for one in wire}) == 4
    assert len({wire_form([[TEXT, one]]) for one in wire}) == 1
    others = [
        typed(array.astype(np.float32)),
        typed(array.reshape(20, 3)),
        typed(array.T),
        typed(array + 1e-15),
        typed(-0.0 * array),
        typed(0.0 * array),
    ]
    assert len({wire_form([[TEXT, one]]) for one in (*wire, *others)}) == 7


REAL = arrays.arrays(
    st.sampled_from([np.float64, np.float32, np.float16, np.int64, np.int8, np.uint32]),
    arrays.array_shapes(max_dims=3, max_side=3),
    elements={"allow_nan": False, "allow_infinity": False, "min_value": 0, "max_value": 100},
)


@settings(max_examples=40)
@given(array=REAL, order=st.sampled_from("CF"))
def test_an_array_of_values_equals_the_list_of_its_numbers(array: Any, order: Any) -> None:
    asked = np.asarray(array, order=order)
    assert wire_form([[TEXT, typed(asked)]]) == wire_form([[TEXT, array.tolist()]])
    assert wire_form([[TEXT, {"a": typed(asked)}]]) == wire_form([[TEXT, {"a": array.tolist()}]])
    assert wire_form([[TEXT, typed(asked + 1)]]) != wire_form([[TEXT, array.tolist()]])


def test_integers_that_floats_cannot_represent_are_not_rounded() -> None:
    one, other = (wire_form([[TEXT, typed(np.array([[2**53 + more]]))]]) for more in (0, 1))
    assert one != other


def test_the_dtype_of_an_array_in_options_changes_the_fingerprint() -> None:
    one, other = (sampler(FIXED, options={"a": typed(np.ones((2, 2), dtype))}) for dtype in ("f8", "f4"))
    assert one != other


def test_numbers_are_compared_by_value_in_values_and_as_written_in_options() -> None:
    def of_values(values: Any) -> Fingerprint:
        return wire_form([[TEXT, values]])

    assert of_values([0, 0.5, 1]) == of_values([0.0, 0.5, 1.0])
    assert of_values({"theta": 1}) == of_values({"theta": 1.0})
    assert of_values([0.0]) != of_values([-0.0])
    assert of_values([2**53]) != of_values([2**53 + 1])
    assert of_values([True]) != of_values([1])
    assert sampler(FIXED, options={"level": 1}) != sampler(FIXED, options={"level": 1.0})
    assert sampler(FIXED, options={"level": 1}) != sampler(FIXED, options={"level": True})
    assert sampler(FIXED, options={"a": [0.1, 0.2]}) != sampler(FIXED, options={"a": [0.2, 0.1]})


def test_trailing_none_in_a_pub_does_not_change_the_fingerprint() -> None:
    assert wire_form([[FIXED, None, None]]) == wire_form([[FIXED]]) == wire_form([FIXED])


def test_distinguishes_lists_of_different_depth_and_similar_texts() -> None:
    values: list[Any] = [
        [], [[]], [[], []], [[0.1]], [0.1], [[0.1], []], {}, [{}], "", [""], "0.1", ["0.1"], None, [None], [0.1, None],
        [[0.1, 0.2]], [[0.1], [0.2]], [0.1, 0.2], {"a": 0.1}, {"a": [0.1]}, {"a": {"a": 0.1}}, ["a", 0.1], ["a0.1"],
    ]  # fmt: skip
    assert len({sampler(FIXED, options={"x": value}) for value in values}) == len(values)
    assert len({wire_form([[FIXED, value, 1]]) for value in values}) == len(values)


def test_comments_line_ends_and_whitespace_do_not_change_the_fingerprint() -> None:
    lines = (
        FIXED.replace("; ", ";\r\n")
        .replace("rx", "/* turn */ rx")
        .replace("bit[2] c;", "bit[2] c ;// result  ")
    )
    assert sampler(lines) == sampler(FIXED) == sampler(FIXED.replace("; ", ";\n\n\t"))
    version_2 = 'OPENQASM 2.0;include "qelib1.inc";qreg q[1];creg c[1];x q[0];measure q[0]->c[0];'
    assert sampler(version_2) == sampler(version_2.replace("x q[0];", "// flip\n x  q[0];\n"))


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("rx(0.5)", "ry(0.5)"),
        ("rx(0.5)", "rx(0.50000001)"),
        ("q[0]", "q[1]"),
        ("bit[2] c", "bit[3] c"),
        ("bit[2] c; ", "bit[2] d; bit[2] c; "),
        ("rx(0.5) q[0]", "rx(0.5) q[0]; // x q[0]\n x q[1]"),
        ("rx(0.5) q[0];", 'c = "00 ";'),
        ("rx(0.5) q[0];", 'c = "00";'),
        ("rx(0.5) q[0];", "@note a  b\nrx(0.5) q[0];"),
        ("rx(0.5) q[0];", "@note a b\nrx(0.5) q[0];"),
        ("rx(0.5) q[0];", "// rx(0.5) q[0];\n"),
    ],
)
def test_a_different_meaning_of_text_changes_the_fingerprint(old: str, new: str) -> None:
    assert FIXED.replace(old, new) != FIXED
    assert wire_form([[FIXED.replace(old, new)]]) != sampler(FIXED)


def test_fingerprinting_does_not_modify_the_submission() -> None:
    params = sampler_params((TEXT, np.linspace(0, 1, 5)))
    before = copy.deepcopy(params)
    Fingerprint.of("sampler", params, "ibm_fez")
    assert params == before


def of_executor(tensors: list[dict[str, Any]], *circuits: bytes, level: int = -1) -> Fingerprint:
    """Return the fingerprint of executor params: circuits and arrays packed into text, of several schemas."""
    program = {
        "shots": 10,
        "circuits": [{"circuit_b64": base64.b64encode(one).decode()} for one in circuits]
        + [{"b64_data": packed(one, level)} for one in circuits],
        "items": [{"circuit_arguments": tensor, "shape": [2]} for tensor in tensors],
        "samplex": json.dumps(
            {"param_table": {"circuit_base64": packed(circuits[0], level)}}, indent=level % 3
        ),
    }
    return Fingerprint.of("executor", {"quantum_program": program, "options": {}}, "ibm_fez")


def test_fingerprints_executor_programs_by_their_unpacked_content() -> None:
    def circuit(angle: float = 0.5) -> bytes:
        made = QuantumCircuit(QuantumRegister(1, "q"), ClassicalRegister(1, "c"))
        made.rx(Parameter("a") * angle, 0)
        made.measure(0, 0)
        return written(made)

    def tensor(values: list[float], level: int = -1) -> dict[str, Any]:
        data = packed(np.array(values).tobytes(), level)
        return {"data": data, "shape": [len(values), 1], "dtype": "f64"}

    one = of_executor([tensor([0.1, 0.2])], circuit())
    assert one == of_executor([tensor([0.1, 0.2], 0)], circuit(), level=1)
    assert one.differences(of_executor([tensor([0.1, 0.3])], circuit())) == (
        "the parameter values or observables",
    )
    assert one.differences(of_executor([tensor([0.1, 0.2])], circuit(0.6))) == ("the circuits",)


def test_fingerprints_circuits_of_a_noise_learner() -> None:
    def of(*circuits: Any, **options: Any) -> Fingerprint:
        return Fingerprint.of(
            "noise-learner", noise_learner_params(list(circuits), options=options), "ibm_fez"
        )

    assert of(FIXED) == of(FIXED + "// the same")
    assert of(FIXED).differences(of(FIXED, FIXED))[0] == "the circuits"
    assert of(FIXED).differences(of(FIXED, max_layers_to_learn=2)) == (
        "the options (shots and precision included)",
    )


def test_fingerprints_params_of_an_unknown_program_as_json() -> None:
    def of(params: dict[str, Any]) -> Fingerprint:
        return Fingerprint.of("mine", params, "ibm_fez")

    assert of({"a": 1, "b": [2]}) == of({"b": [2], "a": 1})
    found: list[dict[str, Any]] = [
        {}, {"a": None}, {"a": 1}, {"a": 1.0}, {"a": "1"}, {"a": True}, {"b": 1}, {"a": [1]}, {"a": {"a": 1}},
        {"a": '{"a":1}'}, {"a": "eJ"}, {"a": packed(b"1")}, {"a": "UUlTS0lU"}, {"pubs": 1}, {"pubs": [FIXED]}, {"circuits": 1},
        {"a": {"__type__": "ndarray", "__value__": 1}}, {"a": {"__type__": "ndarray", "__value__": "1"}},
        {"a": {"__type__": "set", "__value__": [1]}}, {"a": {"__type__": "QuantumCircuit", "__value__": "damaged"}},
    ]  # fmt: skip
    assert len({of(params) for params in found}) == len(found)


def test_fingerprints_a_qpy_circuit_by_its_content() -> None:
    def bell(shift: float = 0.0) -> QuantumCircuit:
        circuit = QuantumCircuit(2, 2)
        circuit.rx(Parameter("a") + shift, 0)
        circuit.measure([0, 1], [0, 1])
        return circuit

    assert sampler((bell(), {"a": 0.1})) == sampler((bell(), {"a": 0.1}))
    assert sampler((bell(), {"a": 0.1})).differences(sampler((bell(0.2), {"a": 0.1}))) == ("the circuits",)
    assert sampler((bell(), {"a": 0.1}), FIXED) != sampler(FIXED, (bell(), {"a": 0.1}))


def test_a_fingerprint_needs_neither_qiskit_nor_numpy() -> None:
    wire = json.dumps(sampler_params((QuantumCircuit(1, 1), None, 5)))
    code = (
        "import sys, json; from qrt_facade._programs.fingerprints import Fingerprint; "
        f"print(Fingerprint.of('sampler', json.loads({wire!r}), 'ibm_fez').tag); "
        "sys.exit(9 if {'numpy', 'qiskit'} & set(sys.modules) else 0)"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False, capture_output=True).returncode == 0


@pytest.mark.long
def test_the_fingerprint_of_a_large_submission_takes_less_than_half_a_second() -> None:
    def seconds(work: Callable[[], object]) -> float:
        begun = time.process_time()
        work()
        return time.process_time() - begun

    circuit = QuantumCircuit(100, 1)
    for index in range(20_000):
        circuit.rz(0.1 * index, index % 100)
    circuit.measure(0, 0)
    gates = sampler_params(circuit)
    values = np.linspace(0, 1, 600_000)  # 10 MB of JSON
    sweep = sampler_params((TEXT, values.tolist()))
    array = sampler_params((TEXT, values))
    for params in (gates, sweep, array):
        assert seconds(lambda params=params: Fingerprint.of("sampler", params, "ibm_fez")) < 0.5  # type: ignore[misc]
