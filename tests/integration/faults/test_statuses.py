"""A response of any status may hide a stored job; one submission creates one job regardless."""

from __future__ import annotations

import json
from http import HTTPStatus
from typing import TYPE_CHECKING, Any

import pytest
from integration.faults.conftest import BACKEND
from integration.faults.proxy import CREATING, Fault, Scenario
from support.circuits import FLIP
from support.scripted import TLS, Reset, ScriptedServer, Seen, reply
from support.worlds import perform

from qrt_facade import ApiError, ConflictError, SubmissionUncertainError

if TYPE_CHECKING:
    from integration.faults.conftest import Ledger
    from integration.faults.proxy import FaultProxy

PARAMS = {"pubs": [[FLIP, None, 10]], "version": 2}
BOTH = ("sync", "asyncio")
REGISTERED = [status.value for status in HTTPStatus if status >= 300 and status != HTTPStatus.NOT_MODIFIED]
UNREGISTERED = [
    418,
    419,
    420,
    430,
    440,
    444,
    449,
    450,
    460,
    463,
    494,
    495,
    496,
    497,
    498,
    499,
    509,
    *range(520, 531),
    561,
    598,
    599,
]
STATUSES = sorted({*REGISTERED, *UNREGISTERED})
TELLING = (302, 400, 401, 403, 404, 408, 409, 413, 425, 499, 500, 502, 524)
"""Statuses also tested with a JSON body in every run."""
TRIED = {*TELLING, 429, *STATUSES[::4]}
"""Statuses tested with HTML in every run: those that imply whether the job exists, and a quarter of the others."""


def submit(client: Any) -> Any:
    return client.jobs.submit("sampler", PARAMS, backend=BACKEND)


def test_there_are_at_least_as_many_statuses_as_were_found_to_lose_jobs() -> None:
    assert len(STATUSES) >= 59


@pytest.mark.parametrize(
    ("status", "html"),
    [
        *(
            pytest.param(status, True, id=f"{status} page", marks=[] if status in TRIED else pytest.mark.long)
            for status in STATUSES
        ),
        *(
            pytest.param(
                status, False, id=f"{status} JSON", marks=[] if status in TELLING else pytest.mark.long
            )
            for status in STATUSES
            if status != 429  # the service's own 429 means that the request was not processed
        ),
    ],
)
def test_any_status_after_the_job_was_stored_leaves_one_job(
    status: int, html: bool, arguments: dict[str, Any], proxy: FaultProxy, ledger: Ledger
) -> None:
    fault = Fault(f"{status} after the work", "whole", "made up", status=status, html=html)
    proxy.met(Scenario.always(CREATING, fault))
    before = len(ledger.jobs())
    (job,) = perform("sync" if html else "asyncio", arguments, submit)
    assert list(ledger.tagged(job.submission_tag)) == [job.id]
    assert len(ledger.jobs()) == before + 1
    assert proxy.faults(*CREATING) == {fault.name: 1}


@pytest.mark.parametrize("world", BOTH)
@pytest.mark.parametrize(
    "answer",
    [
        reply(status=204),
        reply(status=304),
        reply(status=205),
        reply({}, 202),
        reply({"job": "j1"}, 201),
        reply(b"", 200),
        reply([], 200),
        reply("accepted", 200),
        reply(b"", 206, Content_Type="application/json"),
        reply({}, 299),
    ],
    ids=lambda answer: answer.split(b"\r\n")[0].decode() + f" {len(answer)}",
)
def test_a_success_without_a_job_id_is_followed_by_a_lookup(world: str, answer: bytes) -> None:
    server = Storing(answer)
    with ScriptedServer(server) as running:
        (job,) = perform(world, {**running.arguments(), "verify": TLS}, submit)
    assert job.id == "j1"
    assert server.sends == 1


class Storing:
    """A service that stores and lists each job, and returns the response chosen by a test."""

    def __init__(self, answer: Any, *, stores: bool = True) -> None:
        self.answer = answer
        self.stores = stores
        self.sends = 0
        self.tags: list[str] = []

    def __call__(self, request: Seen) -> Any:
        if request.method == "POST":
            self.sends += 1
            self.tags = json.loads(request.body).get("tags", [])
            return self.answer
        jobs = [{"id": "j1", "status": "Queued", "tags": self.tags}] if self.stores and self.sends else []
        return reply({"jobs": jobs, "count": len(jobs)})


@pytest.mark.parametrize("world", BOTH)
def test_an_error_in_the_service_s_format_is_final(world: str) -> None:
    own = reply({"errors": [{"code": 1220, "message": "Usage exceeds instance limit"}], "trace": "t"}, 409)
    server = Storing(own, stores=False)
    with ScriptedServer(server) as running, pytest.raises(ConflictError) as caught:
        perform(world, {**running.arguments(), "verify": TLS}, submit)
    assert [call.method for call in running.calls] == ["POST"]
    assert caught.value.submission_tag == server.tags[-1]
    assert any(server.tags[-1] in note for note in caught.value.__notes__)


@pytest.mark.parametrize("world", BOTH)
@pytest.mark.parametrize("status", [400, 403, 404, 413, 451])
def test_an_html_error_is_final_if_no_job_is_found(world: str, status: int) -> None:
    server = Storing(reply(b"<html>no</html>", status, Content_Type="text/html"), stores=False)
    with ScriptedServer(server) as running, pytest.raises(ApiError) as caught:
        perform(world, {**running.arguments(), "verify": TLS}, submit)
    assert caught.value.status == status
    assert caught.value.from_service is False
    assert caught.value.submission_tag == server.tags[-1]
    assert server.sends == 1
    assert len(running.calls) > 1


@pytest.mark.parametrize("world", BOTH)
@pytest.mark.parametrize("status", [401, 408, 425, 429, 499])
def test_a_transient_html_error_is_retried_if_no_job_is_found(world: str, status: int) -> None:
    server = Storing(reply(b"<html>no</html>", status, Content_Type="text/html"), stores=False)
    with (
        ScriptedServer(server) as running,
        pytest.warns(RuntimeWarning, match="is sent again"),
        pytest.raises(SubmissionUncertainError, match="it was sent 3 times") as caught,
    ):
        perform(world, {**running.arguments(), "verify": TLS}, submit)
    assert server.sends == 3
    assert caught.value.tag == caught.value.submission_tag == server.tags[-1]


@pytest.mark.parametrize("world", BOTH)
def test_every_lookup_uses_another_url_to_bypass_caches(world: str) -> None:
    seen: dict[str, bytes] = {}
    server = Storing(Reset())

    def cached(request: Seen) -> Any:
        if request.method == "POST":
            server(request)
            server.stores = False
            return Reset()
        answer = seen.setdefault(request.path, server(request))
        server.stores = True
        return answer

    with ScriptedServer(cached) as running:
        (job,) = perform(world, {**running.arguments(), "verify": TLS}, submit)
    assert job.id == "j1"
    assert server.sends == 1


@pytest.mark.parametrize("world", BOTH)
def test_a_list_ignoring_the_query_causes_no_second_job(world: str) -> None:
    other = reply({"jobs": [{"id": "other", "status": "Queued", "tags": ["theirs"]}], "count": 1})
    server = Storing(Reset())
    with (
        ScriptedServer(lambda request: server(request) if request.method == "POST" else other) as running,
        pytest.raises(SubmissionUncertainError) as caught,
    ):
        perform(world, {**running.arguments(), "verify": TLS}, submit)
    assert server.sends == 1
    assert caught.value.tag == server.tags[-1]
