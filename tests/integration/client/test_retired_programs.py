"""Retirement of `sampler` and `estimator`: the same calls work, and each job is created once."""

from __future__ import annotations

import asyncio
import copy
import pickle
import time
import warnings
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any
from uuid import uuid4

import pytest
from support.circuits import FLIP, HEADER

from qrt_facade import (
    ApiError,
    AsyncRuntimeClient,
    ConfigurationError,
    NotFoundError,
    ProgramRetiredWarning,
    RuntimeClient,
    SubmissionsStoppedError,
    SubmissionUncertainError,
)
from qrt_facade.emulator import start
from qrt_facade.results import EstimatorResult, SamplerResult

if TYPE_CHECKING:
    from collections.abc import Iterator

    from support.timing import Pauses

    from qrt_facade.emulator import Emulator
    from qrt_facade.emulator.domain.call_log import RecordedCall

DEVICE = "ibmq_manila"
BELL = HEADER + "bit[2] c; rz(pi/2) $0; sx $0; rz(pi/2) $0; cx $0, $1; c[0] = measure $0; c[1] = measure $1;"
ROTATED = HEADER + "input float[64] theta; sx $0; rz(theta) $0; sx $0;"
PUB = (ROTATED, ["Z", "X"], {"theta": [0.5, 1.5]})
RETIRED = {"retired_programs": ["sampler", "estimator"]}
TWIRLED = {"twirling": {"enable_measure": True, "num_randomizations": 40, "shots_per_randomization": 2}}
DECOUPLED = {"dynamical_decoupling": {"enable": True}}


@pytest.fixture(scope="module")
def running() -> Iterator[Emulator]:
    """An emulator whose jobs stay queued unless a test lets them run."""
    with start(
        backends=DEVICE, noise=False, seed=7, queue_seconds=3600, run_seconds=0, plan="flex", workers=1
    ) as one:
        yield one


@pytest.fixture
def service(running: Emulator) -> Iterator[Emulator]:
    running.scenario.apply(RETIRED)
    yield running
    running.scenario.clear_injected()
    running.scenario.reset()


@pytest.fixture
def client(service: Emulator) -> Iterator[RuntimeClient]:
    with RuntimeClient(**service.access, journal=False, retries=0) as one:
        yield one


@contextmanager
def submissions(service: Emulator) -> Iterator[list[RecordedCall]]:
    """Record the submissions during the block."""
    seen: list[RecordedCall] = []

    def note(call: RecordedCall) -> None:
        if (call.method, call.path) == ("POST", "/api/v1/jobs"):
            seen.append(call)

    end = service.on_call(note)
    yield seen
    end()


def retirements(caught: list[warnings.WarningMessage]) -> list[warnings.WarningMessage]:
    return [one for one in caught if issubclass(one.category, ProgramRetiredWarning)]


@pytest.fixture
def issued() -> Iterator[list[warnings.WarningMessage]]:
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        yield caught


def test_retired_programs_give_the_same_results_with_one_warning(
    service: Emulator, client: RuntimeClient, issued: list[warnings.WarningMessage]
) -> None:
    service.scenario.apply({"queue_seconds": 0})
    with submissions(service) as sent:
        sampled = client.sampler.run((BELL, None, 200), backend=DEVICE)
        estimated = client.estimator.run(PUB, backend=DEVICE, precision=0.1)
        again = client.sampler.run(FLIP, backend=DEVICE, shots=10)
    assert isinstance(sampled, SamplerResult)
    assert sum(sampled[0].counts().values()) == 200
    assert isinstance(estimated, EstimatorResult)
    assert estimated[0].evs.shape == (2,)
    assert again[0].c.counts() == {"1": 10}
    assert [call.status for call in sent] == [404, 200, 404, 200, 200]
    (warning,) = retirements(issued)
    assert warning.filename == __file__
    assert "no longer has the program 'sampler'" in str(warning.message)
    assert "program sampler not found" in str(warning.message)


def test_an_executor_job_of_a_sampler_behaves_like_a_sampler_job(client: RuntimeClient) -> None:
    with pytest.warns(ProgramRetiredWarning):
        job = client.sampler.submit(FLIP, backend=DEVICE, shots=10, tags=["mine"], private=True)
    assert (job.program_id, job.tags, job.private, job.adopted) == ("executor", ("mine",), True, False)
    assert job.submission_tag is not None
    found = client.jobs.find_submission(job.submission_tag)
    assert found is not None
    assert found.id == job.id


def test_retirement_is_known_to_all_parts_of_a_client(
    service: Emulator, client: RuntimeClient, issued: list[warnings.WarningMessage]
) -> None:
    client.sampler.submit(FLIP, backend=DEVICE, shots=10)
    with submissions(service) as sent, client.sessions.create(backend=DEVICE, mode="batch") as batch:
        batch.sampler.submit(FLIP, shots=10)
        client.with_options(timeout=30).sampler.submit(FLIP, backend=DEVICE, shots=10)
        copy.deepcopy(client).sampler.submit(FLIP, backend=DEVICE, shots=10)
    assert [call.status for call in sent] == [200, 200, 200]
    assert len(retirements(issued)) == 1


def test_an_unpickled_client_detects_the_retirement_again(
    client: RuntimeClient, monkeypatch: pytest.MonkeyPatch, service: Emulator
) -> None:
    access = service.access
    monkeypatch.setenv("QISKIT_IBM_TOKEN", access["api_key"])
    monkeypatch.setenv("QISKIT_IBM_INSTANCE", access["instance"])
    with pytest.warns(ProgramRetiredWarning):
        client.sampler.submit(FLIP, backend=DEVICE, shots=10)
    with pickle.loads(pickle.dumps(client)) as other, pytest.warns(ProgramRetiredWarning):
        other.sampler.submit(FLIP, backend=DEVICE, shots=10)


def test_each_of_many_threads_gets_one_job_and_one_warning_is_issued(
    service: Emulator, client: RuntimeClient, issued: list[warnings.WarningMessage]
) -> None:
    mark = f"threads-{uuid4().hex[:8]}"
    with submissions(service) as sent, ThreadPoolExecutor(8) as pool:
        jobs = list(
            pool.map(lambda _: client.sampler.submit(FLIP, backend=DEVICE, shots=10, tags=[mark]), range(8))
        )
    assert len({job.id for job in jobs}) == len(list(client.jobs.list(tags=[mark]))) == 8
    assert [call.status for call in sent].count(200) == 8
    assert len(retirements(issued)) == 1


def test_each_of_many_tasks_gets_one_job_and_one_warning_is_issued(
    service: Emulator, issued: list[warnings.WarningMessage]
) -> None:
    async def main() -> list[str]:
        async with AsyncRuntimeClient(**service.access, journal=False, retries=0) as one:
            jobs = await asyncio.gather(
                *(one.sampler.submit(FLIP, backend=DEVICE, shots=10) for _ in range(5)),
                one.estimator.submit(PUB, backend=DEVICE),
            )
            return [job.id for job in jobs]

    assert len(set(asyncio.run(main()))) == 6
    assert len(retirements(issued)) == 1


@pytest.mark.parametrize(
    "answer",
    [
        {
            "status": 404,
            "body": "<html>program sampler not found</html>",
            "headers": {"Content-Type": "text/html"},
        },
        {"status": 404, "body": {"errors": [{"code": 1216, "message": f"Backend {DEVICE} not found."}]}},
        {"status": 404, "body": {"message": "program sampler not found"}},
        {"status": 400, "body": {"errors": [{"code": 3220, "message": "params of sampler: unknown shotz"}]}},
        {
            "status": 403,
            "body": {"errors": [{"code": 1214, "message": "not authorized to run program sampler"}]},
        },
        {"status": 409, "body": {"errors": [{"code": 3211, "message": "program sampler not found"}]}},
        {"status": 429, "body": {"errors": [{"code": 1202, "message": "program sampler not found"}]}},
        {"status": 503, "body": {"errors": [{"code": 1999, "message": "program sampler not found"}]}},
    ],
    ids=lambda answer: f"{answer['status']} {answer['body']}"[:50],
)
def test_other_errors_are_raised_without_trying_the_executor(
    service: Emulator,
    client: RuntimeClient,
    issued: list[warnings.WarningMessage],
    answer: dict[str, Any],
    pauses: Pauses,
) -> None:
    pauses(look_ups=(0.01,))
    service.inject(method="POST", path="/api/v1/jobs", **answer)
    mark = f"refused-{uuid4().hex[:8]}"
    with submissions(service) as sent, pytest.raises((ApiError, SubmissionUncertainError)):
        client.sampler.submit(FLIP, backend=DEVICE, shots=10, tags=[mark], on_uncertain="raise")
    assert len(sent) == 1
    assert not list(client.jobs.list(tags=[mark]))
    assert not retirements(issued)


def test_a_warning_raised_as_an_error_leaves_no_job(client: RuntimeClient) -> None:
    mark = f"strict-{uuid4().hex[:8]}"
    with warnings.catch_warnings():
        warnings.simplefilter("error", ProgramRetiredWarning)
        with pytest.raises(ProgramRetiredWarning):
            client.sampler.submit(FLIP, backend=DEVICE, shots=10, tags=[mark])
        assert not list(client.jobs.list(tags=[mark]))
        client.sampler.submit(FLIP, backend=DEVICE, shots=10, tags=[mark])
    assert len(list(client.jobs.list(tags=[mark]))) == 1


@pytest.mark.filterwarnings("ignore::qrt_facade.ProgramRetiredWarning")
class TestLostRefusals:
    @pytest.fixture(autouse=True)
    def short(self, pauses: Pauses) -> None:
        pauses(look_ups=(0.01, 0.01), duplicate_look_ups=(0.01, 0.01))

    @pytest.mark.parametrize("key", [None, "lost-refusal"])
    @pytest.mark.parametrize("fault", [{"drop": True}, {"status": 502}], ids=str)
    def test_a_lost_retirement_error_is_requested_again_and_one_job_is_created(
        self, service: Emulator, client: RuntimeClient, key: str | None, fault: dict[str, Any]
    ) -> None:
        mark = f"lost-{uuid4().hex[:8]}"
        key = key and f"{key}-{mark}"
        service.inject(method="POST", path="/api/v1/jobs", when="after", times=1, **fault)
        with submissions(service) as sent, pytest.warns(RuntimeWarning, match="sent again"):
            job = client.sampler.submit(FLIP, backend=DEVICE, shots=10, tags=[mark], key=key)
        assert (job.program_id, job.adopted) == ("executor", False)
        assert [call.status for call in sent][-2:] == [404, 200]
        assert [one.id for one in client.jobs.list(tags=[mark])] == [job.id]

    def test_a_job_created_before_the_retirement_is_kept_and_the_executor_s_cancelled(
        self, service: Emulator, client: RuntimeClient
    ) -> None:
        service.scenario.apply({"retired_programs": [], "list_lag_seconds": 1.0})
        mark = f"late-{uuid4().hex[:8]}"
        service.inject(method="POST", path="/api/v1/jobs", when="after", times=1, status=502)

        def retire(call: RecordedCall) -> None:
            if call.status == 502:
                service.scenario.apply(RETIRED)

        end = service.on_call(retire)
        with pytest.warns(RuntimeWarning, match="sent again"):
            job = client.sampler.submit(FLIP, backend=DEVICE, shots=10, tags=[mark])
        end()
        deadline = time.monotonic() + 10
        while len(found := list(client.jobs.list(tags=[mark]))) < 2 and time.monotonic() < deadline:
            time.sleep(0.1)
        kept = client.jobs.find_submission(job.submission_tag or "", cancel_duplicates=True)
        found = list(client.jobs.list(tags=[mark]))
        assert kept is not None
        assert {one.program_id: one.ended for one in found} == {"sampler": False, "executor": True}
        assert kept.program_id == "sampler"

    def test_an_unsupported_executor_job_leaves_the_lost_submission_uncertain(
        self, service: Emulator, client: RuntimeClient
    ) -> None:
        service.inject(method="POST", path="/api/v1/jobs", when="after", times=1, status=502)
        with (
            pytest.warns(RuntimeWarning, match="sent again"),
            pytest.raises(SubmissionUncertainError) as caught,
        ):
            client.sampler.submit(FLIP, backend=DEVICE, options=DECOUPLED)
        assert "dynamical_decoupling" in str(caught.value.__cause__)

    def test_on_uncertain_raise_also_prevents_executor_submissions(
        self, service: Emulator, client: RuntimeClient
    ) -> None:
        service.inject(method="POST", path="/api/v1/jobs", when="after", times=1, status=502)
        with submissions(service) as sent, pytest.raises(SubmissionUncertainError):
            client.sampler.submit(FLIP, backend=DEVICE, on_uncertain="raise")
        assert len(sent) == 1


def test_shots_per_randomization_determine_the_executor_s_shots(
    service: Emulator, client: RuntimeClient, issued: list[warnings.WarningMessage]
) -> None:
    service.scenario.apply({"queue_seconds": 0})
    job = client.sampler.submit(FLIP, backend=DEVICE, shots=100, options=TWIRLED, program="executor")
    assert job.result()[0].c.num_shots == 80
    assert not issued


def test_program_selects_the_primitive_or_the_executor(
    service: Emulator, client: RuntimeClient, issued: list[warnings.WarningMessage]
) -> None:
    with submissions(service) as sent, pytest.raises(NotFoundError, match="program sampler not found"):
        client.sampler.submit(FLIP, backend=DEVICE, shots=10, program="primitives")
    assert len(sent) == 1
    with (
        submissions(service) as sent,
        pytest.raises(NotFoundError, match=r"client\.estimator does the same"),
    ):
        client.jobs.submit("estimator", {"pubs": [[ROTATED, "Z", [0.5]]], "version": 2}, backend=DEVICE)
    assert len(sent) == 1
    with submissions(service) as sent:
        job = client.sampler.submit(FLIP, backend=DEVICE, shots=10, program="executor")
        other = client.estimator.submit(PUB, backend=DEVICE, program="executor")
    assert len(sent) == 2
    assert (job.program_id, other.program_id) == ("executor", "executor")
    assert not retirements(issued)
    with pytest.raises(ConfigurationError, match="program='sampler': expected one of 'auto'"):
        client.sampler.submit(FLIP, backend=DEVICE, program="sampler")  # type: ignore[arg-type]


def test_an_option_unsupported_by_the_executor_raises_with_the_reason(
    service: Emulator, client: RuntimeClient
) -> None:
    with submissions(service) as sent, pytest.warns(ProgramRetiredWarning):  # noqa: SIM117
        with pytest.raises(
            ConfigurationError, match=r"dynamical_decoupling.*no longer has the program 'sampler'"
        ):
            client.sampler.submit(FLIP, backend=DEVICE, options=DECOUPLED)
    with pytest.raises(ConfigurationError, match="dynamical_decoupling") as caught:
        client.sampler.submit(FLIP, backend=DEVICE, options=DECOUPLED)
    # No job was created that a tag could find, and the other program cannot be used instead.
    assert (caught.value.submission_tag, getattr(caught.value, "__notes__", [])) == (None, [])
    assert "primitives" not in str(caught.value)
    with pytest.raises(ConfigurationError, match=r"zne_mitigation.*no longer has the program 'estimator'"):
        client.estimator.submit(PUB, backend=DEVICE, resilience_level=2)
    with pytest.raises(ConfigurationError, match="dynamical_decoupling") as caught:
        client.sampler.submit(FLIP, backend=DEVICE, options=DECOUPLED, program="executor")
    assert "no longer" not in str(caught.value)
    assert caught.value.__notes__ == [
        "program=\"primitives\" supports it as long as the service has the program 'sampler'"
    ]
    assert [call.status for call in sent] == [404]


@pytest.mark.filterwarnings("ignore::qrt_facade.ProgramRetiredWarning")
class TestKeys:
    def test_a_sampler_job_is_adopted_after_the_retirement(
        self, service: Emulator, client: RuntimeClient
    ) -> None:
        key = f"before-{uuid4().hex[:8]}"
        service.scenario.apply({"retired_programs": []})
        # Also for jobs that the executor does not support: the job exists.
        first = client.sampler.submit(FLIP, backend=DEVICE, shots=10, options=DECOUPLED, key=key)
        service.scenario.apply(RETIRED)
        client.sampler.submit(FLIP, backend=DEVICE, shots=10)
        with submissions(service) as sent, RuntimeClient(**service.access, journal=False) as restarted:
            for one in (client, restarted):
                again = one.sampler.submit(FLIP, backend=DEVICE, shots=10, options=DECOUPLED, key=key)
                assert (again.id, again.adopted, again.program_id) == (first.id, True, "sampler")
        assert not sent

    def test_an_executor_job_is_adopted_when_the_sampler_is_back(
        self, service: Emulator, client: RuntimeClient
    ) -> None:
        key = f"back-{uuid4().hex[:8]}"
        first = client.estimator.submit(PUB, backend=DEVICE, key=key)
        assert (first.program_id, first.adopted) == ("executor", False)
        service.scenario.apply({"retired_programs": []})
        with submissions(service) as sent:
            again = client.estimator.submit(PUB, backend=DEVICE, key=key, program="primitives")
        assert (again.id, again.adopted) == (first.id, True)
        assert not sent

    def test_another_job_conflicts_on_both_programs_with_the_differences(
        self, service: Emulator, client: RuntimeClient
    ) -> None:
        key = f"other-{uuid4().hex[:8]}"
        client.sampler.submit(FLIP, backend=DEVICE, shots=10, key=key)
        with submissions(service) as sent:
            with pytest.raises(ConfigurationError, match=r"Differences: the options \(shots"):
                client.sampler.submit(FLIP, backend=DEVICE, shots=11, key=key)
            with pytest.raises(ConfigurationError, match="Differences: the circuits"):
                client.sampler.submit(BELL, backend=DEVICE, shots=10, key=key, program="primitives")
            with pytest.raises(ConfigurationError, match="Differences: the program"):
                client.executor.submit(FLIP, backend=DEVICE, shots=10, key=key)
        assert not sent

    def test_twirled_circuits_of_a_key_are_the_same_after_a_restart(self, client: RuntimeClient) -> None:
        key, options = f"twirled-{uuid4().hex[:8]}", TWIRLED
        sent = []
        for _ in range(2):
            job = client.sampler.submit(FLIP, backend=DEVICE, shots=64, options=options, key=key)
            assert not job.adopted
            sent.append(job.params())
            job.cancel()
        assert sent[0] == sent[1]
        other = client.sampler.submit(FLIP, backend=DEVICE, shots=64, options=options, key=f"{key}-2")
        assert other.params() != sent[0]

    def test_a_lost_executor_submission_is_looked_up_by_the_same_tag(
        self, service: Emulator, client: RuntimeClient
    ) -> None:
        key = f"lost-{uuid4().hex[:8]}"
        service.inject(method="POST", path="/api/v1/jobs", when="after", status=502, skip=1, times=1)
        with submissions(service) as sent:
            job = client.sampler.submit(FLIP, backend=DEVICE, shots=10, key=key)
        assert [call.status for call in sent] == [404, 502]
        assert job.program_id == "executor"
        assert client.sampler.submit(FLIP, backend=DEVICE, shots=10, key=key).id == job.id

    def test_a_retirement_in_the_middle_of_a_series_keeps_what_was_submitted_and_sends_the_rest_once(
        self, service: Emulator, client: RuntimeClient
    ) -> None:
        key = f"series-{uuid4().hex[:8]}"
        service.scenario.apply({"retired_programs": []})
        left = [2]

        def retire(call: RecordedCall) -> None:
            left[0] -= (call.method, call.path, call.status) == ("POST", "/api/v1/jobs", 200)
            if left[0] == 0:
                service.scenario.apply(RETIRED)

        end = service.on_call(retire)
        with submissions(service) as sent:
            jobs = client.sampler.submit_many([FLIP, BELL, FLIP, BELL], backend=DEVICE, shots=10, key=key)
        end()
        assert [job.program_id for job in jobs] == ["sampler", "sampler", "executor", "executor"]
        assert [call.status for call in sent] == [200, 200, 404, 200, 200]
        with submissions(service) as sent:
            again = client.sampler.submit_many([FLIP, BELL, FLIP, BELL], backend=DEVICE, shots=10, key=key)
        assert [job.id for job in again] == [job.id for job in jobs]
        assert not sent

    def test_a_sweep_resumes_after_a_retirement_and_adopts_its_jobs(
        self, service: Emulator, client: RuntimeClient, tmp_path: Any
    ) -> None:
        name = f"sweep-{uuid4().hex[:8]}"
        pubs = {
            "a": (ROTATED.replace("input", "bit[1] c; input") + " c[0] = measure $0;", {"theta": [0.1, 0.2]}),
            "b": FLIP,
        }
        service.scenario.apply({"retired_programs": ["sampler"], "queue_seconds": 0})
        sweep = client.sweep(name, store=tmp_path / "a.sqlite").submit(pubs, backend=DEVICE, shots=20).wait()
        assert sweep["a"].result()[0].c.shape == (2,)
        assert sweep["b"].result()[0].c.counts() == {"1": 20}
        with submissions(service) as sent:
            client.sweep(name, store=tmp_path / "b.sqlite").submit(pubs, backend=DEVICE, shots=20).wait()
        assert not sent


@pytest.mark.filterwarnings("ignore::qrt_facade.ProgramRetiredWarning")
def test_a_series_unsupported_by_the_executor_stops_at_the_retirement(
    service: Emulator, client: RuntimeClient
) -> None:
    with pytest.raises(ConfigurationError, match="dynamical_decoupling"):
        client.sampler.submit_many([FLIP, BELL], backend=DEVICE, options=DECOUPLED)
    service.scenario.apply({"retired_programs": []})
    end = service.on_call(
        lambda call: (
            service.scenario.apply(RETIRED) if call.path == "/api/v1/jobs" and call.status == 200 else None
        )
    )
    with (
        RuntimeClient(**service.access, journal=False) as other,
        pytest.raises(SubmissionsStoppedError, match="dynamical_decoupling") as caught,
    ):
        other.sampler.submit_many([FLIP, BELL], backend=DEVICE, options=DECOUPLED)
    end()
    assert [job.program_id for job in caught.value.jobs] == ["sampler"]


@pytest.mark.filterwarnings("ignore::qrt_facade.ProgramRetiredWarning")
def test_check_and_dry_runs_apply_to_the_executor_job(service: Emulator, client: RuntimeClient) -> None:
    with submissions(service) as sent, pytest.raises(ConfigurationError, match="1517"):
        client.sampler.submit(HEADER + "bit[1] c; h $0; c[0] = measure $0;", backend=DEVICE, check=True)
    assert not sent
    assert client.sampler.submit(FLIP, backend=DEVICE, check=True).program_id == "executor"
    with pytest.raises(ConfigurationError, match="1517"):
        client.sampler.submit(HEADER + "bit[1] c; h $0; c[0] = measure $0;", backend=DEVICE, check=True)
    job = client.estimator.submit(PUB, backend=DEVICE, dry_run=True, check=True)
    assert (job.backend, job.dry_run, job.program_id) == (f"mock_{DEVICE.split('_', 1)[1]}", True, "executor")


@pytest.mark.filterwarnings("ignore::qrt_facade.ProgramRetiredWarning")
def test_the_backend_s_gates_are_fetched_once_for_estimators(
    service: Emulator, client: RuntimeClient
) -> None:
    asked: list[str] = []
    end = service.on_call(
        lambda call: asked.append(call.path) if call.path.endswith("/configuration") else None
    )
    for _ in range(3):
        client.estimator.submit(PUB, backend=DEVICE)
    end()
    assert len(asked) == 1
