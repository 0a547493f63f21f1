"""The course of the REST API from its beginning: a key, a list of backends, a circuit, its counts, a session."""

from __future__ import annotations

from typing import Any

import pytest
from qrt_client._version import API_VERSION
from support.circuits import FLIP

from qrt_facade import ApiError, ConflictError, JobCancelledError, NotFoundError

SHOTS = 20


def assert_mostly_ones(counts: dict[str, int], *, exactly: bool) -> None:
    """The circuit flips its qubit, so that without noise every shot is a 1; a device errs at times."""
    assert sum(counts.values()) == SHOTS
    assert counts["1"] == SHOTS if exactly else counts["1"] > SHOTS / 2


def test_the_key_is_exchanged_once_and_the_token_serves_the_calls_after_it(course: Any) -> None:
    transport = course.transport()
    client = course.client(transport=transport)

    versions = client.versions()
    backends = client.backends.list()

    assert {version.version for version in versions} >= {"2025-05-01", "2026-04-15"}
    assert backends
    exchange, *calls = transport.seen
    assert (exchange.method, exchange.url.path) == ("POST", "/identity/token")
    assert [call.url.path for call in calls] == ["/api/v1/versions", "/api/v1/backends"]
    for call in calls:
        assert call.headers["Authorization"].startswith("Bearer ")
        assert course.place.api_key not in f"{call.url} {call.headers.raw}"
        assert call.headers["Service-CRN"] == course.place.instance
        assert call.headers["IBM-API-Version"] == API_VERSION


def test_the_backends_of_the_instance_are_listed_with_what_they_are_and_how_they_stand(
    client: Any, backend: str
) -> None:
    listed = {one.name: one for one in client.backends.list()}

    assert listed[backend].num_qubits > 100
    assert listed[backend].queue_length >= 0
    status = listed[backend].status()
    assert status.operational


def test_a_backend_tells_what_was_measured_of_it(client: Any, backend: str, live: str | None) -> None:
    # A small device makes a cassette that people can read.
    device = client.backends.get(backend if live == "ibm" else "ibmq_manila")

    properties = device.properties()

    assert len(properties.qubits) == device.num_qubits
    assert "T1" in {measured.name for measured in properties.qubits[0]}


def test_the_instance_tells_what_it_may_use_and_what_it_used(client: Any) -> None:
    instance = client.instance()
    usage = client.usage()

    assert instance.plan_id
    assert usage.consumed >= 0


def test_a_circuit_is_submitted_and_polled_and_its_counts_are_fetched(
    client: Any, backend: str, live: str | None
) -> None:
    statuses: list[str] = []

    job = client.sampler.submit(FLIP, backend=backend, shots=SHOTS)
    job.wait(on_update=lambda job: statuses.append(job.status))

    assert job.status == "Completed"
    assert_mostly_ones(job.result()[0].c.counts(), exactly=live != "ibm")
    assert statuses == sorted(set(statuses), key=["Queued", "Running", "Completed"].index)
    if live in {None, "record"}:
        assert statuses == ["Queued", "Running", "Completed"]


def test_an_ended_job_tells_its_metrics_and_log(client: Any, backend: str) -> None:
    job = client.sampler.submit(FLIP, backend=backend, shots=SHOTS).wait()

    metrics = job.metrics()

    assert metrics.created <= metrics.running <= metrics.finished
    assert metrics.usage == job.usage
    assert isinstance(job.logs(), str)


def test_a_job_is_found_again_by_its_tags_until_it_is_deleted(client: Any, backend: str) -> None:
    job = client.sampler.submit(FLIP, backend=backend, shots=SHOTS, tags=["rest-course", "first"]).wait()

    job.set_tags(["rest-course", "second"])

    assert job.tags == ("rest-course", "second")
    assert "rest-course" in client.tags.search("rest-co")
    assert job.id in {found.id for found in client.jobs.list(tags=["rest-course", "second"])}
    assert client.jobs.get(job.id).program_id == "sampler"
    assert job.params()["pubs"]
    job.delete()
    with pytest.raises(NotFoundError) as caught:
        client.jobs.get(job.id)
    assert caught.value.code == 1291


def test_a_waiting_job_is_cancelled_and_cannot_be_cancelled_again(client: Any, backend: str) -> None:
    job = client.sampler.submit(FLIP, backend=backend, shots=SHOTS)

    job.cancel()

    job.wait()
    assert job.status == "Cancelled"
    with pytest.raises(JobCancelledError) as caught:
        job.result()
    assert caught.value.job_id == job.id
    with pytest.raises(ConflictError):
        job.cancel()


@pytest.mark.usefixtures("paid_plan")
def test_a_dedicated_session_takes_jobs_until_it_is_closed(
    client: Any, backend: str, live: str | None
) -> None:
    with client.sessions.create(backend=backend, mode="dedicated", max_ttl=28800) as session:
        opened = session.details()
        job = session.sampler.submit(FLIP, shots=SHOTS)
        assert_mostly_ones(job.result()[0].c.counts(), exactly=live != "ibm")

    assert (opened.mode, opened.max_ttl, opened.accepting_jobs) == ("dedicated", 28800, True)
    assert client.jobs.get(job.id).session_id == session.id
    assert [found.id for found in client.jobs.list(session=session)] == [job.id]
    closed = client.sessions.get(session.id).details()
    assert closed.accepting_jobs is False
    with pytest.raises(ApiError):
        session.sampler.submit(FLIP, shots=SHOTS)
