"""`check=True` checks a job against its backend before it is submitted, like `backend.check`."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import anyio
import httpx
import pytest
from qiskit import QuantumCircuit
from support.circuits import FLIP, NOT_ISA
from support.scripted import TLS

from qrt_facade import AsyncRuntimeClient, CircuitWarning, ConfigurationError, JobFailedError, RuntimeClient
from qrt_facade.errors import ApiError, NotFoundError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

UNCOUPLED = 'OPENQASM 3.0; include "stdgates.inc"; bit[1] c; cx $0, $2; c[0] = measure $0;'
BARE = 'OPENQASM 3.0; include "stdgates.inc"; qubit[1] q; h q[0];'
REDEFINED = "OPENQASM 3.0; bit[1] c; gate x a { U(pi, 0, pi) a; } x $0; c[0] = measure $0;"
ROTATED = (
    'OPENQASM 3.0; include "stdgates.inc"; input float[64] theta; bit[1] c; rx(theta) $0; c[0] = measure $0;'
)

RZZ = "gate rzz(p) a, b { cx a, b; rz(p) b; cx a, b; }"


class Counted(httpx.HTTPTransport):
    """A transport that records requests and rejects chosen ones."""

    def __init__(self, refused: str = "nothing") -> None:
        super().__init__(verify=TLS)
        self.asked: list[str] = []
        self._refused = refused

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        self.asked.append(f"{request.method} {request.url.path.rpartition('/')[2]}")
        if request.url.path.endswith(self._refused):
            return httpx.Response(
                403, json={"errors": [{"code": 1200, "message": "not for you"}]}, request=request
            )
        return super().handle_request(request)

    def take(self) -> list[str]:
        """The requests since the last call, in order."""
        taken, self.asked = [one for one in self.asked if not one.endswith("token")], []
        return taken


@pytest.fixture
def transport() -> Counted:
    return Counted()


@pytest.fixture
def counting(arguments: dict[str, Any], transport: Counted) -> Iterator[RuntimeClient]:
    with RuntimeClient(**arguments, transport=transport) as made:
        yield made


SUBMISSIONS: dict[str, Callable[[RuntimeClient], object]] = {
    "sampler.submit": lambda client: client.sampler.submit(
        [FLIP, NOT_ISA, UNCOUPLED], backend="ibmq_manila", check=True
    ),
    "sampler.run": lambda client: client.sampler.run(
        [FLIP, NOT_ISA, UNCOUPLED], backend="ibmq_manila", check=True
    ),
    "sampler.submit_many": lambda client: client.sampler.submit_many(
        [[FLIP, NOT_ISA, UNCOUPLED]], backend="ibmq_manila", check=True
    ),
    "jobs.submit": lambda client: client.jobs.submit(
        "sampler", {"pubs": [[FLIP], [NOT_ISA], [UNCOUPLED]], "version": 2}, backend="ibmq_manila", check=True
    ),
    "jobs.submit_and_wait": lambda client: client.jobs.submit_and_wait(
        "sampler", {"pubs": [[FLIP], [NOT_ISA], [UNCOUPLED]], "version": 2}, backend="ibmq_manila", check=True
    ),
    "jobs.submit_many": lambda client: client.jobs.submit_many(
        "sampler",
        [{"pubs": [[FLIP], [NOT_ISA], [UNCOUPLED]], "version": 2}],
        backend="ibmq_manila",
        check=True,
    ),
}


@pytest.mark.parametrize("submit", SUBMISSIONS.values(), ids=SUBMISSIONS.keys())
def test_check_raises_for_each_problem_the_backend_would_reject(
    counting: RuntimeClient, transport: Counted, submit: Callable[[RuntimeClient], object]
) -> None:
    with pytest.raises(ConfigurationError, match="ibmq_manila would reject this job") as caught:
        submit(counting)
    assert caught.value.job_rejected
    assert transport.take() == ["GET configuration", "GET properties"]
    expected = counting.backends.get("ibmq_manila").check([FLIP, NOT_ISA, UNCOUPLED])
    assert {problem.pub for problem in expected} == {1, 2}
    assert all(str(problem) in str(caught.value) for problem in expected)


def test_check_of_an_estimator_job_uses_its_options(client: RuntimeClient) -> None:
    pub = (ROTATED.replace(" bit[1] c;", "").replace(" c[0] = measure $0;", ""), "Z", [0.5])
    backend = client.backends.get("ibm_fez")
    assert backend.check(pub, program_id="estimator") == []
    (problem,) = backend.check(pub, program_id="estimator", resilience_level=2)
    with pytest.raises(ConfigurationError, match=re.escape(problem.message)):
        client.estimator.submit(pub, backend=backend, resilience_level=2, check=True)
    with pytest.raises(ConfigurationError, match=r"job 1: PUB 0: .*code 1517"):
        client.estimator.submit_many(
            [(BARE.replace("h ", "x "), "Z"), (BARE, "Z")], backend=backend, check=True
        )


@pytest.mark.filterwarnings("ignore:the program defines rzz:qrt_facade.CircuitWarning")
def test_check_uses_separately_passed_parameter_values(client: RuntimeClient) -> None:
    wide = ROTATED.replace("rx(theta) $0", f"{RZZ} rzz(theta) $1, $2")
    backend = client.backends.get("ibm_fez")
    assert backend.check(wide, parameters={"theta": 0.5}) == []
    assert [problem.code for problem in backend.check(wide, parameters={"theta": 3.0})] != []
    with pytest.raises(ConfigurationError, match="would reject"):
        client.sampler.submit(wide, parameters={"theta": 3.0}, backend=backend, check=True)


def test_jobs_passing_check_run_and_rejected_ones_fail(client: RuntimeClient) -> None:
    for circuit in (FLIP, NOT_ISA, UNCOUPLED):
        (job,) = client.sampler.submit_many([circuit], backend="ibmq_manila", shots=10)
        try:
            job.result()
        except JobFailedError as error:
            with pytest.raises(ConfigurationError, match=f"code {error.code}"):
                client.sampler.submit(circuit, backend="ibmq_manila", check=True)
        else:
            assert client.sampler.run(circuit, backend="ibmq_manila", shots=10, check=True)[0].counts()


def test_check_of_many_jobs_fetches_the_backend_once_and_numbers_the_jobs(
    counting: RuntimeClient, transport: Counted
) -> None:
    jobs = counting.sampler.submit_many([FLIP] * 3, backend="ibmq_manila", check=True, advice=False)
    assert len(jobs) == 3
    assert transport.take() == ["GET configuration", "GET properties", *["POST jobs"] * 3]
    with pytest.raises(ConfigurationError, match=r"(?s)these jobs\.\sjob 1: PUB 0: .*job 2: PUB 1: "):
        counting.sampler.submit_many(
            iter([FLIP, UNCOUPLED, [FLIP, UNCOUPLED]]), backend="ibmq_manila", check=True
        )
    assert "POST jobs" not in transport.take()
    assert list(counting.sampler.submit_many([], backend="ibmq_manila", check=True)) == []
    assert transport.take() == []


def test_without_check_the_backend_is_not_fetched(counting: RuntimeClient, transport: Counted) -> None:
    counting.sampler.submit(NOT_ISA, backend="ibmq_manila", advice=False)
    assert transport.take() == ["POST jobs"]


def test_an_invalid_argument_raises_before_the_backend_is_fetched(
    counting: RuntimeClient, transport: Counted
) -> None:
    for wrong in ({"check": "yes"}, {"tags": "one"}, {"log_level": "loud"}, {"shots": 0}):
        with pytest.raises(ConfigurationError, match=next(iter(wrong))) as caught:
            counting.sampler.submit(FLIP, **{"backend": "ibmq_manila", "check": True, **wrong})  # type: ignore[arg-type]
        assert not caught.value.job_rejected
    assert transport.take() == []


@pytest.mark.parametrize("refused", ["configuration", "properties"])
def test_check_raises_if_the_backend_cannot_be_fetched(arguments: dict[str, Any], refused: str) -> None:
    transport = Counted(refused)
    with RuntimeClient(**arguments, transport=transport) as client:
        with pytest.raises(ApiError, match="not for you"):
            client.sampler.submit(FLIP, backend="ibmq_manila", check=True)
        assert transport.take()[-1] == f"GET {refused}"


def test_check_raises_for_an_unknown_backend(counting: RuntimeClient, transport: Counted) -> None:
    with pytest.raises(NotFoundError):
        counting.sampler.submit(FLIP, backend="ibm_nowhere", check=True)
    assert "POST jobs" not in transport.take()


def test_backend_check_accepts_the_tags_of_a_submission(counting: RuntimeClient, transport: Counted) -> None:
    backend = counting.backends.get("ibmq_manila")
    transport.take()
    wrong: Any
    for wrong in ("demo", ["a", 1], 7):
        with pytest.raises(ConfigurationError, match="tags="):
            backend.check(FLIP, tags=wrong)
    assert transport.take() == []
    generated: Any = (f"tag {index}" for index in range(9))
    assert [problem.code for problem in backend.check(FLIP, tags=generated)] == [1204]


def test_check_warns_once_at_the_line_of_the_caller(client: RuntimeClient) -> None:
    with pytest.warns(CircuitWarning) as warned:
        client.sampler.submit_many([REDEFINED, [REDEFINED, REDEFINED]], backend="ibmq_manila", check=True)
    assert [str(one.message).count("the program defines x") for one in warned] == [1]
    assert [one.filename for one in warned] == [__file__]
    with pytest.warns(CircuitWarning, match="removes the measurements") as warned:
        client.estimator.submit((FLIP, "Z"), backend="ibmq_manila", check=True)
    assert [one.filename for one in warned] == [__file__]


def test_check_in_a_session_uses_the_session_s_backend(client: RuntimeClient) -> None:
    with client.sessions.create(backend="ibmq_manila", mode="batch") as batch:
        with pytest.raises(ConfigurationError, match="ibmq_manila would reject this job"):
            batch.sampler.submit(UNCOUPLED, check=True)
        with pytest.raises(ConfigurationError, match="ibmq_manila would reject this job"):
            batch.estimator.run((BARE, "Z"), check=True)
        assert batch.sampler.run(FLIP, check=True, shots=5)[0].counts()


def test_check_converts_delays_to_dt(client: RuntimeClient) -> None:
    circuit = QuantumCircuit(1, 1)
    circuit.delay(100e-9, 0, "s")
    circuit.measure(0, 0)
    assert client.sampler.run(circuit, backend="ibmq_manila", shots=5, check=True)[0].counts() == {"0": 5}


def test_check_of_an_async_client(arguments: dict[str, Any]) -> None:
    async def submit() -> None:
        async with AsyncRuntimeClient(**arguments) as client:
            with pytest.raises(ConfigurationError, match="ibmq_manila would reject this job"):
                await client.sampler.submit(NOT_ISA, backend="ibmq_manila", check=True)
            with pytest.raises(ConfigurationError, match="job 1: PUB 0"):
                await client.sampler.submit_many([FLIP, NOT_ISA], backend="ibmq_manila", check=True)
            with pytest.raises(ConfigurationError, match="would reject"):
                await client.estimator.run((BARE, "Z"), backend="ibmq_manila", check=True)

    anyio.run(submit)
