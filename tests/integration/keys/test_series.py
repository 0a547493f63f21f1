"""Series with a key: the keys of their jobs, the number of requests, and changes between two runs."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Any

import pytest
from integration.keys.conftest import LAG

from qrt_facade import ConfigurationError, RuntimeClient

if TYPE_CHECKING:
    from collections.abc import Iterator

    from integration.keys.conftest import Judge
    from support.timing import Pauses

BACKEND = "ibmq_manila"
HEADER = 'OPENQASM 3.0; include "stdgates.inc"; bit[1] c; '
FLIP = HEADER + "x $0; c[0] = measure $0;"
STAY = HEADER + "c[0] = measure $0;"


@pytest.fixture(autouse=True)
def _short_pauses(pauses: Pauses) -> None:
    pauses(look_ups=(0.05,), duplicate_look_ups=(0.0,), list_lag=LAG + 0.3)


@pytest.fixture
def client(judge: Judge) -> Iterator[RuntimeClient]:
    with RuntimeClient(**judge.emulator.access) as made:
        yield made


def turned(number: int) -> str:
    return HEADER + f"sx $0; rz({0.001 * (number + 1)}) $0; c[0] = measure $0;"


def submit(client: RuntimeClient, judge: Judge, groups: Any, **options: Any) -> list[Any]:
    options = {"key": judge.mark, "tags": [judge.mark], "shots": 10, **options}
    return list(client.sampler.submit_many(groups, backend=BACKEND, **options))


def test_jobs_of_a_series_have_numbered_keys(client: RuntimeClient, judge: Judge) -> None:
    jobs = submit(client, judge, [[FLIP], [STAY], [FLIP]])
    assert [job.adopted for job in jobs] == [False] * 3
    single = client.sampler.submit([STAY], backend=BACKEND, shots=10, key=f"{judge.mark}/1")
    assert (single.id, single.adopted) == (jobs[1].id, True)
    assert len({job.id for job in jobs}) == len(judge.paid) == 3
    assert all(job.tags == (judge.mark,) for job in jobs)


@pytest.mark.long
def test_extending_a_series_submits_only_new_jobs(client: RuntimeClient, judge: Judge) -> None:
    first = submit(client, judge, [[turned(0)], [turned(1)]])
    longer = submit(client, judge, [[turned(number)] for number in range(4)])
    assert [job.adopted for job in longer] == [True, True, False, False]
    assert [job.id for job in longer[:2]] == [job.id for job in first]
    shorter = submit(client, judge, [[turned(0)]])
    assert shorter[0].id == first[0].id
    assert len(judge.paid) == 4


def test_a_reordered_series_raises_before_sending(client: RuntimeClient, judge: Judge) -> None:
    submit(client, judge, [[FLIP], [STAY]])
    for changed, number in (([[STAY], [FLIP]], 0), ([[FLIP], [FLIP], [STAY]], 1)):
        with pytest.raises(ConfigurationError, match="circuit") as caught:
            submit(client, judge, changed)
        assert f"{judge.mark}/{number}" in str(caught.value)
        assert "adopts those" not in str(caught.value)
    assert judge.requests.submissions == 2


def test_an_empty_series_makes_no_requests(client: RuntimeClient, judge: Judge) -> None:
    assert submit(client, judge, []) == []
    assert judge.requests.seen == []


@pytest.mark.parametrize("lag", [0.0, LAG])
@pytest.mark.parametrize("count", [30, pytest.param(300, marks=pytest.mark.long)])
def test_a_long_series_needs_about_one_request_per_job(
    client: RuntimeClient, judge: Judge, count: int, lag: float
) -> None:
    if lag and count == 30:
        pytest.skip("with the lag it is the same")
    judge.lag(lag)
    groups = [[turned(number)] for number in range(count)]
    jobs = submit(client, judge, groups)
    assert judge.requests.submissions == len({job.id for job in jobs}) == count
    few = 3 + count // 50
    assert len(judge.requests.seen) - count <= few
    judge.requests.seen.clear()
    with RuntimeClient(**judge.emulator.access, journal=False) as elsewhere:
        if lag:
            time.sleep(lag)
        again = submit(elsewhere, judge, groups)
    assert all(job.adopted for job in again)
    assert [job.id for job in again] == [job.id for job in jobs]
    assert len(judge.requests.seen) <= few


@pytest.mark.long
def test_failed_jobs_of_a_series_are_resubmitted(client: RuntimeClient, judge: Judge) -> None:
    jobs = submit(client, judge, [[turned(number)] for number in range(4)])
    jobs[1].cancel()
    again = submit(client, judge, [[turned(number)] for number in range(4)])
    assert [job.adopted for job in again] == [True, False, True, True]
    kept = submit(client, judge, [[turned(number)] for number in range(4)], on_failed="adopt")
    assert [job.id for job in kept] == [job.id for job in again]


@pytest.mark.long
def test_two_instances_and_two_services_do_not_share_keys(client: RuntimeClient, judge: Judge) -> None:
    other = judge.emulator.instances[-1]
    with RuntimeClient(**{**judge.emulator.access, "instance": other}) as second:
        one = client.sampler.submit([FLIP], backend=BACKEND, key=judge.mark, tags=[judge.mark])
        two = second.sampler.submit([FLIP], backend=BACKEND, key=judge.mark, tags=[judge.mark])
        assert two.adopted is False
        assert one.id != two.id
        assert second.sampler.submit([FLIP], backend=BACKEND, key=judge.mark, tags=[judge.mark]).id == two.id
