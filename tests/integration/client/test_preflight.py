"""Predictions of `backend.check` match the emulator."""

from __future__ import annotations

import random
from typing import TYPE_CHECKING

import pytest
from qiskit import QuantumCircuit
from qiskit.circuit import Clbit, Qubit
from support.circuits import BELL, FLIP, NOT_ISA

from qrt_facade import CircuitWarning, ConfigurationError, JobFailedError, RuntimeClient

if TYPE_CHECKING:
    from qrt_facade import Job

COUPLED = [(0, 1), (1, 2), (2, 3), (3, 4)]
PAIRS = [(a, b) for a in range(5) for b in range(5) if a != b]
NATIVE = ["x", "sx", "rz(0.5)"]  # id is native too, but the service reads it as U(0, 0, 0), which is not
FOREIGN = ["h", "y", "s", "rx(0.3)", "u3(0.1,0.2,0.3)"]


def random_circuit(chance: random.Random, *, fits: bool) -> str:
    """A circuit for ibmq_manila; with `fits` false, one instruction is not native or not coupled."""
    lines = []
    for _ in range(chance.randint(1, 8)):
        if chance.random() < 0.5:
            lines.append(f"{chance.choice(NATIVE)} q[{chance.randrange(5)}];")
        else:
            a, b = chance.choice(COUPLED)
            lines.append(f"cx q[{a}], q[{b}];")
    if not fits:
        wrong = f"{chance.choice(FOREIGN)} q[{chance.randrange(5)}];"
        if chance.random() < 0.5:
            a, b = chance.choice(
                [(a, b) for a, b in PAIRS if (a, b) not in COUPLED and (b, a) not in COUPLED]
            )
            wrong = f"cx q[{a}], q[{b}];"
        lines.insert(chance.randint(0, len(lines)), wrong)
    body = "\n".join(lines)
    return f'OPENQASM 3.0; include "stdgates.inc"; qubit[5] q; bit[5] c;\n{body}\nc = measure q;'


def outcome(job: Job) -> int | None:
    try:
        job.result()
    except JobFailedError as error:
        return error.code
    return None


@pytest.mark.parametrize("number_of_circuits", [30, pytest.param(100, marks=pytest.mark.long)])
def test_circuits_fail_as_predicted_by_check(client: RuntimeClient, number_of_circuits: int) -> None:
    chance = random.Random(20261123)
    circuits = [random_circuit(chance, fits=number % 2 == 0) for number in range(number_of_circuits)]
    backend = client.backends.get("ibmq_manila")
    foretold = [{problem.code for problem in backend.check(circuit)} for circuit in circuits]
    jobs = client.sampler.submit_many(circuits, backend=backend, shots=10)
    client.jobs.wait_all(jobs)
    happened = [outcome(job) for job in jobs]
    assert [code in codes if code else not codes for code, codes in zip(happened, foretold, strict=True)] == [
        True
    ] * number_of_circuits
    assert happened.count(None) == number_of_circuits / 2


def test_a_problem_names_the_instruction_and_the_qubits(client: RuntimeClient) -> None:
    (problem,) = client.backends.get("ibm_fez").check(NOT_ISA)
    assert problem.code == 1517
    assert "h" in problem.message
    assert client.backends.get("ibm_fez").check([FLIP, BELL]) == []


def test_a_circuit_warning_points_to_the_caller_s_line(client: RuntimeClient) -> None:
    text = "OPENQASM 3.0; bit[1] c; gate x a { U(pi, 0, pi) a; } x $0; c[0] = measure $0;"
    with pytest.warns(CircuitWarning, match="the program defines x, but ibm_fez applies its own") as warned:
        assert client.backends.get("ibm_fez").check([text, text]) == []
    assert [warning.filename for warning in warned] == [__file__]


def test_too_many_executions_raise_before_sending(client: RuntimeClient) -> None:
    before = len(list(client.jobs.list()))
    with pytest.raises(ConfigurationError, match="executions"):
        client.sampler.submit(FLIP, backend="ibm_fez", shots=10_000_001)
    assert len(list(client.jobs.list())) == before


EMPTY = {
    "loose bit": "bit c; qubit q; c = measure q;",
    "no register": "qubit q; x q;",
    "no measurement": "bit[2] c; qubit q; x q;",
    "a register of size 0": "bit[0] c; qubit q; x q;",
}


@pytest.mark.parametrize("body", EMPTY.values(), ids=EMPTY.keys())
def test_a_circuit_that_returns_nothing_raises_before_sending(client: RuntimeClient, body: str) -> None:
    text = f'OPENQASM 3.0; include "stdgates.inc"; {body}'
    before = len(list(client.jobs.list()))
    (problem,) = client.backends.get("ibm_fez").check(text)
    assert problem.code == 1501
    for submit in (client.sampler.submit, client.sampler.run):
        with pytest.raises(ConfigurationError, match=r"PUB 1: the sampler would return nothing .*code 1501"):
            submit([FLIP, text], backend="ibm_fez")
    with pytest.raises(ConfigurationError, match="would return nothing"):
        client.jobs.submit("sampler", {"pubs": [[text]], "version": 2}, backend="ibm_fez")
    assert len(list(client.jobs.list())) == before


def test_a_quantum_circuit_that_returns_nothing_raises(client: RuntimeClient) -> None:
    loose = QuantumCircuit([Qubit()], [Clbit()])
    loose.measure(0, 0)
    for circuit, why in (
        (QuantumCircuit(1), "no classical register"),
        (QuantumCircuit(1, 1), "measures nothing"),
        (loose, "bits outside all registers"),
    ):
        with pytest.raises(ConfigurationError, match=why):
            client.sampler.submit(circuit, backend="ibm_fez")


def test_an_estimator_circuit_with_final_measurements_warns_and_runs(client: RuntimeClient) -> None:
    with pytest.warns(CircuitWarning, match="removes the measurements") as warned:
        result = client.estimator.run((FLIP, "Z"), backend="ibm_fez")
    assert [warning.filename for warning in warned] == [__file__]
    assert result[0].evs < 0


LOGICAL = """OPENQASM 3.0; include "stdgates.inc"; qubit[3] q; bit[3] c;
h q[0]; cx q[0], q[1]; cx q[0], q[2]; c = measure q;"""


@pytest.mark.parametrize("name", ["ibm_fez", "ibmq_manila"])
@pytest.mark.parametrize("level", [0, 2])
def test_a_transpiled_circuit_fits_the_backend_and_gives_the_expected_counts(
    client: RuntimeClient, name: str, level: int
) -> None:
    backend = client.backends.get(name)
    assert {problem.code for problem in backend.check(LOGICAL)} == {1517}
    circuit = backend.transpile(LOGICAL, optimization_level=level, seed=5)
    assert backend.check(circuit) == []
    counts = client.sampler.run(circuit, backend=backend, shots=200)[0].counts()
    assert set(counts) == {"000", "111"}


def test_an_invalid_optimization_level_raises(client: RuntimeClient) -> None:
    with pytest.raises(ConfigurationError, match="optimization_level=4"):
        client.backends.get("ibm_fez").transpile(LOGICAL, optimization_level=4)
