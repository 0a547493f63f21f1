"""Tools that patch httpx's sending (recorders, mocks, instrumentation) see every request."""

from __future__ import annotations

import functools
from typing import TYPE_CHECKING, Any

import httpx
import pytest
import vcr
from support.scripted import API_KEY, INSTANCE, ScriptedServer, reply
from support.worlds import WORLDS, perform

from qrt_facade.errors import QrtError

if TYPE_CHECKING:
    from pathlib import Path

    from support.timing import Pauses

pytestmark = pytest.mark.parametrize("world", WORLDS)


def _arguments(address: str) -> dict[str, Any]:
    return {"api_key": API_KEY, "instance": INSTANCE, "retries": 0, "base_url": address, "iam_url": address}


def test_a_patched_httpx_transport_sees_every_request(world: str, monkeypatch: pytest.MonkeyPatch) -> None:
    seen: list[str] = []

    def answered(request: httpx.Request) -> httpx.Response:
        seen.append(request.url.path)
        if request.url.path.endswith("/token"):
            return httpx.Response(200, json={"access_token": "patched-token-0123", "expires_in": 3600})
        return httpx.Response(200, json={"id": "j1", "status": "Running"})

    @functools.wraps(httpx.HTTPTransport.handle_request)
    def handle_request(_: object, request: httpx.Request) -> httpx.Response:
        return answered(request)

    @functools.wraps(httpx.AsyncHTTPTransport.handle_async_request)
    async def handle_async_request(_: object, request: httpx.Request) -> httpx.Response:
        return answered(request)

    monkeypatch.setattr(httpx.HTTPTransport, "handle_request", handle_request)
    monkeypatch.setattr(httpx.AsyncHTTPTransport, "handle_async_request", handle_async_request)
    (job,) = perform(world, _arguments("http://127.0.0.1:1"), lambda client: client.jobs.get("j1"))
    assert job.status == "Running"
    assert seen == ["/identity/token", "/v1/jobs/j1"]


def test_vcrpy_recordings_are_replayed_without_a_connection(world: str, tmp_path: Path) -> None:
    cassette = str(tmp_path / "job.yaml")
    with ScriptedServer(reply({"id": "j1", "status": "Running"})) as server, vcr.use_cassette(cassette):
        arguments = server.arguments()
        (recorded,) = perform(world, arguments, lambda client: client.jobs.get("j1"))
    with vcr.use_cassette(cassette, record_mode=vcr.mode.NONE) as played:
        (again,) = perform(world, arguments, lambda client: client.jobs.get("j1"))
    assert again.status == recorded.status == "Running"
    assert played.play_count == 2


def test_with_a_patched_transport_a_refused_connection_sent_nothing(
    world: str, pauses: Pauses, tmp_path: Path
) -> None:
    pauses(first_retry=0.01)
    with vcr.use_cassette(str(tmp_path / "nothing.yaml")), pytest.raises(QrtError) as caught:
        perform(world, _arguments("http://127.0.0.1:1"), lambda client: client.jobs.get("j1"))
    assert "no connection" in str(caught.value)
