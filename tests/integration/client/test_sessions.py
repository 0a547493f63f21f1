from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from support.circuits import FLIP

from qrt_facade import ApiError, ConfigurationError, JobFailedError, NotFoundError, RuntimeClient

if TYPE_CHECKING:
    from collections.abc import Iterator


@pytest.fixture(scope="module")
def open_plan() -> Iterator[RuntimeClient]:
    """A client of an instance on the Open plan, with a queue longer than any test."""
    with RuntimeClient.local(noise=False, plan="open", queue_seconds=3600, backends="ibmq_manila") as made:
        yield made


@pytest.mark.parametrize("mode", ["dedicated", "batch"])
def test_a_session_accepts_no_jobs_after_its_with_block(client: RuntimeClient, mode: str) -> None:
    with client.sessions.create(backend="ibm_fez", mode=mode, max_ttl=28800) as session:
        assert session.mode == mode
        job = session.sampler.submit(FLIP, shots=5)
        assert session.details().accepting_jobs is True
    assert job.result()[0].counts() == {"1": 5}
    assert job.session_id == session.id
    assert session.details().accepting_jobs is False
    with pytest.raises(ApiError):
        session.sampler.submit(FLIP)


def test_the_jobs_of_a_session_can_be_listed(client: RuntimeClient) -> None:
    with client.sessions.create(backend="ibm_fez") as session:
        job = session.sampler.submit(FLIP).wait()
        client.sampler.submit(FLIP, backend="ibm_fez").wait()
    assert [listed.id for listed in client.jobs.list(session=session)] == [job.id]


def test_sessions_get_returns_a_session_by_id(client: RuntimeClient) -> None:
    session = client.sessions.create(backend="ibm_fez", max_ttl=600)
    again = client.sessions.get(session.id)
    assert (again.id, again.backend, again.mode) == (session.id, "ibm_fez", "dedicated")
    assert again.details().max_ttl == 600
    session.close()
    session.close()


def test_cancelling_a_session_cancels_its_queued_jobs(open_plan: RuntimeClient) -> None:
    batch = open_plan.sessions.create(backend="ibmq_manila", mode="batch")
    job = batch.sampler.submit(FLIP)
    batch.cancel()
    with pytest.raises(JobFailedError) as caught:
        job.result()
    assert caught.value.code == 1217


def test_an_exception_in_the_block_cancels_no_jobs_and_names_them(open_plan: RuntimeClient) -> None:
    def block() -> None:
        with open_plan.sessions.create(backend="ibmq_manila", mode="batch") as session:
            jobs.append(session.sampler.submit(FLIP))
            raise RuntimeError("the caller's own")

    jobs = []
    with pytest.raises(RuntimeError, match="the caller's own") as caught:
        block()
    assert jobs[0].refresh().status == "Queued"
    notes = " ".join(caught.value.__notes__)
    assert jobs[0].session_id in notes
    assert "continue" in notes


def test_the_open_plan_s_rejection_is_explained(open_plan: RuntimeClient) -> None:
    with pytest.raises(ApiError, match="batch") as caught:
        open_plan.sessions.create(backend="ibmq_manila", mode="dedicated")
    assert (caught.value.status, caught.value.code) == (400, 1352)


def test_an_unknown_session_is_not_found(client: RuntimeClient) -> None:
    with pytest.raises(NotFoundError):
        client.sessions.get("00000000-0000-4000-8000-000000000000")


@pytest.mark.parametrize(
    ("changed", "named"),
    [
        ({"mode": "interactive"}, "mode='interactive'"),
        ({"max_ttl": 0}, "max_ttl=0"),
        ({"max_ttl": 1.5}, "max_ttl=1.5"),
        ({"backend": "a/b"}, "'a/b'"),
    ],
)
def test_invalid_session_arguments_raise_before_sending(
    client: RuntimeClient, changed: dict[str, object], named: str
) -> None:
    with pytest.raises(ConfigurationError, match=named):
        client.sessions.create(**{"backend": "ibm_fez", **changed})


def test_a_job_outside_a_session_needs_a_backend(client: RuntimeClient) -> None:
    with pytest.raises(ConfigurationError, match="backend= is missing"):
        client.sampler.submit(FLIP)
