"""Recognizable secrets are passed in every possible place, and searched for in all output."""

from __future__ import annotations

import logging
import pickle
import traceback
from typing import TYPE_CHECKING, Any

import pytest
from support.paths import is_of_package
from support.scripted import ACCOUNT, API_KEY, INSTANCE, Answer, ScriptedServer, Seen, reply, token_reply
from support.worlds import perform

from qrt_facade import (
    AsyncRuntimeClient,
    RuntimeClient,
)
from qrt_facade.errors import QrtError

if TYPE_CHECKING:
    from support.timing import Pauses

TOKEN = "eyJhbGciOiJSUzI1NiJ9.eyJpYW1faWQiOiJJQk1pZC1wbGFudGVkIn0.cGxhbnRlZA"
SECRETS = (API_KEY, TOKEN, ACCOUNT)
CIRCUIT = "OPENQASM 3.0; bit[1] c; c[0] = measure $0;"
JOB = reply({"id": "j1", "status": "Running", "backend": "ibm_fez", "program": {"id": "sampler"}})
REPEATED = {"code": 1279, "message": f"Instance {INSTANCE} not found; you sent Bearer {TOKEN} for {API_KEY}"}
FAILURES: dict[str, dict[str, Answer]] = {
    "refused": {"api": reply({"errors": [REPEATED]}, 404)},
    "refused token": {"api": reply({"errors": [REPEATED]}, 401)},
    "server error as text": {"api": reply(f"failed for {API_KEY} of {INSTANCE}".encode(), 500)},
    "page": {"api": reply(b"<html>" + TOKEN.encode(), Content_Type="text/html")},
    "another shape": {"api": reply([API_KEY, TOKEN, INSTANCE])},
    "a wrong part": {"api": reply({"id": 5, "state": f"{API_KEY} {TOKEN} {INSTANCE}"})},
    "cut off": {"api": reply(b"{", length=50)},
    "redirect": {"api": reply(b"", 302, Location="https://elsewhere.test/")},
    "odd header": {"api": b"HTTP/1.1 200 OK\r\nnonsense\r\n\r\n"},
    "IAM refused": {"iam": reply({"errorCode": "BXNIM0415E", "errorMessage": f"apikey {API_KEY}"}, 400)},
    "IAM failed": {"iam": reply(API_KEY.encode(), 503)},
    "IAM cut off": {"iam": b""},
    "token that is not a valid header": {"iam": reply({"access_token": TOKEN + "\r\nX-Evil: 1"})},
    "token of control characters": {"iam": reply({"access_token": TOKEN + "\x01"})},
}


def get_job(client: Any) -> Any:
    return client.jobs.get("j1")


def submit(client: Any) -> Any:
    return client.sampler.submit(CIRCUIT, backend="ibm_fez", submission_tag=False)


def found_in(text: str) -> list[str]:
    return [secret for secret in SECRETS if secret in text]


@pytest.fixture
def log(caplog: pytest.LogCaptureFixture, pauses: Pauses) -> pytest.LogCaptureFixture:
    pauses(first_retry=0.01)
    for name in ("httpx", "httpcore", "httpx_retries", "qrt_facade", "qrt_client", "asyncio", ""):
        caplog.set_level(logging.DEBUG, logger=name)
    return caplog


@pytest.mark.parametrize("world", ["sync", "asyncio"])
@pytest.mark.parametrize("failure", FAILURES)
@pytest.mark.parametrize("operation", [get_job, submit])
def test_errors_and_log_records_contain_no_secrets(
    log: pytest.LogCaptureFixture, world: str, failure: str, operation: Any
) -> None:
    scripts: dict[str, Any] = {"iam": token_reply(TOKEN), "api": JOB, **FAILURES[failure]}
    with ScriptedServer(scripts["api"], iam=scripts["iam"]) as server, pytest.raises(QrtError) as caught:
        perform(world, server.arguments(retries=1), operation)
    error = caught.value
    chain: list[BaseException] = [error]
    while (cause := chain[-1].__cause__ or chain[-1].__context__) is not None:
        chain.append(cause)
    shown = [f"{link} {link!r} {link.args!r} {getattr(link, '__notes__', '')}" for link in chain]
    assert found_in(f"{vars(error)} {shown[0]}") == []
    assert found_in("".join(traceback.format_exception(error))) == [], shown
    assert found_in(pickle.dumps(error).decode("latin-1")) == []
    assert len(log.records) > 3
    assert found_in(log.text) == []
    assert found_in(" ".join(record.getMessage() for record in log.records)) == []


@pytest.mark.parametrize("world", ["sync", "asyncio"])
@pytest.mark.parametrize("answer", [reply({}, 403), reply(b"<html>"), reply(b"{", length=50), reply([5])])
def test_an_error_about_the_account_does_not_name_it(world: str, answer: Answer) -> None:
    with ScriptedServer(answer) as server:
        with pytest.raises(QrtError) as caught:
            perform(world, server.arguments(), lambda client: client.account())
        assert ACCOUNT in server.calls[0].path
    assert found_in(f"{caught.value} {vars(caught.value)}") == []


@pytest.mark.parametrize("world", ["sync", "asyncio"])
def test_successful_calls_log_no_secrets(log: pytest.LogCaptureFixture, world: str) -> None:
    def listed(request: Seen) -> bytes:
        asked_for = request.path.rpartition("/")[2].partition("?")[0]
        return reply({"jobs": [], "devices": [], "versions": [], "id": asked_for})

    with ScriptedServer(listed, iam=token_reply(TOKEN)) as server:
        perform(
            world,
            server.arguments(),
            get_job,
            lambda client: client.jobs.list(limit=3),
            lambda client: client.backends.list(),
            lambda client: client.versions(),
            lambda client: client.sessions.get("s1"),
        )
        assert TOKEN in server.calls[0].text
    assert len(log.records) > 10
    assert found_in(log.text) == []


@pytest.mark.parametrize("world", ["sync", "asyncio"])
def test_reprs_of_public_objects_contain_no_secrets(world: str) -> None:
    with ScriptedServer(JOB, iam=token_reply(TOKEN)) as server:
        shown: list[str] = []

        def look(client: Any) -> None:
            parts = [client, client.raw, client.jobs, client.backends, client.sessions, client.sampler]
            ours = client._connection
            parts += [ours, ours.credentials, ours.settings, ours.service, ours.service.auth]
            shown.extend(f"{part!r} {part}" for part in parts)

        job, _, made = perform(world, server.arguments(), get_job, look, lambda client: client)
        shown += [f"{job!r} {job} {job.state!r}", repr(made)]
    assert len(shown) == 13
    assert found_in(" ".join(shown)) == []


@pytest.mark.parametrize("client", [RuntimeClient, AsyncRuntimeClient])
def test_pickled_clients_contain_no_secrets(client: type[Any]) -> None:
    with ScriptedServer(JOB) as server:
        made = client(**server.arguments(verify=True))
    try:
        pickled = pickle.dumps(made).decode("latin-1")
    except (TypeError, AttributeError, pickle.PicklingError) as refusal:
        pickled = str(refusal)
    assert pickled
    assert found_in(pickled) == []


@pytest.mark.parametrize("world", ["sync", "asyncio"])
@pytest.mark.parametrize(
    "scripts",
    [{"iam": reply({}, 400)}, {"api": reply([1])}, {"api": reply(b"{", length=50)}, {"api": reply({}, 404)}],
    ids=["IAM refused", "another shape", "cut off", "not found"],
)
def test_errors_have_no_frames_of_this_package_or_its_libraries(
    world: str, scripts: dict[str, Answer]
) -> None:
    server = ScriptedServer(scripts.get("api", JOB), iam=scripts.get("iam"))
    with server, pytest.raises(QrtError) as caught:
        perform(world, server.arguments(), get_job)
    shown: list[BaseException | None] = [caught.value]
    frames: list[str] = []
    while (link := shown.pop()) is not None:
        frames += [frame.filename for frame in traceback.extract_tb(link.__traceback__)]
        shown.append(link.__cause__ or link.__context__)
    assert frames
    assert [name for name in frames if is_of_package(name) or "httpx" in name or "qrt_client" in name] == []
