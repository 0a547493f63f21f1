"""Invalid jobs are accepted and fail later, with reasons that name the problem."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from support.circuits import FLIP, HEADER

if TYPE_CHECKING:
    from integration.emulator.conftest import Api


@pytest.mark.parametrize(
    ("program", "code", "words", "charge"),
    [
        (HEADER + "bit[1] c; h $0;", 1517, "The instruction h on qubits (0,) is not supported", 2),
        (HEADER + "qubit[20] q; cz q[0], q[5];", 1517, "The instruction cz on qubits (0, 5)", 2),
        (HEADER + "x $156;", 1517, "ibm_fez has 156 qubits", 2),
        (HEADER + "id $0;", 1517, "The instruction u on qubits (0,)", 2),
        (
            HEADER + "gate rzz(p) a, b { cx a, b; rz(p) b; cx a, b; } rzz(2.0) $0, $1;",
            1517,
            "outside [0, pi/2]",
            2,
        ),
        (HEADER + "rzz(0.3) $0, $1;", 1506, "'rzz' is not defined", 0),
        (HEADER + "cz $0, $0;", 1603, "duplicate", 0),
        ("not a program", 1603, "not valid OpenQASM 3: line 1, column 7", 0),
        ("OPENQASM 3.0; ceci n'est pas", 1603, "OpenQASM", 0),
        ({"__type__": "QuantumCircuit", "__value__": "AAAA"}, 1603, "QPY", 0),
        (42, 1603, "a number", 0),
    ],
)
def test_an_invalid_circuit_fails_with_the_code_of_the_problem(
    api: Api, program: object, code: int, words: str, charge: int
) -> None:
    job = api.failure([program])
    assert job["state"]["status"] == "Failed"
    assert job["state"]["reason_code"] == code
    assert words in job["state"]["reason"]
    assert job["state"]["reason_solution"]
    assert job["usage"] == {"qpu_charge_time_seconds": charge, "value": 2.5 * charge, "status": "complete"}


def test_the_direction_of_an_ecr_gate_matters(api: Api) -> None:
    gates = api.get("/backends/ibm_brisbane/configuration")["gates"]
    (pairs,) = (gate["coupling_map"] for gate in gates if gate["name"] == "ecr")
    control, target = pairs[0]
    definition = (
        "gate rzx(p) a, b {{ h b; cx a, b; rz(p) b; cx a, b; h b; }}"
        "gate ecr a, b {{ rzx(pi/4) a, b; x a; rzx(-pi/4) a, b; }}"
    )
    program = HEADER + definition + "bit[1] c; ecr ${}, ${}; c[0] = measure ${};"
    api.run([program.format(control, target, control), None, 5], backend="ibm_brisbane")
    job = api.failure([program.format(target, control, control), None, 5], backend="ibm_brisbane")
    assert f"ecr on qubits ({target}, {control})" in job["state"]["reason"]


def test_the_results_of_a_failed_job_are_plain_text(api: Api) -> None:
    job = api.failure([HEADER + "h $0;"])
    answer = api("GET", f"/jobs/{job['id']}/results")
    assert answer.status_code == 200
    assert answer.headers["content-type"].startswith("text/plain")
    assert "https://ibm.biz/error_codes#1517" in answer.text


@pytest.mark.parametrize("values", [None, [[0.1], [0.1, 0.2]]], ids=["missing", "ragged"])
def test_values_that_do_not_fit_name_the_pub(api: Api, values: object) -> None:
    program = HEADER + "input float[64] a; bit[1] c; rx(a) $0; c[0] = measure $0;"
    job = api.failure([FLIP, None, 10], [program, values])
    assert job["state"]["reason_code"] == 1501
    assert "Pub 1" in job["state"]["reason"]


def test_a_job_beyond_the_limits_fails_with_1520(api: Api) -> None:
    assert "10000001 exceeds the system limit" in api.failure([FLIP, None, 10_000_001])["state"]["reason"]
    program = HEADER + "input float[64] a; bit[1] c; rx(a) $0; c[0] = measure $0;"
    job = api.failure([program, [[0.1]] * 101, 100_000])
    assert job["state"]["reason_code"] == 1520


def test_fractional_gates_cannot_be_twirled(api: Api) -> None:
    program = HEADER + "bit[1] c; rx(0.5) $0; c[0] = measure $0;"
    job = api.failure([program], params={"options": {"twirling": {"enable_gates": True}}})
    assert job["state"]["reason_code"] == 1519
