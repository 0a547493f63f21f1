"""Retries, counted by a real server."""

from __future__ import annotations

import json
import socket
import threading
import time
from typing import TYPE_CHECKING, Any

import pytest
from support.scripted import Answer, Reset, ScriptedServer, Seen, Silence, reply
from support.worlds import WORLDS, perform

from qrt_facade._base.secrets import Secret
from qrt_facade.errors import (
    NotFoundError,
    QrtError,
    RateLimitError,
    ServerError,
    SubmissionUncertainError,
    TransportError,
)

if TYPE_CHECKING:
    from collections.abc import Callable

    from support.timing import Pauses

CIRCUIT = "OPENQASM 3.0; bit[1] c; c[0] = measure $0;"
JOB = reply({"id": "j1", "status": "Running"})
CREATED = reply({"id": "j1"})
SESSION = reply({"id": "s1", "mode": "batch"})
BUSY = reply({"errors": [{"code": 1202, "message": "Too many requests"}]}, 429, Retry_After="0")
CUT = reply(b'{"id": "j1", "sta', length=500, Content_Type="application/json")
DAMAGED = reply(b"\x1f\x8b\x08\x00" + b"\xff" * 40, Content_Encoding="gzip", Content_Type="application/json")
FAILURES: dict[str, Answer] = {
    **{f"{status}": reply({}, status) for status in (500, 502, 503, 504, 520, 522, 524)},
    "502 with a page": reply(b"<html>", 502, Content_Type="text/html"),
    "no answer": b"",
    "half a head": b"HTTP/1.1 200 OK\r\nConte",
    "no HTTP": b"\x15\x03\x01\x00\x02\x02\x28",
    "connection reset": Reset(),
    "body cut off": CUT,
    "damaged gzip": DAMAGED,
}

pytestmark = [
    pytest.mark.parametrize("world", WORLDS),
    # httpx leaves its generators unfinished when decoding fails, and trio warns when they are collected.
    pytest.mark.filterwarnings(
        "ignore:Exception ignored in. <async_generator:pytest.PytestUnraisableExceptionWarning"
    ),
]


@pytest.fixture(autouse=True)
def _short_pauses(pauses: Pauses) -> None:
    pauses(first_retry=0.01, look_ups=(0.01, 0.01))


def get_job(client: Any) -> Any:
    return client.jobs.get("j1")


def submit(client: Any) -> Any:
    return client.sampler.submit(CIRCUIT, backend="ibm_fez", submission_tag=False)


def open_batch(client: Any) -> Any:
    return client.sessions.create(backend="ibm_fez", mode="batch")


@pytest.mark.parametrize("failure", FAILURES)
def test_a_get_is_retried_until_it_succeeds(world: str, failure: str) -> None:
    with ScriptedServer([FAILURES[failure], FAILURES[failure], JOB]) as server:
        (job,) = perform(world, server.arguments(retries=3), get_job)
        assert job.status == "Running"
        assert [call.method for call in server.calls] == ["GET"] * 3
        assert len(server.exchanges) == 1


def test_a_get_is_retried_after_a_timeout(world: str) -> None:
    with ScriptedServer([Silence(), JOB]) as server:
        (job,) = perform(world, server.arguments(retries=3, timeout=0.2), get_job)
        assert job.status == "Running"
        assert len(server.calls) == 2


def test_a_get_fails_after_the_configured_retries(world: str) -> None:
    with ScriptedServer(reply({}, 503)) as server:
        with pytest.raises(ServerError) as caught:
            perform(world, server.arguments(retries=2), get_job)
        assert caught.value.status == 503
        assert len(server.calls) == 3


def test_without_retries_everything_is_sent_once(world: str) -> None:
    with ScriptedServer(CUT) as server:
        with pytest.raises(TransportError) as caught:
            perform(world, server.arguments(retries=0), get_job)
        assert len(server.calls) == 1
        assert caught.value.may_have_arrived


@pytest.mark.parametrize("status", [400, 401, 403, 404, 409, 413, 501])
def test_a_client_error_is_not_retried(world: str, status: int) -> None:
    with ScriptedServer(reply({}, status)) as server:
        with pytest.raises(QrtError):
            perform(world, server.arguments(retries=3), get_job)
        # A rejected token is replaced once.
        assert len(server.calls) == (2 if status == 401 else 1)


@pytest.mark.parametrize("failure", FAILURES)
def test_a_submission_without_a_tag_is_never_sent_twice(world: str, failure: str) -> None:
    with ScriptedServer([FAILURES[failure], CREATED]) as server:
        with pytest.raises(SubmissionUncertainError) as caught:
            perform(world, server.arguments(retries=3), submit)
        assert caught.value.tag is None
        assert [call.method for call in server.calls] == ["POST"]


def test_a_submission_that_times_out_is_never_sent_twice(world: str) -> None:
    with ScriptedServer([Silence(), CREATED]) as server:
        with pytest.raises(SubmissionUncertainError):
            perform(world, server.arguments(retries=3, timeout=0.2), submit)
        assert len(server.calls) == 1


@pytest.mark.parametrize("failure", FAILURES)
def test_a_session_is_never_opened_twice(world: str, failure: str) -> None:
    with ScriptedServer([FAILURES[failure], SESSION]) as server:
        with pytest.raises(QrtError):
            perform(world, server.arguments(retries=3), open_batch)
        assert [call.method for call in server.calls] == ["POST"]


@pytest.mark.parametrize(("operation", "good"), [(submit, CREATED), (open_batch, SESSION)])
def test_a_429_to_a_submission_is_retried_and_creates_one_job(
    world: str, operation: Callable[[Any], Any], good: bytes
) -> None:
    with ScriptedServer([BUSY, BUSY, good]) as server:
        (made,) = perform(world, server.arguments(retries=3), operation)
        assert made.id in {"j1", "s1"}
        assert [call.method for call in server.calls] == ["POST"] * 3
        assert len({call.body for call in server.calls}) == 1


def test_endless_429s_raise_rate_limit_error_not_uncertain(world: str) -> None:
    with ScriptedServer(BUSY) as server:
        with pytest.raises(RateLimitError) as caught:
            perform(world, server.arguments(retries=2), submit)
        assert caught.value.retry_after == 0
        assert caught.value.code == 1202
        assert len(server.calls) == 3


def test_a_refused_connection_is_retried_and_creates_one_job(world: str) -> None:
    """The API is down at first, and comes up while the client retries."""
    with ScriptedServer() as iam, socket.socket() as reserved:
        reserved.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        reserved.bind(("127.0.0.1", 0))
        port = reserved.getsockname()[1]
        seen: list[bytes] = []

        def come_up_late() -> None:
            time.sleep(0.05)
            reserved.listen()
            connection, _ = reserved.accept()
            with connection:
                data = connection.recv(65536)
                while b"ibm_fez" not in data:
                    data += connection.recv(65536)
                seen.append(data)
                connection.sendall(CREATED)

        late = threading.Thread(target=come_up_late)
        late.start()
        arguments = iam.arguments(base_url=f"http://127.0.0.1:{port}/api", retries=10)
        (job,) = perform(world, arguments, submit)
        late.join()
        assert job.id == "j1"
        assert len(seen) == 1


def test_a_permanently_refused_connection_is_not_uncertain(world: str) -> None:
    with socket.socket() as reserved:
        reserved.bind(("127.0.0.1", 0))
        address = f"http://127.0.0.1:{reserved.getsockname()[1]}/api"
        with ScriptedServer() as iam:
            with pytest.raises(TransportError) as caught:
                perform(world, iam.arguments(base_url=address, retries=1), submit)
            assert caught.value.may_have_arrived is False
            assert "no connection to 127.0.0.1" in str(caught.value)


def test_a_submission_with_a_lost_response_is_found_by_its_tag(
    world: str,
) -> None:
    stored: list[dict[str, Any]] = []

    def service(request: Seen) -> bytes:
        if request.method == "POST":
            stored.append({"id": f"j{len(stored)}", "status": "Queued", **json.loads(request.body)})
            return b""
        return reply({"jobs": [{key: job[key] for key in ("id", "status", "tags")} for job in stored]})

    with ScriptedServer(service) as server:
        (job,) = perform(
            world,
            server.arguments(retries=3),
            lambda client: client.sampler.submit(CIRCUIT, backend="ibm_fez"),
        )
        assert job.id == "j0"
        assert len(stored) == 1
        assert job.tags == ()


@pytest.mark.parametrize("failure", [b"", reply({}, 503), reply(b"<html>", 200), Silence(), Reset()])
def test_a_submission_without_a_token_is_not_uncertain(world: str, failure: Answer) -> None:
    with ScriptedServer(CREATED, iam=failure) as server:
        with pytest.raises(QrtError) as caught:
            perform(world, server.arguments(retries=1, timeout=0.2), submit)
        assert not isinstance(caught.value, SubmissionUncertainError)
        assert server.calls == []


def test_a_secret_resembling_iam_s_path_does_not_make_a_submission_uncertain(world: str) -> None:
    password = Secret("token")  # as that of a proxy may be
    with ScriptedServer(CREATED, iam=b"") as server:
        with pytest.raises(QrtError) as caught:
            perform(world, server.arguments(retries=0), submit)
        assert server.calls == []
    assert not isinstance(caught.value, SubmissionUncertainError)
    assert password.reveal() == "token"


def test_an_error_after_retries_has_the_same_message(world: str) -> None:
    body = {"errors": [{"code": 1291, "message": "Job not found."}], "trace": "t1"}
    with ScriptedServer([reply({}, 502), reply(body, 404)]) as server:
        with pytest.raises(NotFoundError) as caught:
            perform(world, server.arguments(retries=3), get_job)
        assert (caught.value.code, caught.value.trace, caught.value.path) == (1291, "t1", "/api/v1/jobs/j1")
        assert "us-east" in str(caught.value)
