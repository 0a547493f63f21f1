"""Preflight checks, compared with the emulator's own."""

from __future__ import annotations

import json
import random
import subprocess
import sys
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest
from qiskit import QuantumCircuit
from qiskit.circuit import Parameter
from support.heron import configuration

from qrt_facade._circuits.reading import Fault
from qrt_facade._programs import preflight
from qrt_facade._programs.params import (
    estimator_params,
    noise_learner_params,
    sampler_params,
)
from qrt_facade._programs.preflight import (
    Problem,
    check,
    check_cheap,
    examine,
    refuse,
)
from qrt_facade.errors import ConfigurationError

if TYPE_CHECKING:
    from types import FrameType

HEAD = 'OPENQASM 3.0;\ninclude "stdgates.inc";\n'


def problems_of(text: str, program: str = "sampler", **params: Any) -> list[Problem]:
    pubs = (text,) if program == "sampler" else (text, "Z")
    make = sampler_params if program == "sampler" else estimator_params
    return check(program, make(pubs, **params), configuration())


def codes(text: str, program: str = "sampler", **params: Any) -> list[int | None]:
    return [problem.code for problem in problems_of(text, program, **params)]


def test_qpy_is_checked_without_qiskit() -> None:
    circuit = QuantumCircuit(1, 1)
    circuit.h(0)
    params = sampler_params(circuit)
    program = (
        "import sys; from qrt_facade._programs.preflight import check; "
        f"found = check('sampler', {params!r}, {{'basis_gates': ['x']}}); "
        "assert [problem.code for problem in found] == [1517, 1501], found; "
        "assert not {'qiskit', 'numpy', 'httpx'} & set(sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", program], check=False).returncode == 0


def test_circuits_of_the_noise_learner_are_checked_too() -> None:
    params = noise_learner_params([HEAD + "x $0;", HEAD + "h $0;"])
    (problem,) = check("noise-learner", params, configuration())
    assert (problem.code, problem.pub) == (1517, 1)


@pytest.mark.parametrize(
    ("program", "options"),
    [
        ("sampler", {"twirling": {"enable_gates": True}}),
        ("estimator", {"twirling": {"enable_gates": True}}),
        ("estimator", {"resilience": {"pec_mitigation": True}}),
        ("estimator", {"resilience": {"zne_mitigation": True, "zne": {"amplifier": "pea"}}}),
    ],
)
def test_fractional_gates_exclude_twirling(program: str, options: Any) -> None:
    measured = "c[0] = measure q;" if program == "sampler" else ""
    assert codes(HEAD + "qubit q; bit[1] c; rx(0.1) q;" + measured, program, options=options) == [1519]
    assert codes(HEAD + "qubit q; bit[1] c; x q;" + measured, program, options=options) == []


def test_resilience_level_2_twirls_unless_disabled() -> None:
    text = HEAD + "qubit q; rx(0.1) q;"
    assert codes(text, "estimator", resilience_level=2) == [1519]
    assert codes(text, "estimator", resilience_level=2, options={"twirling": {"enable_gates": False}}) == []
    assert codes(text, "estimator", resilience_level=1) == []


def test_rejects_dynamic_circuits_for_the_estimator() -> None:
    text = HEAD + "qubit q; bit[1] c; c[0] = measure q; if (c == 1) { x q; }"
    assert codes(text, "estimator") == [1522]
    assert codes(text) == []


@pytest.mark.parametrize(
    ("program", "params", "code"),
    [
        ("sampler", {"pubs": [["q", None, 10_000_000]]}, None),
        ("sampler", {"pubs": [["q", None, 10_000_001]]}, "shots"),
        ("sampler", {"pubs": ["q", ["q"]], "shots": 5_000_001}, 1520),
        ("sampler", {"pubs": [["q", [[0.0, 1.0]] * 101]], "shots": 100_000}, 1520),
        ("sampler", {"pubs": [["q", [[0.0, 1.0]] * 100]], "shots": 100_000}, None),
        ("sampler", {"pubs": [["q", {"t": [0.0] * 101}, 100_000]]}, 1520),
        ("sampler", {"pubs": [["q", {"t": [[0.0]] * 100}, 100_000]]}, None),
        ("sampler", {"pubs": [["q", {"t": 0.0}, 10_000_000]]}, None),
        ("sampler", {"pubs": [["q"]] * 2, "options": {"default_shots": 6_000_000}}, 1520),
        ("sampler", {"pubs": [["q"]] * 2442}, 1520),
        ("sampler", {"pubs": [["q"]] * 2441}, None),
        ("estimator", {"pubs": [["q", "Z"]], "precision": 0.0003}, "shots"),
        ("estimator", {"pubs": [["q", "Z", None, 0.001]] * 11}, 1520),
        ("estimator", {"pubs": [["q", "Z"]] * 3, "options": {"default_shots": 4_000_000}}, 1520),
        ("estimator", {"pubs": [["q", "Z"]] * 3, "options": {"default_precision": 0.000559}}, None),
        ("my-program", {"anything": 3}, None),
        ("sampler", {"pubs": 3, "options": 4}, None),
    ],
)
def test_reports_more_executions_than_a_job_may_have(program: str, params: dict[str, Any], code: Any) -> None:
    found = check_cheap(program, params)
    if code is None:
        assert found == []
    elif code == "shots":
        assert found[0].code == 1520
        assert "exceeds the system limit 10000000" in found[0].message
    else:
        assert [problem.code for problem in found] == [code]


@pytest.mark.parametrize(
    ("shape", "expected"), [((101, 2), [1520]), ((100, 2), []), ((2,), []), ((10, 11, 2), [1520])]
)
def test_the_points_of_a_sweep_are_known_when_it_travels_as_a_typed_array(
    shape: tuple[int, ...], expected: list[int]
) -> None:
    text = "OPENQASM 3.0; input float a; input float b; qubit q;"
    params = sampler_params((text, np.random.default_rng(0).normal(size=shape)), shots=100_000)
    assert [problem.code for problem in check_cheap("sampler", params)] == expected


def test_typed_arrays_in_params_of_another_origin_are_not_counted() -> None:
    text = "OPENQASM 3.0; input float a; input float b; qubit q;"
    params = sampler_params((text, np.zeros((101, 2))), shots=100_000)
    assert check_cheap("sampler", json.loads(json.dumps(params))) == []


def test_a_sweep_over_one_parameter_may_leave_out_its_axis() -> None:
    text = "OPENQASM 3.0; input float a; qubit q;"
    for values in ([0.0] * 101, [[0.0]] * 101, np.zeros(101)):
        params = sampler_params((text, values), shots=100_000)
        assert [problem.code for problem in check_cheap("sampler", params)] == [1520]


def test_reports_too_many_or_too_long_tags() -> None:
    params = {"pubs": ["q"]}
    assert check_cheap("sampler", params, tags=["θ" * 86] * 8) == []
    assert [problem.code for problem in check_cheap("sampler", params, tags=["a"] * 9)] == [1204]
    assert [problem.code for problem in check_cheap("sampler", params, tags=["a" * 87])] == [1205]


def test_reports_a_payload_that_is_too_large_without_serialising_it() -> None:
    params = {"pubs": [["x" * 30_000_000], ["y" * 25_000_000]]}
    (problem,) = check_cheap("sampler", params)
    assert problem.code == 5302
    assert "55.0 MB large; accepted: at most 50 MB" in problem.message


def test_the_reported_size_is_a_lower_bound() -> None:
    params = sampler_params(
        ("OPENQASM 3.0; input float a; qubit q;", [1.0, 2.0, 3.0], 7), options={"default_shots": 9}
    )
    written = len(json.dumps(params, separators=(",", ":"), ensure_ascii=False).encode())
    assert preflight._least_size(params) <= written


def _nested(depth: int) -> Any:
    value: Any = 0.1
    for _ in range(depth):
        value = [value]
    return value


def test_rejects_params_that_are_nested_too_deeply() -> None:
    text = HEAD + "input float[64] t; bit[1] c; rz(t) $0; c[0] = measure $0;"
    deep = _nested(5000)
    for values in (deep, {"t": deep}):
        with pytest.raises(ConfigurationError, match="PUB 0: lists or mappings are nested too deeply"):
            sampler_params((text, values))
        with pytest.raises(ConfigurationError, match="nested more than 100 deep"):
            check_cheap("sampler", {"pubs": [[text, values]]})
        with pytest.raises(ConfigurationError, match="nested more than 100 deep"):
            check("sampler", {"pubs": [[text, values]]}, configuration())
    for observables in (deep, {"Z": deep}):
        with pytest.raises(ConfigurationError):
            estimator_params((text, observables, [0.1]))


def test_measures_params_with_keys_that_are_not_strings() -> None:
    assert check_cheap("my-program", {"table": {1: "one", None: "none"}}) == []


def test_refusing_names_the_problems() -> None:
    refuse([])
    with pytest.raises(ConfigurationError) as caught:
        refuse([Problem("a is wrong", 1517, 3)] * 7)
    assert "PUB 3: a is wrong (code 1517)" in str(caught.value)
    assert "And 2 more." in str(caught.value)


def test_an_excerpt_of_the_program_is_on_separate_lines() -> None:
    fault = Fault("unexpected 'measure'", 1603, 4, 1, "measure q -> c;\n^")
    problem = Problem.of(fault, 2)
    assert str(problem) == "PUB 2: line 4, column 1: unexpected 'measure' (code 1603)\nmeasure q -> c;\n^"
    with pytest.raises(ConfigurationError) as caught:
        refuse([problem, Problem("a is wrong", 1517, 3)])
    assert str(caught.value).splitlines() == [
        "The service would reject this job.",
        "PUB 2: line 4, column 1: unexpected 'measure' (code 1603)",
        "measure q -> c;",
        "^",
        "PUB 3: a is wrong (code 1517)",
    ]


def test_the_first_problem_is_the_one_the_job_would_fail_with() -> None:
    text = HEAD + "qubit q; bit[1] c; rx(0.1) q; h q; c[0] = measure q;"
    twirled = {"twirling": {"enable_gates": True}}
    params = sampler_params((text, None, 20_000_000), options=twirled)
    found = [problem.code for problem in check("sampler", params, configuration(), tags=["a" * 87])]
    assert found == [1205, 1517, 1519, 1520, 1520]


def test_a_program_that_cannot_be_loaded_has_no_other_problem() -> None:
    assert codes(HEAD + "foo $0; h $0;") == [1506]


def test_warnings_are_separate_from_problems_and_not_repeated() -> None:
    dead = {"qubits": [[{"name": "operational", "value": 0}]]}
    params = sampler_params([(HEAD + "bit[1] c; x $0; c[0] = measure $0;",)] * 3)
    found = examine("sampler", params, configuration(), properties=dead)
    assert found.problems == []
    (text,) = found.warnings
    assert "reports the qubits 0 as broken" in text


def _random_text(seed: int) -> str:
    """Draw a small program, most of whose gates are in the basis, on qubits that may not be coupled."""
    rng = random.Random(seed)
    physical = rng.random() < 0.5
    name = "${}" if physical else "q[{}]"
    lines = [] if physical else [f"qubit[{rng.choice([6, 20, 156])}] q;"]
    for _ in range(rng.randint(1, 5)):
        first = rng.randrange(6)
        second = rng.choice([first + 1, first + 1, first + 1, first + 2])
        calls = [
            "x {0};",
            "sx {0};",
            "rz(0.3) {0};",
            "cz {0}, {1};",
            "barrier {0}, {1};",
            "c[0] = measure {0};",
        ]
        if rng.random() < 0.15:
            calls = [
                "h {0};",
                "cx {0}, {1};",
                "id {0};",
                "swap {0}, {1};",
                "rzz(0.1) {0}, {1};",
                "U(0,0,0) {0};",
            ]
        line = rng.choice(calls).format(name.format(first), name.format(min(second, 5)))
        conditional = rng.random() < 0.2 and "measure" not in line
        lines.append(f"if (c == 1) {{ {line} }}" if conditional else line)
    return HEAD + "bit[2] c;\n" + "\n".join(lines) + f"c[1] = measure {name.format(0)};"


def test_preflight_and_the_emulators_service_agree_on_what_is_refused() -> None:
    from qrt_facade.emulator.domain.devices import Device
    from qrt_facade.emulator.simulation.failures import JobFailedError
    from qrt_facade.emulator.simulation.isa import check_isa
    from qrt_facade.emulator.simulation.loading import load_circuit
    from qrt_facade.emulator.simulation.target import Target

    device = Device.named("ibm_fez")
    target = Target(device)
    refused = 0
    for seed in range(200):
        text = _random_text(seed)
        try:
            check_isa(load_circuit(text), target)
            expected = None
        except JobFailedError as error:
            expected = error.code
        found = {problem.code for problem in check("sampler", sampler_params(text), device.configuration)}
        assert (expected is None) == (not found), (text, expected, found)
        assert expected is None or expected in found, (text, expected, found)
        refused += expected is not None
    assert 60 < refused < 140


def test_qpy_is_checked_inside_conditions_too() -> None:
    circuit = QuantumCircuit(6, 1)
    circuit.measure(2, 0)
    circuit.id(0)
    circuit.rz(Parameter("t"), 1)
    circuit.barrier()
    with circuit.if_test((0, True)):
        circuit.h(3)
    circuit.cz(0, 5)
    params = sampler_params((circuit, [0.5]))
    assert {
        str(problem).split(" is ")[0].split(" does ")[0]
        for problem in check("sampler", params, configuration())
    } == {
        "PUB 0: the instruction h on qubits (3,)",
        "PUB 0: the instruction cz on qubits (0, 5)",
    }
    damaged = {"pubs": [[{"__type__": "QuantumCircuit", "__value__": "eJw="}]]}
    assert [problem.code for problem in check("sampler", damaged, configuration())] == [1603]


def test_a_sweep_is_measured_without_a_call_for_each_number() -> None:
    def calls(points: int) -> int:
        seen: list[str] = []

        def note(frame: FrameType, event: str, _: object) -> None:
            if (
                event == "call" and "qrt_facade" in frame.f_code.co_filename
            ):  # others' run when garbage is collected
                seen.append(frame.f_code.co_name)

        params = {"pubs": [[HEAD, [0.5] * points]]}
        sys.setprofile(note)
        try:
            preflight._least_size(params)
        finally:
            sys.setprofile(None)
        return len(seen)

    assert calls(1000) == calls(10)


@pytest.mark.parametrize("depth", [1, 99, 100])
def test_numbers_are_measured_alike_in_mixed_lists(depth: int) -> None:
    def least(value: Any) -> int | type[ConfigurationError]:
        for _ in range(depth):
            value = [value]
        try:
            return preflight._least_size(value)
        except ConfigurationError:
            return ConfigurationError

    assert least([1, 0.5, 2]) == least([1, None, True])
