"""Waiting for thousands of jobs: the number of requests, and the outcome of each job."""

from __future__ import annotations

import gc
import random
import time
import warnings
from functools import partial
from itertools import pairwise
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

import pytest
from support.circuits import FLIP
from support.examples_drawn import sampled
from support.many_jobs import ManyJobs, Simulated
from support.outages import OutService, SleepingClock, unavailable
from support.scripted import API_KEY, INSTANCE, Clock, ScriptedServer
from support.worlds import WORLDS, perform

from qrt_facade import (
    AsyncRuntimeClient,
    ConfigurationError,
    Job,
    JobTimeoutError,
    NotFoundError,
    Polling,
    RuntimeClient,
)
from qrt_facade._service import jobs as facts
from qrt_facade._service.jobs import JobState
from qrt_facade._sync import wait_many as many

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from support.timing import Pauses

NOW = 1e6


@pytest.fixture
def clock(pauses: Pauses, monkeypatch: pytest.MonkeyPatch) -> Clock:
    clock = Clock(NOW)
    pauses(clock=clock, first_poll=0.25, longest_poll=30.0)
    monkeypatch.setattr(many, "time", SimpleNamespace(sleep=clock.sleep))
    return clock


@pytest.fixture
def service(clock: Clock) -> ManyJobs:
    return ManyJobs(clock)


@pytest.fixture
def client(service: ManyJobs) -> Iterator[RuntimeClient]:
    with RuntimeClient(api_key=API_KEY, instance=INSTANCE, transport=service) as client:
        yield client


def handles(client: RuntimeClient, ids: list[str]) -> list[Job]:
    """Job objects as returned by a submission."""
    return [Job(client._connection, JobState(job_id, "Queued")) for job_id in ids]


def requests_of_each_round(
    service: ManyJobs, clock: Clock, monkeypatch: pytest.MonkeyPatch, wait: Callable[[], object]
) -> list[int]:
    seen: list[int] = []

    def sleep(seconds: float) -> None:
        seen.append(service.asked.total())
        clock.sleep(seconds)

    monkeypatch.setattr(many, "time", SimpleNamespace(sleep=sleep))
    wait()
    seen.append(service.asked.total())
    return [after - before for before, after in pairwise(seen)]


@pytest.mark.parametrize(
    ("hanging", "most"),
    [
        pytest.param([0], 1, marks=pytest.mark.long),
        pytest.param([0, 2500, 4999], 1, marks=pytest.mark.long),
        (range(0, 5000, 100), 1),
    ],
)
def test_only_pending_jobs_of_thousands_are_polled(
    service: ManyJobs,
    client: RuntimeClient,
    clock: Clock,
    monkeypatch: pytest.MonkeyPatch,
    *,
    hanging: Sequence[int],
    most: int,
) -> None:
    ends = dict.fromkeys(range(5000), NOW - 1) | dict.fromkeys(hanging, 2 * NOW)
    jobs = handles(client, service.add(*(Simulated(f"j{i}", NOW - 6000 + i, end) for i, end in ends.items())))

    def wait() -> None:
        with pytest.raises(JobTimeoutError) as caught:
            client.jobs.wait_all(jobs, 600)
        assert [job.id for job in caught.value.pending] == [f"j{one}" for one in hanging]

    first, *rest = requests_of_each_round(service, clock, monkeypatch, wait)
    assert first <= 28
    # The last request asks for the reason for the wait.
    assert len(rest) > 30
    assert max(rest[1:-1]) <= most


@pytest.mark.long
@pytest.mark.parametrize(("shuffled", "most"), [(False, 0.8), (True, 1.3)], ids=["in order", "in any order"])
def test_jobs_that_end_over_an_hour_take_about_one_request_each(
    service: ManyJobs, client: RuntimeClient, clock: Clock, *, shuffled: bool, most: float
) -> None:
    number = 5000
    ends = [NOW + 3600 * one / number for one in range(number)]
    if shuffled:
        random.Random(1).shuffle(ends)
    ids = service.add(*(Simulated(f"j{i}", NOW - 6000 + i, end) for i, end in enumerate(ends)))
    late = [
        clock.now - service.jobs[job.id].ends for job in client.jobs.as_completed(handles(client, ids), 7200)
    ]
    assert len(late) == number
    assert sum(late) / number < 20
    assert service.asked.total() < most * number


def test_jobs_missing_from_the_list_take_fifty_requests_a_round_and_are_all_yielded(
    service: ManyJobs, client: RuntimeClient, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    service.lag = 60.0
    ids = service.add(*(Simulated(f"j{i}", NOW, NOW + 30 + i * 0.1) for i in range(sampled(200, 400))))
    ended: list[Job] = []
    asked = requests_of_each_round(
        service,
        clock,
        monkeypatch,
        lambda: ended.extend(client.jobs.as_completed(handles(client, ids), 3600)),
    )
    assert sorted(job.id for job in ended) == sorted(ids)
    assert max(asked) <= 50 + 2 * 3
    assert clock.now < NOW + 180


def test_jobs_of_another_user_are_polled_by_id_in_turns(
    service: ManyJobs, client: RuntimeClient, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    ids = service.add(
        *(Simulated(f"j{i}", NOW - 1, NOW + i * 4, mine=False) for i in range(sampled(70, 110)))
    )
    ended: list[Job] = []
    asked = requests_of_each_round(
        service, clock, monkeypatch, lambda: ended.extend(client.jobs.as_completed(ids, 3600))
    )
    assert sorted(job.id for job in ended) == sorted(ids)
    assert max(asked) <= 52


def test_many_unrelated_jobs_do_not_slow_down_a_round(
    service: ManyJobs, client: RuntimeClient, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    service.add(*(Simulated(f"f{i}", NOW + i) for i in range(3000)))
    ids = service.add(*(Simulated(f"j{i}", NOW - 1, NOW + i * 20) for i in range(30)))
    asked = requests_of_each_round(
        service, clock, monkeypatch, lambda: client.jobs.wait_all(handles(client, ids), 3600)
    )
    assert max(asked[1:]) <= 6


def test_no_request_is_made_for_ended_jobs(service: ManyJobs, client: RuntimeClient) -> None:
    jobs = [Job(client._connection, JobState(f"j{i}", "Completed")) for i in range(3)]
    assert client.jobs.wait_all(jobs, 10) == jobs
    assert list(client.jobs.as_completed([jobs[0], "j0", jobs[1], jobs[0]], 10)) == jobs[:2]
    assert service.asked.total() == 0


def test_ids_and_job_objects_may_be_mixed_and_repeated(service: ManyJobs, client: RuntimeClient) -> None:
    service.add(*(Simulated(f"j{i}", NOW - 1, NOW + 5) for i in range(3)))
    job = handles(client, ["j0"])[0]
    ended = client.jobs.wait_all(["j0", "j1", job, "j1", "j2"], 60)
    assert [one.id for one in ended] == ["j0", "j1", "j0", "j1", "j2"]
    assert ended[0] is ended[2] is job
    assert ended[1] is ended[3]
    assert {one.status for one in ended} == {"Completed"}
    given = list(client.jobs.as_completed(["j0", job, "j1", "j1"], 60))
    assert sorted(one.id for one in given) == ["j0", "j1"]


@pytest.mark.parametrize("by_id", [True, False], ids=["ids", "handles"])
def test_missing_jobs_have_an_error_and_the_others_are_yielded(
    service: ManyJobs, client: RuntimeClient, clock: Clock, *, by_id: bool
) -> None:
    ids = service.add(*(Simulated(f"j{i}", NOW - 1, NOW + 300) for i in range(40)))
    service.jobs["j7"].deleted = NOW + 20
    asked: Any = [*ids, "never"] if by_id else handles(client, [*ids, "never"])
    ended = list(client.jobs.as_completed(asked, 3600))
    assert {job.id for job in ended if job.missing} == {"j7", "never"} == {job.id for job in ended[-2:]}
    assert {job.status for job in ended[:-2]} == {"Completed"}
    for job in ended:
        assert (job.missing_error is not None) is job.missing
    with pytest.raises(NotFoundError) as caught:
        ended[-1].result()
    assert caught.value is ended[-1].missing_error


def test_a_wait_for_an_unknown_id_does_not_report_a_status(
    service: ManyJobs,
    client: RuntimeClient,
    recwarn: pytest.WarningsRecorder,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(facts, "_warned_about", set())
    with pytest.raises(JobTimeoutError, match=r"^job never was not found within 5 s; if it exists") as stop:
        client.jobs.wait_all(["never"], 5)
    assert stop.value.job_id == "never"
    assert [str(one.message) for one in recwarn] == []


def test_wait_tolerates_a_job_that_appears_after_half_a_minute(
    service: ManyJobs, client: RuntimeClient, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    def sleep(seconds: float) -> None:
        clock.sleep(seconds)
        if clock.now > NOW + 30 and "late" not in service.jobs:
            service.add(Simulated("late", NOW, NOW + 200))

    monkeypatch.setattr(many, "time", SimpleNamespace(sleep=sleep))
    service.add(Simulated("j0", NOW, NOW + 400))
    assert [(job.id, job.missing) for job in client.jobs.as_completed(["late", "j0"], 600)] == [
        ("late", False),
        ("j0", False),
    ]


def test_wait_all_finds_dry_runs_by_id(service: ManyJobs, client: RuntimeClient) -> None:
    ids = service.add(*(Simulated(f"j{i}", NOW - 1, NOW + 60, backend="mock_fez") for i in range(20)))
    assert all(job.dry_run and job.ended for job in client.jobs.wait_all(ids, 600))


def test_jobs_added_during_a_wait_are_included(service: ManyJobs, client: RuntimeClient) -> None:
    ids = service.add(*(Simulated(f"j{i}", NOW - 1, NOW + 10 * i) for i in range(6)))
    jobs = handles(client, ids)
    awaited: many.Awaited[Job] = many.Awaited(jobs[:2])
    ended: list[str] = []
    for job in many.iter_completed(client._connection, awaited, 600):
        ended.append(job.id)
        if rest := jobs[len(ended) + 1 : len(ended) + 2]:
            awaited.add(rest[0])
    assert ended == ids


def test_thousands_of_job_objects_add_little_time_to_the_pages(
    service: ManyJobs, client: RuntimeClient, clock: Clock
) -> None:
    jobs = [Job(client._connection, JobState(f"j{i}", "Completed")) for i in range(5000)]
    begun = time.process_time()
    client.jobs.wait_all(jobs, 10, on_update=lambda _: None)
    # 15 µs each; searching all of them for each would take seconds.
    assert time.process_time() - begun < 1.0


@pytest.mark.parametrize("world", WORLDS)
def test_wait_all_rejects_invalid_ids_before_sending(world: str) -> None:
    with (
        ScriptedServer() as server,
        pytest.raises(ConfigurationError, match="'a/b' is not a job id"),
    ):
        perform(world, server.arguments(), lambda client: client.jobs.wait_all(["j0", "a/b"], 5))
    assert server.seen == []


def test_a_wait_under_trio_closes_its_listing() -> None:
    service = OutService(SleepingClock(), ends=0.0, out=(0.0, 0.0), fails=unavailable)

    async def wait(client: AsyncRuntimeClient) -> list[str]:
        submit = partial(client.jobs.submit, "sampler", {"pubs": [[FLIP, None, 1]], "version": 2})
        jobs = [await submit(backend="ibm_fez", advice=False) for _ in range(3)]
        return [job.id async for job in client.jobs.as_completed(jobs, 30, polling=Polling(first=0.001))]

    with warnings.catch_warnings(record=True) as seen:
        warnings.simplefilter("always")
        assert perform("trio", service.arguments(), wait) == [["j0", "j1", "j2"]]
        gc.collect()
    assert [str(one.message) for one in seen if "Async generator" in str(one.message)] == []
