"""Jobs found by a key: equal, different, failed, deleted, retagged and private ones."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

import pytest
from integration.keys.conftest import ESTIMATE, LAG, OF_JOBS, SUBMIT, TASK

from qrt_facade import RuntimeClient

if TYPE_CHECKING:
    from collections.abc import Iterator

    from integration.keys.conftest import Judge

REFUSED = """
try:
{program}
except ConfigurationError as error:
    emit(error=str(error))
"""


def refused(program: str) -> str:
    return REFUSED.format(program="\n".join(f"    {line}" for line in program.splitlines()))


@pytest.fixture
def service(judge: Judge) -> Iterator[RuntimeClient]:
    with RuntimeClient(**judge.emulator.access, journal=False) as client:
        yield client


OTHER: dict[str, tuple[str, str, str]] = {
    "circuit": (SUBMIT, SUBMIT.replace("FLIP", "STAY"), "circuit"),
    "shots": (SUBMIT, SUBMIT.replace("shots=10", "shots=11"), ""),
    "options": (SUBMIT, SUBMIT.replace("key=key", 'key=key, options={"dynamical_decoupling": {"enable": True}}'), "option"),
    "program": (SUBMIT, ESTIMATE, "program"),
    "values": (ESTIMATE, ESTIMATE.replace("0.25", "0.26"), "value"),
    "observables": (ESTIMATE, ESTIMATE.replace('"Z"', '"X"'), ""),
    "precision": (ESTIMATE, ESTIMATE.replace("precision=0.1", "precision=0.2"), ""),
    "one more PUB": (SUBMIT, SUBMIT.replace("[FLIP]", "[FLIP, FLIP]"), ""),
    "order": (SUBMIT.replace("[FLIP]", "[FLIP, STAY]"), SUBMIT.replace("[FLIP]", "[STAY, FLIP]"), "circuit"),
}  # fmt: skip
QUICK = ("circuit",)


@pytest.mark.parametrize(
    "case", [name if name in QUICK else pytest.param(name, marks=pytest.mark.long) for name in OTHER]
)
@pytest.mark.parametrize("home", ["home", pytest.param("elsewhere", marks=pytest.mark.long)])
def test_a_key_of_another_job_raises_with_the_differences(judge: Judge, case: str, home: str) -> None:
    first, second, word = OTHER[case]
    job = judge.run(first)
    output = judge.run(refused(second), home=home)
    assert word in output["error"]
    assert job["id"] in output["error"]
    assert judge.requests.submissions == len(judge.paid) == 1


@pytest.mark.long
@pytest.mark.parametrize("lag", [0, pytest.param(1000, marks=pytest.mark.long)])
def test_a_key_of_another_pending_job_raises(judge: Judge, lag: float) -> None:
    judge.lag(lag)
    judge.never_answered()
    running = judge.start()
    judge.until_jobs(1)
    running.kill()
    output = judge.run(refused(SUBMIT.replace("FLIP", "STAY")))
    if lag:
        pytest.skip("the list never shows it: nothing is promised beyond the lag")
    assert "circuit" in output["error"]
    assert judge.requests.submissions == len(judge.paid) == 1


SAME: dict[str, tuple[str, str]] = {
    "another kind of call": (SUBMIT, TASK),
    "white space": (SUBMIT, SUBMIT.replace("[FLIP]", '[FLIP.replace("; ", ";\\n")]')),
    "the jobs resource": (OF_JOBS, OF_JOBS),
    "other tags": (SUBMIT, SUBMIT.replace("**options", 'tags=["another"]')),
    "log level": (
        SUBMIT,
        SUBMIT.replace("**options", 'log_level="debug", max_execution_time=600, **options'),
    ),
}


@pytest.mark.long
@pytest.mark.parametrize(
    "case", [name if name == "white space" else pytest.param(name, marks=pytest.mark.long) for name in SAME]
)
def test_an_equivalent_job_in_another_form_is_adopted(judge: Judge, case: str) -> None:
    first, second = SAME[case]
    job = judge.run(first)
    again = judge.run(second, home="elsewhere")
    assert (again["id"], again["adopted"]) == (job["id"], True)
    assert judge.requests.submissions == len(judge.paid) == 1


QISKIT = """
from qiskit import QuantumCircuit
from qiskit.circuit import Parameter, ParameterVector
for _ in range(rebuilt):  # names and ids that are counted are others then
    QuantumCircuit(1), Parameter("theta")
theta, angles = Parameter("theta"), ParameterVector("angles", 2)
circuit = QuantumCircuit(1, 1)
circuit.sx(0)
circuit.rz(theta + angles[0], 0)
circuit.sx(0)
circuit.rz(angles[1], 0)
circuit.measure(0, 0)
with RuntimeClient(**access) as client:
    emit_job(client.sampler.submit([(circuit, [[0.1, 0.2, 0.3]])], backend=BACKEND, shots=10, key=key, **options))
"""


@pytest.mark.long
def test_a_rebuilt_qiskit_circuit_is_adopted(judge: Judge) -> None:
    first = judge.run(QISKIT, rebuilt=0)
    again = judge.run(QISKIT, rebuilt=5, home="elsewhere")
    assert (again["id"], again["adopted"]) == (first["id"], True)
    output = judge.run(refused(QISKIT.replace("circuit.sx(0)", "circuit.x(0)", 1)), rebuilt=0)
    assert "circuit" in output["error"]
    assert judge.requests.submissions == 1


@pytest.mark.parametrize("status", ["Failed", pytest.param("Cancelled", marks=pytest.mark.long)])
@pytest.mark.parametrize("lag", [pytest.param(0.0, marks=pytest.mark.long), LAG])
def test_a_failed_job_is_resubmitted_and_then_adopted(judge: Judge, status: str, lag: float) -> None:
    judge.lag(lag)
    judge.ends(status)
    failed = judge.run()
    judge.until_ended()
    judge.emulator.scenario.jobs.clear()
    judge.emulator.scenario.apply({"queue_seconds": 3600})
    adopted = judge.run(options={"on_failed": "adopt"})
    assert (adopted["id"], adopted["adopted"]) == (failed["id"], True)
    resubmitted = judge.run()
    assert resubmitted["adopted"] is False
    assert resubmitted["id"] != failed["id"]
    again = judge.run()
    assert (again["id"], again["adopted"]) == (resubmitted["id"], True)
    assert judge.run(options={"on_failed": "adopt"})["id"] == resubmitted["id"]
    assert [job.id for job in judge.jobs] == [failed["id"], resubmitted["id"]]


@pytest.mark.long
@pytest.mark.parametrize("lag", [pytest.param(0.0, marks=pytest.mark.long), LAG])
def test_a_killed_resubmission_is_adopted_rather_than_the_failed_job(judge: Judge, lag: float) -> None:
    judge.ends("Failed")
    failed = judge.run()
    judge.until_ended()
    judge.emulator.scenario.jobs.clear()
    judge.emulator.scenario.apply({"queue_seconds": 3600})
    judge.lag(lag)
    judge.never_answered()
    running = judge.start()
    judge.until_jobs(2)
    running.kill()
    again = judge.run()
    assert again["adopted"] is True
    assert again["id"] != failed["id"]
    assert len(judge.jobs) == 2


@pytest.mark.long
def test_a_fixed_circuit_may_reuse_the_key_of_the_failed_job(judge: Judge) -> None:
    judge.ends("Failed")
    failed = judge.run()
    judge.until_ended()
    judge.emulator.scenario.jobs.clear()
    judge.emulator.scenario.apply({"queue_seconds": 3600})
    fixed = SUBMIT.replace("FLIP", "STAY")
    assert "circuit" in judge.run(refused(fixed), options={"on_failed": "adopt"})["error"]
    resubmitted = judge.run(fixed)
    assert resubmitted["adopted"] is False
    assert [job.id for job in judge.jobs] == [failed["id"], resubmitted["id"]]


@pytest.mark.parametrize("home", ["home", pytest.param("elsewhere", marks=pytest.mark.long)])
def test_a_known_deleted_job_warns_and_is_resubmitted(
    judge: Judge, service: RuntimeClient, home: str
) -> None:
    job = judge.run()
    service.jobs.get(job["id"]).cancel()
    service.jobs.get(job["id"]).delete()
    resubmitted = judge.run(home=home)
    assert resubmitted["adopted"] is False
    assert judge.paid == [resubmitted["id"]]
    assert (job["id"] in resubmitted["complaints"]) == (home == "home")


def test_a_job_keeps_its_key_when_its_tags_are_replaced(judge: Judge, service: RuntimeClient) -> None:
    job = judge.run()
    handle = service.jobs.get(job["id"])
    assert handle.tags == (judge.mark,)
    handle.set_tags([judge.mark, "one", "two", "three", "four"])
    assert service.jobs.get(job["id"]).tags == (judge.mark, "one", "two", "three", "four")
    again = judge.run(home="elsewhere")
    assert (again["id"], again["adopted"]) == (job["id"], True)


def test_an_already_read_private_result_raises(judge: Judge) -> None:
    judge.ends("Completed")
    read = """
with RuntimeClient(**access) as client:
    job = client.sampler.submit([FLIP], backend=BACKEND, shots=10, key=key, **options)
    emit_job(job)
    try:
        job.wait()
        job.result()
    except QrtError as error:
        emit(error=str(error))
"""
    judge.start(read, options={"private": True}).ended()
    adopted, failure = judge.start(read, options={"private": True}, home="elsewhere").ended().output
    assert adopted["adopted"] is True
    assert "once" in failure["error"]
    assert judge.requests.submissions == 1


@pytest.mark.long
def test_without_the_journal_the_list_finds_the_job(judge: Judge) -> None:
    job = judge.run()
    shutil.rmtree(judge.homes / "home")
    again = judge.run()
    assert (again["id"], again["adopted"]) == (job["id"], True)
