"""Executor jobs, from circuits to the emulator's results, without Qiskit in the client."""

from __future__ import annotations

import subprocess
import sys
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest
from support.circuits import BELL, FLIP, NOT_ISA, ROTATION
from support.recording import Recorder
from support.worlds import perform

from qrt_facade import ConfigurationError, ExecutorItem, RuntimeClient
from qrt_facade.results import ExecutorResult

if TYPE_CHECKING:
    from collections.abc import Callable

BACKEND = "ibm_fez"
WORLDS = ("sync", "asyncio")


@pytest.mark.parametrize("world", WORLDS)
def test_an_item_result_has_the_shape_of_its_arguments(arguments: dict[str, Any], world: str) -> None:
    angles = np.array([0.0, np.pi])
    (result,) = perform(
        world,
        arguments,
        lambda client: client.executor.run(
            [(ROTATION, {"theta": angles}, (3, 2)), BELL], backend=BACKEND, shots=20
        ),
    )
    assert isinstance(result, ExecutorResult)
    assert len(result) == 2
    found = result[0]["c"]
    assert (found.shape, found.num_shots) == ((3, 2), 20)
    assert np.array_equal(found.array[:, 0], np.ones_like(found.array[:, 0]))


@pytest.mark.parametrize("version", ["v0.1", "v0.2", "v1.0", "v1.1", "v2.0"])
def test_the_emulator_runs_every_version_of_the_schema(client: RuntimeClient, version: Any) -> None:
    result = client.executor.run((FLIP, None, (2,)), backend=BACKEND, shots=10, schema_version=version)
    assert isinstance(result, ExecutorResult)
    assert len(result) == 1


REFUSED: dict[str, tuple[Callable[[RuntimeClient], Any], str]] = {
    "shape": (lambda client: client.executor.submit((ROTATION, [[0.1]] * 3, (4,)), backend=BACKEND), "shape"),
    "chunk": (lambda client: client.executor.submit(FLIP, backend=BACKEND, chunk_size=3), "within a session"),
    "no measurement": (
        lambda client: client.executor.submit("OPENQASM 3.0; qubit q; U(0, 0, 0) q;", backend=BACKEND),
        "item 0: the executor would return nothing",
    ),
    "shots": (
        lambda client: client.executor.submit(FLIP, backend=BACKEND, shots=10**8),
        "item 0: the number of shots, 100000000, exceeds",
    ),
    "executions": (
        lambda client: client.executor.submit((FLIP, None, (1000, 1000)), backend=BACKEND, shots=1000),
        "executions",
    ),
    "no backend": (lambda client: client.executor.submit(FLIP), "backend= is missing: .* the executor"),
    "one of many": (
        lambda client: client.executor.submit_many([FLIP, (ROTATION, [])], backend=BACKEND),
        "'theta' have no values",
    ),
}


@pytest.mark.parametrize("name", REFUSED)
def test_invalid_executor_jobs_raise_before_sending(arguments: dict[str, Any], name: str) -> None:
    attempt, says = REFUSED[name]
    recorder = Recorder()
    with (
        RuntimeClient(**arguments, transport=recorder) as client,
        pytest.raises(ConfigurationError, match=says),
    ):
        attempt(client)
    assert not [one for one in recorder.requests if one.method == "POST"]


RZZ = """OPENQASM 3.0; include "stdgates.inc"; input float turn; bit[1] c;
gate rzz(angle_) a, b { cx a, b; rz(angle_) b; cx a, b; }
rzz(turn) $3, $4; c[0] = measure $3;"""


def test_check_finds_problems_of_executor_jobs(client: RuntimeClient) -> None:
    backend = client.backends.get(BACKEND)
    assert backend.check([BELL, (ROTATION, {"theta": [0.1, 0.2]}, (5, 2))], program_id="executor") == []
    assert backend.check(ExecutorItem(BELL, chunk_size=5), program_id="executor") == []
    (problem,) = backend.check([BELL, NOT_ISA], program_id="executor")
    assert str(problem).startswith("item 1: ")
    assert problem.code == 1517
    found = backend.check((RZZ, {"turn": [0.1, 2.0]}, (5, 2)), program_id="executor")
    assert any("rzz" in problem.message for problem in found)
    with pytest.raises(ConfigurationError, match="item 1: "):
        client.executor.submit([BELL, NOT_ISA], backend=backend, check=True)


def test_a_key_finds_its_executor_job_and_conflicts_with_another_program(client: RuntimeClient) -> None:
    def submit(theta: float, **keywords: Any) -> Any:
        return client.executor.submit(
            (ROTATION, [theta]), backend=BACKEND, key="the executor's", shots=5, **keywords
        )

    job = submit(0.1)
    again = submit(0.1, tags=["more"])
    assert (again.id, again.adopted) == (job.id, True)
    with pytest.raises(ConfigurationError, match="the parameter values"):
        submit(0.2)
    with pytest.raises(ConfigurationError, match="the options"):
        submit(0.1, scheduler_timing=True)


def test_chunk_sizes_are_accepted_in_a_session(client: RuntimeClient) -> None:
    with client.sessions.create(backend=BACKEND) as session:
        job = session.executor.submit((ROTATION, [[0.1]] * 4), shots=5, chunk_size=2)
        assert (job.session_id, job.backend) == (session.id, BACKEND)
        assert isinstance(job.result(), ExecutorResult)
    with (
        client.sessions.create(backend=BACKEND, mode="batch") as batch,
        pytest.raises(ConfigurationError, match="not within a batch"),
    ):
        batch.executor.submit(FLIP, chunk_size=2)


WITHOUT_QISKIT = """
import sys

class Blocked:
    def find_spec(self, name, path=None, target=None):
        if name.partition(".")[0] in {"qiskit", "samplomatic", "pydantic", "ibm_quantum_schemas"}:
            raise ImportError(f"{name} is blocked")

sys.meta_path.insert(0, Blocked())
from qrt_facade import ConfigurationError, RuntimeClient

text = sys.argv[1]
with RuntimeClient("no-key", "crn:v1:bluemix:public:quantum-computing:us-east:a/1:2::", base_url="http://127.0.0.1:9") as client:
    from qrt_facade._programs.executor.items import executor_job

    params = executor_job((text, {"theta": [0.1, 0.2]}, (3, 2)), passthrough_data={"a": [1]}, scheduler_timing=True)
    assert params["quantum_program"]["circuits"]["data"] == [text], params
    try:
        client.executor.submit((text, [0.1]), backend="ibm_fez", schema_version="v1.1")
    except ConfigurationError as error:
        print(error)
assert not [name for name in sys.modules if name.partition(".")[0] in {"qiskit", "pydantic"}]
"""


def test_openqasm_text_needs_qiskit_only_for_older_schema_versions() -> None:
    done = subprocess.run(
        [sys.executable, "-c", WITHOUT_QISKIT, ROTATION],
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert "item 0 is OpenQASM text, and version v1.1 of the executor accepts only QPY" in done.stdout
    assert "needs Qiskit" in done.stdout
