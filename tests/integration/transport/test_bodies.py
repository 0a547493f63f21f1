"""Limits of response bodies, and corrupt ones."""

from __future__ import annotations

import functools
import gzip
import json
import tracemalloc
import zlib
from typing import TYPE_CHECKING, Any

import httpx
import pytest
from qrt_client.api.jobs import list_jobs
from support.scripted import API_KEY, ScriptedServer, Seen, reply
from support.worlds import WORLDS, perform

from qrt_facade import RuntimeClient
from qrt_facade._connection.bodies import AT_ONCE
from qrt_facade._sync.bodies import BoundedTransport
from qrt_facade.errors import (
    ApiError,
    ConfigurationError,
    NotFoundError,
    PermissionDeniedError,
    QrtError,
    TransportError,
    UnexpectedResponseError,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

MEGABYTE = 1_000_000


def get_job(client: Any) -> Any:
    return client.jobs.get("j1")


def endless(status: int, size: int) -> Iterator[bytes]:
    """A chunked response, without Content-Length."""
    yield f"HTTP/1.1 {status} Because\r\nTransfer-Encoding: chunked\r\n\r\n".encode()
    piece = b"x" * 100_000
    for _ in range(size // len(piece)):
        yield b"%x\r\n%s\r\n" % (len(piece), piece)
    yield b"0\r\n\r\n"


@pytest.mark.parametrize("world", ["sync", "asyncio"])
@pytest.mark.parametrize("status", [301, 400, 404, 429, 500, 503])
def test_an_error_response_of_50_megabytes_is_not_read(world: str, status: int) -> None:
    with ScriptedServer() as server:
        server.api = lambda request: endless(status, 50 * MEGABYTE)
        with pytest.raises(ApiError) as caught:
            perform(world, server.arguments(), get_job)
        assert caught.value.status == status
    # At most as much as fits into the sockets' buffers.
    assert server.bytes_sent < 20 * MEGABYTE


def test_a_401_of_50_megabytes_is_not_read() -> None:
    with ScriptedServer() as server:
        server.api = lambda request: (
            endless(401, 50 * MEGABYTE)
            if len(server.calls) == 1
            else reply({"id": "j1", "status": "Running"})
        )
        perform("sync", server.arguments(), get_job)
    assert server.bytes_sent < 20 * MEGABYTE


@pytest.mark.parametrize("world", WORLDS)
def test_the_beginning_of_an_error_response_is_parsed(world: str) -> None:
    body = json.dumps(
        {"errors": [{"code": 1291, "message": "Job not found."}], "more": "x" * 50_000}
    ).encode()
    with ScriptedServer(reply(gzip.compress(body), 404, Content_Encoding="gzip")) as server:
        with pytest.raises(NotFoundError) as caught:
            perform(world, server.arguments(), get_job)
        assert caught.value.code == 1291


@pytest.mark.parametrize("world", WORLDS)
@pytest.mark.parametrize(
    "body", [b"\x1f\x8b\x08\x00nonsense", gzip.compress(b'{"message": "x"}', mtime=0)[:12], b""]
)
def test_an_error_response_with_a_corrupt_body_keeps_its_type(world: str, body: bytes) -> None:
    with ScriptedServer(reply(body, 403, Content_Encoding="gzip", Content_Type="application/json")) as server:
        with pytest.raises(PermissionDeniedError) as caught:
            perform(world, server.arguments(), get_job)
        assert caught.value.status == 403


@pytest.mark.parametrize("world", WORLDS)
def test_a_truncated_error_response_keeps_its_type(world: str) -> None:
    with (
        ScriptedServer(reply(b'{"errors":[{"code": 12', 404, length=500)) as server,
        pytest.raises(NotFoundError),
    ):
        perform(world, server.arguments(), get_job)


@pytest.mark.parametrize("world", ["sync", "asyncio"])
def test_a_corrupt_response_raises_a_transport_error_with_the_request(world: str) -> None:
    broken = b"\x1f\x8b\x08\x00" + b"\xff" * 40
    with ScriptedServer(reply(broken, Content_Encoding="gzip", Content_Type="application/json")) as server:
        with pytest.raises(TransportError, match="content encoding is damaged") as caught:
            perform(world, server.arguments(), get_job)
        assert (caught.value.method, caught.value.path) == ("GET", "/api/v1/jobs/j1")


@pytest.mark.parametrize("world", WORLDS)
def test_html_with_status_200_raises_before_parsing(world: str) -> None:
    page = reply(b"<!doctype html><html></html>", Content_Type="text/html")
    with ScriptedServer(page) as server:
        with pytest.raises(UnexpectedResponseError, match="web page") as caught:
            perform(world, server.arguments(), get_job)
        assert caught.value.path == "/api/v1/jobs/j1"


@pytest.mark.parametrize("world", WORLDS)
def test_403_with_html_explains_the_network_edge(world: str) -> None:
    with (
        ScriptedServer(reply(b"<html>Attention Required!", 403, Content_Type="text/html")) as server,
        pytest.raises(PermissionDeniedError, match="User-Agent"),
    ):
        perform(world, server.arguments(), get_job)


@pytest.mark.parametrize("world", WORLDS)
@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_redirects_are_never_followed(world: str, status: int) -> None:
    with ScriptedServer(b"") as elsewhere, ScriptedServer() as server:
        for target in (f"{elsewhere.url}/api/v1/jobs/j1", f"{server.url}/api/v1/other", "/api/v1/other"):
            server.api = reply(b"", status, Location=target)
            with pytest.raises(UnexpectedResponseError, match="redirect"):
                perform(world, server.arguments(), get_job)
        assert elsewhere.seen == []
        assert {call.path.partition("?")[0] for call in server.calls} == {"/api/v1/jobs/j1"}


@pytest.mark.parametrize("world", ["sync", "asyncio"])
def test_redirects_of_iam_are_never_followed(world: str) -> None:
    with ScriptedServer(b"") as elsewhere, ScriptedServer() as server:
        server.iam = reply(b"", 307, Location=f"{elsewhere.url}/identity/token")
        with pytest.raises(UnexpectedResponseError):
            perform(world, server.arguments(), get_job)
        assert elsewhere.seen == []
        assert len(server.exchanges) == 1


@pytest.mark.parametrize("world", ["sync", "asyncio"])
def test_cookies_are_not_sent_back(world: str) -> None:
    with ScriptedServer(reply({"id": "j1", "status": "Running"}, Set_Cookie="session=abc; Path=/")) as server:
        perform(world, server.arguments(), get_job, get_job)
        assert not any("cookie" in call.headers for call in server.calls)


@pytest.mark.parametrize(
    "job_id", ["", ".", "..", "a/b", "../backends", "a?b", "a#b", "a%2fb", "a b", "a\nb", "a\\b"]
)
def test_an_id_with_path_characters_raises_before_sending(job_id: str) -> None:
    with ScriptedServer(reply({})) as server:
        with pytest.raises(ValueError, match="job id"):
            perform("sync", server.arguments(), lambda client: client.jobs.get(job_id))
        assert server.seen == []


HALF_READ = ("sync", "asyncio")  # trio warns of httpx's unfinished generators


@functools.cache
def bomb(layers: int, size: int = 40 * MEGABYTE) -> bytes:
    """A JSON string, compressed repeatedly, a thousandfold each time."""
    body = b'{"id": "j1", "status": "' + b"x" * size + b'"}'
    for _ in range(layers):
        body = gzip.compress(body, mtime=0)
    return body


def get_result(client: Any) -> Any:
    return (
        client.jobs.get("j1").result_body()
        if client.__class__.__name__ == "RuntimeClient"
        else _result(client)
    )


async def _result(client: Any) -> Any:
    return await (await client.jobs.get("j1")).result_body()


def job_with_result(result: Any) -> Any:
    """Responses for an ended job, and for its result."""
    ended = reply({"id": "j1", "status": "Completed", "program": {"id": "sampler"}})
    return lambda request: result if request.path.endswith("/results") else ended


@pytest.mark.parametrize("world", HALF_READ)
def test_a_body_over_the_limit_raises_and_is_not_retried(world: str) -> None:
    answer = reply(bomb(1), Content_Encoding="gzip")
    with ScriptedServer(answer) as server:
        with pytest.raises(
            TransportError, match=r"GET /api/v1/jobs/j1.* larger than the limit of [\d,]+ bytes"
        ):
            perform(world, server.arguments(retries=3, max_result_bytes=1000), get_job)
        assert len(server.calls) == 1


@pytest.mark.parametrize("world", WORLDS)
@pytest.mark.parametrize(
    "encoding",
    [
        "gzip, gzip, gzip",
        "gzip,gzip",
        "gzip, identity, deflate",
        "br",
        "zstd",
        "compress",
        "gzip, br",
        "\u00e9",
        "x" * 5000,
    ],
)
def test_chained_or_unknown_encodings_raise_unread_and_are_not_retried(world: str, encoding: str) -> None:
    with ScriptedServer(reply(bomb(3), Content_Encoding=encoding)) as server:
        with pytest.raises(TransportError, match=r"Content-Encoding .* only gzip was requested") as caught:
            perform(world, server.arguments(retries=3), get_job)
        assert len(server.calls) == 1
        assert len(str(caught.value)) < 300


@pytest.mark.parametrize("world", ["sync", "asyncio"])
def test_two_content_encoding_headers_are_a_chain(world: str) -> None:
    answer = reply(bomb(2), Content_Encoding="gzip").replace(
        b"gzip\r\n", b"gzip\r\nContent-Encoding: gzip\r\n", 1
    )
    with ScriptedServer(answer) as server, pytest.raises(TransportError, match="'gzip, gzip'"):
        perform(world, server.arguments(), get_job)


@pytest.mark.parametrize("encoding", ["", "identity", "gzip", "GZIP", "x-gzip", "deflate", "identity, gzip"])
def test_every_supported_encoding_is_decoded(encoding: str) -> None:
    body = json.dumps({"id": "j1", "status": "Running"}).encode()
    compress = {"deflate": zlib.compress, "": bytes, "identity": bytes}.get(encoding, gzip.compress)
    with ScriptedServer(reply(compress(body), Content_Encoding=encoding)) as server:
        (job,) = perform("sync", server.arguments(), get_job)
        assert job.status == "Running"
        assert {call.headers["accept-encoding"] for call in server.seen} == {"gzip"}


@pytest.mark.parametrize("world", HALF_READ)
def test_an_endless_body_is_read_up_to_the_limit(world: str) -> None:
    with ScriptedServer() as server:
        server.api = lambda request: endless(200, 500 * MEGABYTE)
        with pytest.raises(TransportError, match="larger than"):
            perform(world, server.arguments(retries=3), get_job)
        assert len(server.calls) == 1
    assert server.bytes_sent < 60 * MEGABYTE


@pytest.mark.parametrize("world", WORLDS)
def test_a_content_length_over_the_limit_raises_unread(world: str) -> None:
    with ScriptedServer(job_with_result(reply(b"{", length=1 << 31))) as server:
        with pytest.raises(TransportError, match=r"1,073,741,824 bytes.*max_result_bytes"):
            perform(world, server.arguments(retries=3), get_result)
        assert len(server.calls) == 2


@pytest.mark.parametrize("world", HALF_READ)
@pytest.mark.parametrize("encoding", ["gzip", "identity"])
def test_max_result_bytes_limits_results(world: str, encoding: str) -> None:
    body = b'"' + b"x" * 998 + b'"'
    sent = gzip.compress(body) if encoding == "gzip" else body
    with ScriptedServer(job_with_result(reply(sent, Content_Encoding=encoding))) as server:
        assert perform(world, server.arguments(max_result_bytes=1000), get_result) == [body]
        with pytest.raises(TransportError, match="999 bytes"):
            perform(world, server.arguments(max_result_bytes=999), get_result)


def in_pieces(request: httpx.Request) -> httpx.Response:
    return httpx.Response(200, content=(bytes(1 << 16) for _ in range(64)))


def test_a_large_response_is_in_memory_only_once() -> None:
    with httpx.Client(transport=BoundedTransport(httpx.MockTransport(in_pieces))) as client:
        tracemalloc.start()
        try:
            body = client.get("http://127.0.0.1/", extensions={AT_ONCE: True}).content
            assert tracemalloc.get_traced_memory()[1] < 1.3 * len(body)
        finally:
            tracemalloc.stop()
        assert body == bytes(64 << 16)


def test_a_streamed_response_is_yielded_piece_by_piece() -> None:
    with (
        httpx.Client(transport=BoundedTransport(httpx.MockTransport(in_pieces))) as client,
        client.stream("GET", "http://127.0.0.1/", extensions={AT_ONCE: False}) as response,
    ):
        assert list(map(len, response.iter_raw())) == [1 << 16] * 64


def test_with_options_changes_max_result_bytes() -> None:
    with (
        ScriptedServer(job_with_result(reply(b'"' + b"x" * 2000 + b'"'))) as server,
        RuntimeClient(**server.arguments(max_result_bytes=1000)) as client,
    ):
        with pytest.raises(TransportError, match="max_result_bytes"):
            client.jobs.get("j1").result_body()
        larger = client.with_options(max_result_bytes=5000)
        assert len(larger.jobs.get("j1").result_body()) == 2002


@pytest.mark.parametrize("size", [0, -1, 1.5, "1", True, None])
def test_an_invalid_max_result_bytes_raises(size: Any) -> None:
    with ScriptedServer() as server, pytest.raises(ConfigurationError, match="max_result_bytes"):
        RuntimeClient(**{**server.arguments(), "max_result_bytes": size})


@pytest.mark.parametrize("world", ["sync", "asyncio"])
@pytest.mark.parametrize("status", [401, 404, 429, 503])
@pytest.mark.parametrize("encoding", ["gzip", "gzip, gzip, gzip", "br"])
def test_a_decompression_bomb_in_an_error_response_keeps_the_error(
    world: str, status: int, encoding: str
) -> None:
    answer = reply(bomb(1 + 2 * ("," in encoding)), status, Content_Encoding=encoding)
    with ScriptedServer(answer) as server:
        with pytest.raises(ApiError) as caught:
            perform(world, server.arguments(), get_job)
        assert caught.value.status == status
        assert len(str(caught.value)) < 1000


@pytest.mark.parametrize("world", ["sync", "asyncio"])
@pytest.mark.parametrize("encoding", ["gzip", "gzip, gzip, gzip"])
@pytest.mark.parametrize("status", [200, 400])
def test_a_decompression_bomb_from_iam_raises_and_nothing_is_sent(
    world: str, encoding: str, status: int
) -> None:
    answer = reply(bomb(1 + 2 * ("," in encoding)), status, Content_Encoding=encoding)
    with ScriptedServer(reply({}), iam=answer) as server:
        with pytest.raises(QrtError):
            perform(world, server.arguments(), get_job)
        assert server.calls == []


@pytest.mark.parametrize("world", ["sync", "asyncio"])
def test_a_decompression_bomb_from_global_search_raises(world: str, monkeypatch: pytest.MonkeyPatch) -> None:
    with ScriptedServer(reply(bomb(1), Content_Encoding="gzip")) as server:
        monkeypatch.setenv("IAM_URL", server.url)

        def discover(client: Any) -> Any:
            return client.discover_instances(API_KEY, search_url=server.url, iam_url=server.url)

        with pytest.raises(TransportError, match="larger than"):
            perform(world, server.arguments(), discover)


def test_a_decompression_bomb_in_the_raw_client_raises_and_frees_the_connection() -> None:
    with (
        ScriptedServer(reply(bomb(1), Content_Encoding="gzip")) as server,
        RuntimeClient(**server.arguments(limits=httpx.Limits(max_connections=1))) as client,
    ):
        for _ in range(3):
            with pytest.raises(TransportError, match="larger than"):
                list_jobs.sync(client=client.raw, exclude_params=True)
        with (
            pytest.raises(httpx.RequestError, match="larger than"),
            client.raw.get_httpx_client().stream("GET", "/v1/backends") as response,
        ):
            for _ in response.iter_bytes():
                pass


@pytest.mark.parametrize("world", ["sync", "asyncio"])
def test_a_decompression_bomb_after_a_submission_is_followed_by_a_lookup(world: str, pauses: Any) -> None:
    pauses(look_ups=(0.0,))
    sent: list[str] = []

    def api(request: Seen) -> bytes:
        if request.method == "POST":
            sent.extend(json.loads(request.body)["tags"])
            return reply(bomb(3), Content_Encoding="gzip, gzip, gzip")
        job = {"id": "j7", "status": "Queued", "tags": sent, "program": {"id": "sampler"}}
        return reply({"jobs": [job], "count": 1, "limit": 200, "offset": 0})

    with ScriptedServer(api) as server:
        (job,) = perform(
            world, server.arguments(), lambda client: client.jobs.submit("sampler", {}, backend="b")
        )
        assert job.id == "j7"
        assert [call.method for call in server.calls].count("POST") == 1


def test_a_truncated_compressed_response_is_retried(pauses: Any) -> None:
    pauses(first_retry=0.01)
    whole = gzip.compress(json.dumps({"id": "j1", "status": "Running"}).encode())
    answers = [reply(part, Content_Encoding="gzip") for part in (whole[:-9], whole)]
    with ScriptedServer(answers) as server:
        (job,) = perform("sync", server.arguments(retries=1), get_job)
        assert job.status == "Running"
