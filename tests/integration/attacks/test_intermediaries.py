"""Caches, proxies and replicas that are subtly wrong: late, repeated, altered and endless responses."""

from __future__ import annotations

import asyncio
import json
import time
from contextlib import suppress
from typing import TYPE_CHECKING, Any

import httpx
import pytest
from integration.attacks.service import BACKEND, PARAMS, Service, submit
from support.scripted import Reset, ScriptedServer, reply, token_reply
from support.worlds import WORLDS, perform, settled

from qrt_facade import (
    AuthenticationError,
    JobTimeoutError,
    QrtError,
    RuntimeClient,
    SubmissionsStoppedError,
    SubmissionUncertainError,
    UnexpectedResponseError,
)

if TYPE_CHECKING:
    from collections.abc import Callable

    from support.scripted import Seen
    from support.timing import Pauses

BOTH = ("sync", "asyncio")
NOT_MODIFIED = b'HTTP/1.1 304 Not Modified\r\nETag: "another-instance"\r\n\r\n'
PORTAL = reply(b"<html>Who are you?</html>", 401, Content_Type="text/html")
REFUSED = reply({"errors": [{"code": 1200, "message": "not these credentials"}]}, 401)


@pytest.fixture(autouse=True)
def _short_pauses(pauses: Pauses) -> None:
    pauses(
        look_ups=(0.01, 0.01),
        duplicate_look_ups=(0.0,),
        duplicate_cancels=(0.0,),
        first_retry=0.01,
        first_poll=0.01,
        longest_poll=0.02,
        longest_failed_poll=0.02,
        last_question=0.1,
    )


def in_world(world: str, *steps: Callable[[Any], Any]) -> Callable[[Any], Any]:
    """Return an operation that submits a job and then uses it."""

    def blocking(client: Any) -> Any:
        job = submit(client)
        for step in steps:
            step(job)
        return job

    async def awaited(client: Any) -> Any:
        job = await submit(client)
        for step in steps:
            await settled(step(job))
        return job

    return blocking if world == "sync" else awaited


class Lost(Service):
    """Stores jobs but loses the responses; the list of jobs passes through `altered`."""

    def __init__(self, altered: Callable[[list[dict[str, Any]]], list[dict[str, Any]]]) -> None:
        super().__init__(status="Queued")
        self.altered = altered

    def created(self, job_id: str) -> Any:
        return Reset()

    def __call__(self, request: Seen) -> Any:
        if request.method == "GET" and "/jobs?" in request.path:
            return reply({"jobs": self.altered([self.described(job_id) for job_id in self.tags])})
        return super().__call__(request)


ALTERED: dict[str, Callable[[list[dict[str, Any]]], list[dict[str, Any]]]] = {
    "each entry twice": lambda jobs: [job for job in jobs for _ in range(2)],
    "each entry with two statuses": lambda jobs: [
        {**job, "status": status} for job in jobs for status in ("Running", "Queued")
    ],
    "tags in upper case": lambda jobs: [
        {**job, "tags": [tag.upper() for tag in job["tags"]]} for job in jobs
    ],
    "tags in capitals": lambda jobs: [{**job, "tags": [tag.title() for tag in job["tags"]]} for job in jobs],
    "tags in white space": lambda jobs: [
        {**job, "tags": [f" {tag}\n" for tag in job["tags"]]} for job in jobs
    ],
    "others between": lambda jobs: [{"id": "another"}, *jobs, {}, {"id": None}, {"id": "more", "tags": None}],
}


@pytest.mark.parametrize("world", BOTH)
@pytest.mark.parametrize("how", ALTERED)
def test_a_submission_is_found_in_an_altered_list(how: str, world: str) -> None:
    service = Lost(ALTERED[how])
    with ScriptedServer(service) as server:
        (job,) = perform(world, server.arguments(), submit)
        (found,) = perform(
            world,
            server.arguments(),
            lambda client: client.jobs.find_submission(job.submission_tag, cancel_duplicates=True),
        )
    assert job.id == found.id == "job-1"
    assert (list(service.tags), service.cancelled) == (["job-1"], [])


@pytest.mark.parametrize("kept", [0, 8, 24, 38])
def test_a_truncated_or_stripped_tag_raises_uncertain_and_is_named(kept: int) -> None:
    service = Lost(lambda jobs: [{**job, "tags": [tag[:kept] for tag in job["tags"]]} for job in jobs])
    with (
        ScriptedServer(service) as server,
        RuntimeClient(**server.arguments()) as client,
        pytest.raises(SubmissionUncertainError) as caught,
    ):
        submit(client)
    assert [caught.value.tag] == service.tags["job-1"]
    assert (list(service.tags), service.cancelled) == (["job-1"], [])


@pytest.mark.parametrize("world", BOTH)
def test_a_job_with_a_stripped_tag_is_neither_awaited_nor_cancelled(world: str) -> None:
    class Stripping(Service):
        def described(self, job_id: str) -> dict[str, Any]:
            return {**super().described(job_id), "tags": []}

    service = Stripping(status="Queued")
    with ScriptedServer(service) as server:
        for act in (lambda job: job.wait(5), lambda job: job.cancel()):
            with pytest.raises(SubmissionUncertainError, match=r"job-[12].*submission_tag=False"):
                perform(world, server.arguments(), in_world(world, act))
    assert service.cancelled == []


@pytest.mark.parametrize("world", WORLDS)
def test_a_job_repeated_by_a_slow_gateway_runs_once(world: str, pauses: Pauses) -> None:
    class Doubling(Service):
        def stored(self, request: Seen) -> str:
            first = super().stored(request)
            super().stored(request)
            return first

        def described(self, job_id: str) -> dict[str, Any]:
            return {**super().described(job_id), "created": f"2026-11-20T10:00:0{job_id[-1]}Z"}

    pauses(slow_answer=0.0)
    service = Doubling(status="Queued")

    def ends(job: Any) -> Any:
        service.status = "Running"
        return job.wait(0.5)

    pauses(late_duplicates=0.0)
    with ScriptedServer(service) as server, suppress(JobTimeoutError):
        perform(world, server.arguments(), in_world(world, ends))
    assert service.cancelled == ["job-2"]


def test_a_quick_submission_response_needs_no_lookup() -> None:
    with ScriptedServer(Service()) as server, RuntimeClient(**server.arguments()) as client:
        submit(client).wait(5)
    assert [call.method for call in server.calls] == ["POST", "GET"]


def test_waiting_for_a_connection_does_not_count_as_a_slow_response(pauses: Pauses) -> None:
    class Clock:
        passed = 0.0

        def monotonic(self) -> float:
            return time.monotonic() + self.passed

        def time(self) -> float:
            return time.time() + self.passed

    class Sluggish(Service):
        def created(self, job_id: str) -> bytes:
            clock.passed += 3
            return super().created(job_id)

    async def submit_and_wait(client: Any) -> Any:
        jobs = await asyncio.gather(*(submit(client) for _ in range(4)))
        return await client.jobs.wait_all(jobs, 60)

    clock = Clock()
    pauses(slow_answer=5.0, clock=clock)
    with ScriptedServer(Sluggish()) as server:
        one = httpx.Limits(max_connections=1)
        perform("asyncio", server.arguments(limits=one, timeout=30.0), submit_and_wait)
    assert [call.path for call in server.calls if "tags=" in call.path] == []


@pytest.mark.parametrize("late", ["Running", "Queued", "Unheard of"])
def test_an_outdated_response_does_not_reset_an_ended_job(late: str) -> None:
    service = Service(status="Completed")
    with ScriptedServer(service) as server, RuntimeClient(**server.arguments()) as client:
        job, other = client.jobs.get("job-1"), client.jobs.get("job-1")
        service.status = late
        assert job.refresh().status == "Completed"
        assert client.jobs.wait_all([job, other], 5) == [job, other]
        assert job.ended
        assert other.ended


@pytest.mark.parametrize("world", WORLDS)
@pytest.mark.parametrize("early", [100, 102, 103, 199])
def test_interim_responses_are_ignored(early: int, world: str) -> None:
    service = Service()

    def api(request: Seen) -> bytes:
        interim = f"HTTP/1.1 {early} Wait\r\nLink: </style.css>\r\n\r\n".encode()
        return interim * 2 + service(request)

    with ScriptedServer(api) as server:
        (job,) = perform(world, server.arguments(), in_world(world, lambda job: job.wait(5)))
    assert job.status == "Completed"
    assert list(service.tags) == ["job-1"]


@pytest.mark.parametrize("world", BOTH)
def test_a_304_to_a_submission_is_followed_by_a_lookup(world: str) -> None:
    class Cached(Service):
        def created(self, job_id: str) -> bytes:
            return NOT_MODIFIED

    service = Cached()
    with ScriptedServer(service) as server:
        (job,) = perform(world, server.arguments(), submit)
    assert [job.id] == list(service.tags) == ["job-1"]


def test_endless_304s_end_a_wait_at_its_timeout(pauses: Pauses) -> None:
    # The last request may take longer than the fixture allows: on a busy machine its response must still arrive.
    pauses(last_question=10.0)
    service = Service()

    def api(request: Seen) -> bytes:
        return service(request) if request.method == "POST" else NOT_MODIFIED

    with (
        ScriptedServer(api) as server,
        RuntimeClient(**server.arguments()) as client,
        pytest.raises(JobTimeoutError, match="responded with 304"),
    ):
        submit(client).wait(0.3)


@pytest.mark.parametrize("world", BOTH)
@pytest.mark.parametrize("answer", [REFUSED, PORTAL], ids=["service", "portal"])
def test_endless_401s_end_after_a_few_exchanges(answer: bytes, world: str) -> None:
    expected = AuthenticationError if answer is REFUSED else SubmissionUncertainError
    with ScriptedServer(answer, iam=token_reply("the-same-for-ever")) as server:
        with pytest.raises(expected):
            perform(world, server.arguments(retries=5), submit)
        assert len(server.exchanges) <= 4
        assert len(server.calls) <= 8


def test_a_proxy_stripping_authorization_ends_a_wait_at_its_timeout_with_the_reason(pauses: Pauses) -> None:
    pauses(last_question=10.0)
    service = Service(status="Running")

    def api(request: Seen) -> bytes:
        return service(request) if request.method == "POST" else PORTAL

    with (
        ScriptedServer(api) as server,
        RuntimeClient(**server.arguments()) as client,
        pytest.raises(JobTimeoutError, match="credentials"),
    ):
        submit(client).wait(0.3)


def test_endless_429s_with_retry_after_0_are_paced_and_name_submitted_jobs(pauses: Pauses) -> None:
    pauses(first_resubmission=0.1, longest_resubmission=0.1, refused_submissions=3)
    service = Service()
    too_many = reply({"errors": [{"code": 1305, "message": "too many"}]}, 429, Retry_After="0")

    def api(request: Seen) -> bytes:
        return too_many if request.method == "POST" and service.tags else service(request)

    with ScriptedServer(api) as server, RuntimeClient(**server.arguments()) as client:
        began = time.monotonic()
        with pytest.raises(SubmissionsStoppedError) as caught:
            client.jobs.submit_many("sampler", [PARAMS] * 2, backend=BACKEND)
    assert [job.id for job in caught.value.jobs] == ["job-1"]
    assert time.monotonic() - began >= 3 * 0.08


def test_responses_swapped_across_connections_are_detected() -> None:
    service = Service()

    def api(request: Seen) -> bytes:
        if request.method == "GET" and "/jobs/job-" in request.path:
            return reply(service.described("job-2" if "/job-1" in request.path else "job-1"))
        return service(request)

    with ScriptedServer(api) as server, RuntimeClient(**server.arguments()) as client:
        for job in (submit(client), submit(client)):
            with pytest.raises(UnexpectedResponseError, match=job.id):
                job.refresh()
            assert job.status == "Queued"


def test_half_pages_out_of_order_do_not_end_a_wait() -> None:
    service = Service(status="Completed")
    turns = iter(range(1000))

    def api(request: Seen) -> bytes:
        if request.method == "GET" and "/jobs?" in request.path:
            ids = sorted(service.tags)[next(turns) % 2 :: 2]
            return reply({"jobs": [service.described(job_id) for job_id in ids], "count": 100})
        return service(request)

    with ScriptedServer(api) as server, RuntimeClient(**server.arguments()) as client:
        jobs = [submit(client) for _ in range(5)]
        assert all(job.ended for job in client.jobs.wait_all(jobs, 5))


@pytest.mark.parametrize("encoding", ["utf-16", "utf-32", "utf-8-sig", "cp500", "utf-7"])
def test_a_body_in_another_charset_is_decoded_or_raises(encoding: str) -> None:
    body = json.dumps({"id": "job-1", "status": "Completed"}).encode(encoding)
    answer = reply(body, Content_Type=f"application/json; charset={encoding}")
    with ScriptedServer(answer) as server, RuntimeClient(**server.arguments()) as client:
        job = None
        with suppress(QrtError):
            job = client.jobs.get("job-1")
    assert job is None or (job.id, job.status) == ("job-1", "Completed")
