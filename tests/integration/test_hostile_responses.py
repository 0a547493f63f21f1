"""Malformed, unusual and hostile responses to the common operations return a value or raise `QrtError`.

One corpus of responses to any operation, and one of valid JSON with a wrong part. The first is sent over real
connections to every operation.
"""

from __future__ import annotations

import gzip
import json
import warnings
import zlib
from itertools import islice
from typing import TYPE_CHECKING, Any

import httpx
import pytest
from support.scripted import API_KEY, INSTANCE, TOKEN_PATH, Answer, ScriptedServer, reply
from support.worlds import perform

from qrt_facade.errors import (
    ApiError,
    QrtError,
    ServerError,
    SubmissionUncertainError,
    UnexpectedResponseError,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from support.timing import Pauses

CIRCUIT = "OPENQASM 3.0; bit[1] c; c[0] = measure $0;"
JSON = "application/json"
HTML = b"<!DOCTYPE html><html><body>not the API</body></html>"


def _job(client: Any) -> Any:
    """A job that no response has to confirm."""
    from qrt_facade import AsyncJob, Job
    from qrt_facade._service.jobs import JobState

    kind = AsyncJob if type(client).__name__.startswith("Async") else Job
    return kind(client._connection, JobState(id="j1", status="Completed", program_id="sampler"))


def _backend(client: Any) -> Any:
    from qrt_facade import AsyncBackend, Backend
    from qrt_facade._service.backends import BackendState

    kind = AsyncBackend if type(client).__name__.startswith("Async") else Backend
    return kind(client._connection, BackendState._of("ibm_fez"))


def _session(client: Any) -> Any:
    from qrt_facade import AsyncSession, Session
    from qrt_facade._service.sessions import SessionDetails

    kind = AsyncSession if type(client).__name__.startswith("Async") else Session
    return kind(client._connection, client.jobs, SessionDetails.of({"id": "s1"}))


OPERATIONS: dict[str, Callable[[Any], Any]] = {
    "jobs.get": lambda client: client.jobs.get("j1"),
    "jobs.list": lambda client: client.jobs.list(limit=3),
    "backends.list": lambda client: client.backends.list(),
    "backend.status": lambda client: _backend(client).status(),
    "versions": lambda client: client.versions(),
    "sampler.submit": lambda client: client.sampler.submit(CIRCUIT, backend="ibm_fez", submission_tag=False),
    "job.result_body": lambda client: _job(client).result_body(),
    "job.metrics": lambda client: _job(client).metrics(),
    "session.details": lambda client: _session(client).details(),
}

NESTED = 100_000
GENERAL: dict[str, Answer] = {
    # Status lines
    **{f"status {status}": reply({}, status) for status in (200, 201, 202, 203, 206, 207, 208, 226, 250, 299)},
    "204": reply(b"", 204),
    "205 with a body": reply({}, 205),
    **{f"status {status} empty": reply(b"", status) for status in (300, 304, 400, 401, 403, 404, 409, 418, 429)},
    **{f"status {status} and HTML": reply(HTML, status, Content_Type="text/html") for status in (200, 403, 404, 502, 503)},
    **{f"status {status} JSON": reply({"errors": [{"code": 1}]}, status) for status in (500, 502, 520, 524, 599, 699, 999)},
    "status 101": reply(b"", 101),
    "status 100 and no more": reply(b"", 100),
    "status 000": reply({}, 0),
    "status of one digit": b"HTTP/1.1 2 OK\r\n\r\n{}",
    "status of words": b"HTTP/1.1 two hundred\r\n\r\n{}",
    "no reason": b"HTTP/1.1 200\r\nContent-Length: 2\r\nContent-Type: application/json\r\n\r\n{}",
    "reason of bytes": b"HTTP/1.1 200 \xff\xfe\r\nContent-Length: 2\r\n\r\n{}",
    "HTTP/0.9": b"{}",
    "HTTP/2 preface": b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n",
    "HTTP/3.0": b"HTTP/3.0 200 OK\r\n\r\n{}",
    "TLS alert": b"\x15\x03\x01\x00\x02\x02\x28",
    "SSH": b"SSH-2.0-OpenSSH_9.6\r\n",
    "nothing": b"",
    "one byte": b"H",
    "zero bytes": b"\x00" * 1000,
    "random bytes": bytes(range(256)) * 8,
    # Headers
    "header without a colon": b"HTTP/1.1 200 OK\r\nnonsense\r\n\r\n{}",
    "header with a space before the colon": b"HTTP/1.1 200 OK\r\nContent-Length : 2\r\n\r\n{}",
    "header with a NUL": b"HTTP/1.1 200 OK\r\nX: \x00\r\nContent-Length: 2\r\n\r\n{}",
    "header of 200 kB": b"HTTP/1.1 200 OK\r\nX: " + b"a" * 200_000 + b"\r\nContent-Length: 2\r\n\r\n{}",
    "5,000 headers": b"HTTP/1.1 200 OK\r\n" + b"X: y\r\n" * 5000 + b"Content-Length: 2\r\n\r\n{}",
    "cut off in a header": b"HTTP/1.1 200 OK\r\nContent-Le",
    "two lengths": b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\nContent-Length: 3\r\n\r\n{}",
    "negative length": b"HTTP/1.1 200 OK\r\nContent-Length: -2\r\n\r\n{}",
    "length of words": b"HTTP/1.1 200 OK\r\nContent-Length: two\r\n\r\n{}",
    "length and chunks": b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\nTransfer-Encoding: chunked\r\n\r\n2\r\n{}\r\n0\r\n\r\n",
    "unknown transfer coding": b"HTTP/1.1 200 OK\r\nTransfer-Encoding: magic\r\n\r\n{}",
    "non-ASCII header": b"HTTP/1.1 200 OK\r\nX: \xff\xc3\r\nContent-Length: 2\r\n\r\n{}",
    "content type of bytes": reply(b"{}", Content_Type="\xff\xfe"),
    "empty content type": reply(b"{}", Content_Type=""),
    "unknown charset": reply(b"{}", Content_Type="application/json; charset=klingon"),
    "charset of bytes": reply(b"{}", Content_Type='application/json; charset="\xff'),
    "cookies": reply({}, Set_Cookie="a=b; Domain=evil.test; Expires=nonsense; Max-Age=99999999999999999999"),
    "odd cookie": reply({}, Set_Cookie=";;;=;\xff; expires=Mon, 01 Jan 99999 00:00:00 GMT"),
    # Lengths
    "shorter than declared": reply(b'{"id"', length=500, Content_Type=JSON),
    "shorter than declared, error": reply(b'{"errors"', 404, length=500, Content_Type=JSON),
    "longer than declared": reply(b'{"id": "j1"}', length=2, Content_Type=JSON),
    "declared 10^30 bytes": reply(b"{}", length=10**30),
    "declared 10^5000 bytes": b"HTTP/1.1 200 OK\r\nContent-Length: " + b"9" * 5000 + b"\r\n\r\n{}",
    "cut chunk": b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n10\r\n{",
    "chunk without end": b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\n{}\r\n",
    "chunk size of words": b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nxyz\r\n{}",
    "huge chunk size": b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n" + b"F" * 100 + b"\r\n{}",
    # Content codings
    "broken gzip": reply(b"\x1f\x8b\x08\x00nonsense", Content_Encoding="gzip", Content_Type=JSON),
    "broken gzip, error": reply(b"\x1f\x8b\x08\x00nonsense", 404, Content_Encoding="gzip"),
    "gzip that is none": reply(b'{"id": "j1"}', Content_Encoding="gzip"),
    "half a gzip": reply(gzip.compress(b'{"id": "' + b"x" * 5000 + b'"}')[:40], Content_Encoding="gzip", Content_Type=JSON),
    "gzip with a bad checksum": reply(gzip.compress(b"{}")[:-8] + b"\x00" * 8, Content_Encoding="gzip"),
    "deflate": reply(zlib.compress(b"{}"), Content_Encoding="deflate"),
    "broken deflate": reply(b"\xff" * 50, Content_Encoding="deflate"),
    "unknown coding": reply(b"{}", Content_Encoding="rot13"),
    "twenty codings": reply(b"{}", Content_Encoding=", ".join(["gzip"] * 20)),
    "error that inflates to 20 MB": reply(gzip.compress(b" " * 20_000_000), 500, Content_Encoding="gzip"),
    # Redirects
    **{
        f"redirect to {to[:30]!r}": reply(b"", status, Location=to)
        for status, to in (
            (301, "https://evil.test/steal"),
            (302, "http://127.0.0.1:1/"),
            (303, "/api/v1/elsewhere"),
            (307, "//evil.test/"),
            (308, "file:///etc/passwd"),
            (302, "javascript:alert(1)"),
            (302, "http://[::1"),
            (302, "http://host:port/"),
            (302, "http://host:99999999/"),
            (302, "http://\xff\xfe/"),
            (302, "http://" + "a" * 300 + ".test/"),
            (302, "https://xn--/"),
            (302, "x" * 70_000),
            (302, ""),
            (302, "https://user:password@evil.test/"),
        )
    },
    "redirect to nowhere": reply(b"", 302),
    # Retry-After
    **{
        f"429 after {after[:20]!r}": reply(b"", 429, Retry_After=after)
        for after in ("0", "-1", "inf", "nan", "1e999", "soon", "", "Mon, 01 Jan 99999999999999999999 00:00:00 GMT")
    },
    # Bodies, declared as JSON
    **{
        f"body {name}": reply(body, Content_Type=JSON)
        for name, body in {
            "empty": b"",
            "blank": b" \r\n\t ",
            "cut": b'{"jobs": [{"id": "j1"',
            "null": b"null",
            "true": b"true",
            "number": b"42",
            "NaN": b"NaN",
            "string": b'"text"',
            "array": b"[]",
            "array of null": b"[null]",
            "object in an array": b'[{"id": "j1"}]',
            "two documents": b"{}{}",
            "trailing comma": b'{"a": 1,}',
            "single quotes": b"{'a': 1}",
            "comment": b"/* */ {}",
            "byte order mark": b"\xef\xbb\xbf{}",
            "UTF-16": '{"id": "j1"}'.encode("utf-16"),
            "UTF-32": '{"id": "j1"}'.encode("utf-32"),
            "Latin-1": b'{"id": "\xe9"}',
            "half a character": b'{"id": "\xe2\x82"}',
            "lone surrogate": b'{"id": "\\ud800", "message": "\\udfff"}',
            "NUL": b'{"id": "\x00"}',
            "escaped NUL": b'{"id": "\\u0000"}',
            "deep array": b"[" * NESTED + b"]" * NESTED,
            "deep object": b'{"a":' * NESTED + b"1" + b"}" * NESTED,
            "deep jobs": b'{"jobs":' + b"[" * NESTED + b"]" * NESTED + b"}",
            "deep and cut": b'{"id":' + b"[" * NESTED + b"}",
            "huge number": b'{"id": ' + b"9" * 10_000 + b"}",
            "huge exponent": b'{"id": 1e999999}',
            "same key twice": b'{"id": "a", "id": null}',
            "ten thousand keys": json.dumps({f"k{i}": i for i in range(10_000)}).encode(),
            "key of the language": b'{"__class__": "x", "__init__": {}, "self": 1, "cls": 2, "additional_properties": 3}',
            "HTML": HTML,
            "HTML after blanks": b"\n\n  " + HTML,
            "error with a good status": b'{"errors": [{"code": 1291, "message": "no"}]}',
        }.items()
    },
    # Bodies that are not declared
    **{
        f"undeclared {name}": reply(body)
        for name, body in {"text": b"hello", "HTML": HTML, "binary": b"\x89PNG\r\n\x1a\n", "nothing": b""}.items()
    },
    "xml": reply(b"<?xml version='1.0'?><a/>", Content_Type="application/xml"),
    "jsonp": reply(b"callback({})", Content_Type="application/javascript"),
    # Error bodies
    **{
        f"error body {index}": reply(body, 400)
        for index, body in enumerate(
            [
                None, [], {}, "text", 5, {"errors": None}, {"errors": {}}, {"errors": [[]]}, {"errors": [{}]},
                {"errors": [{"code": {}}]}, {"errors": [{"code": "9" * 5000}]}, {"errors": [{"code": 1e300}]},
                {"errors": [{"message": {"a": 1}}]}, {"errors": [{"message": "x" * 200_000}]}, {"message": []},
                {"errors": [{"message": "\ud800"}]}, {"trace": [], "errors": ["text"]},
            ]
        )
    },
    "error body deep": reply(b'{"errors":' + b"[" * NESTED, 400, Content_Type=JSON),
    "error body with a huge code": reply(b'{"errors":[{"code":' + b"9" * 5000 + b"}]}", 400, Content_Type=JSON),
}  # fmt: skip

ODD_VALUES: dict[str, Any] = {
    "null": None,
    "true": True,
    "zero": 0,
    "negative": -1,
    "huge": 10**4000,
    "float": 1.5,
    "infinity": float("inf"),
    "not a number": float("nan"),
    "empty text": "",
    "text": "text",
    "path": "../../etc",
    "surrogate": "\ud800",
    "empty list": [],
    "list": [1, None, "a", {}, []],
    "object": {"a": {"b": []}},
    "empty object": {},
    "year 1": "0001-01-01T00:00:00+14:00",
    "year 9999": "9999-12-31T23:59:59-14:00",
}

GOOD: dict[str, Any] = {
    "jobs.get": {
        "id": "j1",
        "backend": "ibm_fez",
        "state": {"status": "Failed", "reason": "no", "reason_code": 1517, "reason_solution": "do"},
        "status": "Failed",
        "created": "2026-09-30T10:00:00Z",
        "program": {"id": "sampler"},
        "tags": ["a"],
        "session_id": "s1",
        "private": False,
        "usage": {"qpu_charge_time_seconds": 2, "status": "complete", "seconds": 2, "quantum_seconds": 2},
        "estimated_running_time_seconds": 1.5,
        "params": {},
        "cost": 5,
        "remote_storage": {},
        "calibration_id": "c",
        "runtime": "image",
        "user_id": "u",
    },
    "jobs.list": {"jobs": [{"id": "j1", "status": "Queued"}], "count": 1, "limit": 3, "offset": 0},
    "backends.list": {
        "devices": [
            {
                "name": "ibm_fez",
                "status": {"name": "online", "reason": "available"},
                "qubits": 156,
                "queue_length": 3,
                "processor_type": {"family": "Heron", "revision": "2"},
                "clops": {"type": "h", "value": 1},
                "performance_metrics": {"two_q_error_median": {"value": 0.1, "unit": ""}},
            }
        ]
    },
    "backend.status": {
        "state": True,
        "status": "active",
        "message": "",
        "length_queue": 3,
        "backend_version": "1",
    },
    "versions": {"versions": [{"version": "2026-04-15", "status": "live", "sunset_date": "2027-01-01"}]},
    "sampler.submit": {"id": "j1", "backend": "ibm_fez", "session_id": "s1", "private": False},
    "job.metrics": {
        "timestamps": {"created": "2026-09-30T10:00:00Z", "running": None, "finished": None},
        "usage": {"qpu_charge_time_seconds": 2, "status": "complete"},
        "bss": {"seconds": 2},
        "qiskit_version": "2.0",
        "circuits_execution_time_ns": 5,
        "position_in_queue": 1,
        "estimated_start_time": "2026-09-30T10:00:00Z",
    },
    "session.details": {
        "id": "s1",
        "backend_name": "ibm_fez",
        "mode": "batch",
        "state": "open",
        "accepting_jobs": True,
        "max_ttl": 28800,
        "interactive_ttl": 60,
        "started_at": "2026-09-30T10:00:00Z",
        "elapsed_time": 3,
        "active_ttl": 5,
        "state_reason": "x",
    },
}


def _with_one_wrong_part(value: Any, wrong: Any) -> Iterator[Any]:
    """Yield copies of a JSON value, each with one part, at any depth, replaced or removed."""
    if isinstance(value, dict):
        for key, inner in value.items():
            yield {**value, key: wrong}
            for changed in _with_one_wrong_part(inner, wrong):
                yield {**value, key: changed}
    elif isinstance(value, list):
        for index, inner in enumerate(value):
            for changed in [wrong, *_with_one_wrong_part(inner, wrong)]:
                yield [*value[:index], changed, *value[index + 1 :]]


def _without_one_part(value: Any) -> Iterator[Any]:
    if isinstance(value, dict):
        for key, inner in value.items():
            yield {name: kept for name, kept in value.items() if name != key}
            for changed in _without_one_part(inner):
                yield {**value, key: changed}
    elif isinstance(value, list):
        for index, inner in enumerate(value):
            yield value[:index]
            for changed in _without_one_part(inner):
                yield [changed]


class Canned:
    """Responds without a connection, for responses of which only the JSON matters."""

    api: Answer = b""

    def __call__(self, request: httpx.Request) -> httpx.Response:
        issued = json.dumps({"access_token": "token-0", "expires_in": 3600})
        body = issued if request.url.path == TOKEN_PATH else self.api
        return httpx.Response(200, content=body, headers={"Content-Type": JSON})

    def arguments(self) -> dict[str, Any]:
        """Return the arguments of a client that gets these responses."""
        return {
            "api_key": API_KEY,
            "instance": INSTANCE,
            "retries": 0,
            "transport": httpx.MockTransport(self),
        }


@pytest.fixture(scope="module")
def server() -> Iterator[ScriptedServer]:
    with ScriptedServer() as running:
        yield running


@pytest.fixture(autouse=True)
def _short_windows(pauses: Pauses) -> None:
    """Shorten the pauses in which requests for invisible resources are repeated."""
    pauses(results_window=0.05, first_results_poll=0.02, appearance=0.05, look_ups=(0.01,))


def outcome_of(operation: Callable[[Any], Any]) -> Callable[[Any], Any]:
    """Wrap an operation so that it returns its value or the exception it raised."""

    def outcome(client: Any) -> Any:
        try:
            value = operation(client)
            if hasattr(value, "__await__"):
                return awaited(value)
            if hasattr(value, "__aiter__"):
                return awaited(collected(value))
            return list(value) if hasattr(value, "__next__") else value
        except Exception as error:  # noqa: BLE001 - that there is none but ours is what is tested
            return error

    async def awaited(value: Any) -> Any:
        try:
            return await value
        except Exception as error:  # noqa: BLE001 - as above
            return error

    async def collected(value: Any) -> Any:
        return [item async for item in value]

    return outcome


def outcomes(
    server: ScriptedServer | Canned, world: str, answers: Iterable[Answer], *names: str
) -> list[Any]:
    """Return the outcome of each operation for each response, with one client."""
    operations: list[Callable[[Any], Any]] = []
    for answer in answers:

        def answering(client: Any, answer: Answer = answer) -> None:
            server.api = answer

        for name in names:
            operations += [answering, outcome_of(OPERATIONS[name])]
    with warnings.catch_warnings():
        warnings.filterwarnings("ignore", message="the service reported the unknown job status")
        return perform(world, server.arguments(), *operations)[1::2]


def is_acceptable(outcome: Any) -> bool:
    """Check for a value or a QrtError, which can be printed and contains no key."""
    if isinstance(outcome, Exception) and not isinstance(outcome, QrtError):
        return False
    text = f"{outcome!r} {outcome}"
    return bool(text) and API_KEY not in text


DIFFERENT = ("jobs.get", "jobs.list", "sampler.submit", "job.result_body")
"""Operations that read responses differently: an object, pages, a creation, bytes."""
ALIKE = tuple(name for name in OPERATIONS if name not in DIFFERENT)


def share(names: tuple[str, ...], name: str) -> dict[str, Answer]:
    """The responses for one of several operations in a short run: together they cover all."""
    return dict(islice(GENERAL.items(), names.index(name), None, len(names)))


def half(name: str) -> dict[str, Answer]:
    """The half of the responses for one of DIFFERENT in a short run: each is given to two of the four."""
    return dict(islice(GENERAL.items(), DIFFERENT.index(name) % 2, None, 2))


@pytest.mark.parametrize(
    ("world", "name", "answers"),
    [
        *(pytest.param("sync", name, half(name), id=f"sync-{name}") for name in DIFFERENT),
        *(pytest.param("sync", name, share(ALIKE, name), id=f"sync-{name}") for name in ALIKE),
        *(pytest.param("asyncio", name, share(DIFFERENT, name), id=f"asyncio-{name}") for name in DIFFERENT),
        *(
            pytest.param(world, name, GENERAL, id=f"{world}-{name}-all", marks=pytest.mark.long)
            for world, names in (("sync", OPERATIONS), ("asyncio", DIFFERENT))
            for name in names
        ),
    ],
)
def test_a_hostile_response_returns_or_raises_qrt_error(
    server: ScriptedServer, world: str, name: str, answers: dict[str, Answer]
) -> None:
    found = outcomes(server, world, answers.values(), name)
    assert len(found) == len(answers) >= len(GENERAL) // len(ALIKE)
    wrong = {
        case: outcome for case, outcome in zip(answers, found, strict=True) if not is_acceptable(outcome)
    }
    assert wrong == {}


@pytest.mark.parametrize("name", GOOD)
def test_a_response_with_one_wrong_part_returns_or_raises_qrt_error(name: str) -> None:
    bodies = [body for odd in ODD_VALUES.values() for body in _with_one_wrong_part(GOOD[name], odd)]
    found = outcomes(Canned(), "sync", [json.dumps(body).encode() for body in bodies], name)
    assert len(found) == len(bodies)
    wrong = [
        (body, outcome) for body, outcome in zip(bodies, found, strict=True) if not is_acceptable(outcome)
    ]
    assert wrong == []


@pytest.mark.parametrize("name", GOOD)
def test_a_response_with_missing_fields_returns_a_value(server: ScriptedServer, name: str) -> None:
    bodies = [GOOD[name], *_without_one_part(GOOD[name])]
    if name == "sampler.submit":
        # Each submission creates a new job; a repeated id would belong to another submission.
        bodies = [body | {"id": f"j{n}"} if "id" in body else body for n, body in enumerate(bodies)]
    needed = {"sampler.submit": {"id"}, "versions": {"versions"}}.get(name, set())
    for body, outcome in zip(
        bodies, outcomes(server, "sync", [reply(body) for body in bodies], name), strict=True
    ):
        if needed <= set(body):
            assert not isinstance(outcome, QrtError), (body, outcome)
        else:
            assert isinstance(outcome, UnexpectedResponseError | SubmissionUncertainError), (body, outcome)


@pytest.mark.parametrize("wrong", ["x", {"a": 1}], ids=["text", "an object"])
def test_a_string_or_object_instead_of_a_list_is_not_iterated(server: ScriptedServer, wrong: object) -> None:
    (outcome,) = outcomes(server, "sync", [reply({"versions": wrong})], "versions")
    assert isinstance(outcome, UnexpectedResponseError)


def test_html_with_a_success_status_is_reported_as_html(server: ScriptedServer) -> None:
    for outcome in outcomes(server, "sync", [GENERAL["status 200 and HTML"]], *OPERATIONS):
        assert isinstance(outcome, QrtError)
        assert "web page" in str(outcome)


def test_a_redirect_raises_and_is_not_followed(server: ScriptedServer) -> None:
    elsewhere = [answer for case, answer in GENERAL.items() if case.startswith("redirect to")]
    before = len(server.seen)
    names = [name for name in OPERATIONS if name != "sampler.submit"]
    for outcome in outcomes(server, "sync", elsewhere, *names):
        assert isinstance(outcome, QrtError)
    exchanges_included = len(elsewhere) * len(names) + 1
    assert len(server.seen) - before == exchanges_included


def test_a_server_error_with_any_body_keeps_its_status(server: ScriptedServer) -> None:
    names = [name for name in OPERATIONS if name != "sampler.submit"]
    for case, status in (("status 502 and HTML", 502), ("status 524 JSON", 524)):
        for outcome in outcomes(server, "sync", [GENERAL[case]], *names):
            assert isinstance(outcome, ServerError)
            assert outcome.status == status


def test_a_truncated_or_corrupt_error_response_keeps_its_type(server: ScriptedServer) -> None:
    for case in ("shorter than declared, error", "broken gzip, error"):
        for name in OPERATIONS:
            (outcome,) = outcomes(server, "sync", [GENERAL[case]], name)
            if name == "sampler.submit":
                # What is not in the service's words may be an intermediary's, with the job stored behind it.
                assert isinstance(outcome, SubmissionUncertainError)
                outcome = outcome.__cause__
            assert isinstance(outcome, ApiError)
            assert outcome.status == 404


def test_the_corpus_has_the_stated_size() -> None:
    wrong = sum(len(list(_with_one_wrong_part(good, None))) for good in GOOD.values()) * len(ODD_VALUES)
    assert len(GENERAL) > 150
    assert len(GENERAL) + wrong > 1000
