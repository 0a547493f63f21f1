"""How much of an answer is read, and what becomes of damaged ones."""

from __future__ import annotations

import gzip
import json
from typing import TYPE_CHECKING, Any

import pytest
from support.scripted import ScriptedServer, reply
from support.worlds import WORLDS, perform

from qrt_facade._async import bodies as async_bodies
from qrt_facade._sync import bodies as sync_bodies
from qrt_facade.errors import (
    ApiError,
    NotFoundError,
    PermissionDeniedError,
    TransportError,
    UnexpectedResponseError,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

MEGABYTE = 1_000_000


def get_job(client: Any) -> Any:
    return client.jobs.get("j1")


def endless(status: int, size: int) -> Iterator[bytes]:
    """An answer in chunks, so that its length is told nowhere."""
    yield f"HTTP/1.1 {status} Because\r\nTransfer-Encoding: chunked\r\n\r\n".encode()
    piece = b"x" * 100_000
    for _ in range(size // len(piece)):
        yield b"%x\r\n%s\r\n" % (len(piece), piece)
    yield b"0\r\n\r\n"


@pytest.mark.parametrize("world", ["sync", "asyncio"])
@pytest.mark.parametrize("status", [301, 400, 404, 429, 500, 503])
def test_an_error_of_50_megabytes_is_left_unread(world: str, status: int) -> None:
    with ScriptedServer() as server:
        server.api = lambda request: endless(status, 50 * MEGABYTE)
        with pytest.raises(ApiError) as caught:
            perform(world, server.arguments(), get_job)
        assert caught.value.status == status
    # What the sockets' buffers took, and no more.
    assert server.bytes_sent < 20 * MEGABYTE


def test_a_refused_token_with_50_megabytes_of_explanation_is_left_unread() -> None:
    with ScriptedServer() as server:
        server.api = lambda request: (
            endless(401, 50 * MEGABYTE)
            if len(server.calls) == 1
            else reply({"id": "j1", "status": "Running"})
        )
        perform("sync", server.arguments(), get_job)
    assert server.bytes_sent < 20 * MEGABYTE


@pytest.mark.parametrize("world", WORLDS)
def test_an_error_is_read_far_enough_to_be_understood(world: str) -> None:
    said = json.dumps(
        {"errors": [{"code": 1291, "message": "Job not found."}], "more": "x" * 50_000}
    ).encode()
    with ScriptedServer(reply(gzip.compress(said), 404, Content_Encoding="gzip")) as server:
        with pytest.raises(NotFoundError) as caught:
            perform(world, server.arguments(), get_job)
        assert caught.value.code == 1291


@pytest.mark.parametrize("world", WORLDS)
@pytest.mark.parametrize(
    "body", [b"\x1f\x8b\x08\x00nonsense", gzip.compress(b'{"message": "x"}', mtime=0)[:12], b""]
)
def test_an_error_with_a_damaged_explanation_is_still_that_error(world: str, body: bytes) -> None:
    with ScriptedServer(reply(body, 403, Content_Encoding="gzip", Content_Type="application/json")) as server:
        with pytest.raises(PermissionDeniedError) as caught:
            perform(world, server.arguments(), get_job)
        assert caught.value.status == 403


@pytest.mark.parametrize("world", WORLDS)
def test_an_error_whose_explanation_was_cut_off_is_still_that_error(world: str) -> None:
    with (
        ScriptedServer(reply(b'{"errors":[{"code": 12', 404, length=500)) as server,
        pytest.raises(NotFoundError),
    ):
        perform(world, server.arguments(), get_job)


@pytest.mark.parametrize("world", ["sync", "asyncio"])
def test_a_good_answer_that_is_damaged_is_a_transport_error_that_names_the_request(world: str) -> None:
    broken = b"\x1f\x8b\x08\x00" + b"\xff" * 40
    with ScriptedServer(reply(broken, Content_Encoding="gzip", Content_Type="application/json")) as server:
        with pytest.raises(TransportError, match="content encoding is damaged") as caught:
            perform(world, server.arguments(), get_job)
        assert (caught.value.method, caught.value.path) == ("GET", "/api/v1/jobs/j1")


@pytest.mark.parametrize("world", WORLDS)
def test_a_page_with_a_good_status_is_refused_before_anything_parses_it(world: str) -> None:
    page = reply(b"<!doctype html><html></html>", Content_Type="text/html")
    with ScriptedServer(page) as server:
        with pytest.raises(UnexpectedResponseError, match="web page") as caught:
            perform(world, server.arguments(), get_job)
        assert caught.value.path == "/api/v1/jobs/j1"


@pytest.mark.parametrize("world", WORLDS)
def test_403_with_a_page_says_what_the_edge_wants(world: str) -> None:
    with (
        ScriptedServer(reply(b"<html>Attention Required!", 403, Content_Type="text/html")) as server,
        pytest.raises(PermissionDeniedError, match="User-Agent"),
    ):
        perform(world, server.arguments(), get_job)


@pytest.mark.parametrize("world", WORLDS)
@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_a_redirect_is_followed_neither_to_the_same_host_nor_to_another(world: str, status: int) -> None:
    with ScriptedServer(b"") as elsewhere, ScriptedServer() as server:
        for target in (f"{elsewhere.url}/api/v1/jobs/j1", f"{server.url}/api/v1/other", "/api/v1/other"):
            server.api = reply(b"", status, Location=target)
            with pytest.raises(UnexpectedResponseError, match="redirect"):
                perform(world, server.arguments(), get_job)
        assert elsewhere.seen == []
        assert {call.path.partition("?")[0] for call in server.calls} == {"/api/v1/jobs/j1"}


@pytest.mark.parametrize("world", ["sync", "asyncio"])
def test_iam_s_redirect_is_not_followed_with_the_key(world: str) -> None:
    with ScriptedServer(b"") as elsewhere, ScriptedServer() as server:
        server.iam = reply(b"", 307, Location=f"{elsewhere.url}/identity/token")
        with pytest.raises(UnexpectedResponseError):
            perform(world, server.arguments(), get_job)
        assert elsewhere.seen == []
        assert len(server.exchanges) == 1


@pytest.mark.parametrize("world", ["sync", "asyncio"])
def test_a_cookie_is_not_sent_back(world: str) -> None:
    with ScriptedServer(reply({"id": "j1", "status": "Running"}, Set_Cookie="session=abc; Path=/")) as server:
        perform(world, server.arguments(), get_job, get_job)
        assert not any("cookie" in call.headers for call in server.calls)


@pytest.mark.parametrize(
    "job_id", ["", ".", "..", "a/b", "../backends", "a?b", "a#b", "a%2fb", "a b", "a\nb", "a\\b"]
)
def test_an_id_that_would_lead_elsewhere_is_refused_before_anything_is_sent(job_id: str) -> None:
    with ScriptedServer(reply({})) as server:
        with pytest.raises(ValueError, match="job id"):
            perform("sync", server.arguments(), lambda client: client.jobs.get(job_id))
        assert server.seen == []


@pytest.mark.parametrize("world", ["sync", "asyncio"])  # trio complains of httpx's own half read generators
def test_a_good_body_that_unpacks_to_many_times_its_size_is_refused(
    world: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    for module in (sync_bodies, async_bodies):
        monkeypatch.setattr(module, "BOMB_SIZE", MEGABYTE)
    bomb = gzip.compress(b'{"id": "' + b"x" * (10 * MEGABYTE) + b'"}')
    answer = reply(bomb, Content_Encoding="gzip")
    with ScriptedServer(answer) as server, pytest.raises(TransportError, match="unpacks"):
        perform(world, server.arguments(), get_job)
