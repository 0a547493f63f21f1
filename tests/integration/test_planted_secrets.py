"""Secrets planted in every possible input are searched for in everything shown, logged or stored."""

from __future__ import annotations

import asyncio
import base64
import io
import json
import logging
import re
import subprocess
import sys
import traceback
import warnings
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

import pytest
from support.circuits import FLIP
from support.paths import CASSETTES, is_of_package
from support.scripted import Reset, ScriptedServer, Seen, reply, token_reply
from support.secrets import INSTANCE, KEY, PLANTED, PROXY_USER, SECRETS, Search, found_in
from support.worlds import drained, perform, settled, type_of_client

import qrt_facade
from qrt_facade import errors
from qrt_facade._base.secrets import Secret
from qrt_facade._connection.credentials import resolve
from qrt_facade._connection.settings import Settings
from qrt_facade.emulator import DEFAULT_INSTANCE, start

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from support.timing import Pauses

    from qrt_facade.emulator import Emulator

BACKEND = "ibmq_manila"
PARAMS = {"pubs": [[FLIP, None, 10]], "version": 2}
BOTH = ("sync", "asyncio")


@pytest.fixture
def search() -> Search:
    return Search()


@pytest.fixture
def log(caplog: pytest.LogCaptureFixture) -> Callable[[], str]:
    """Return the log records at DEBUG, except the server's: messages and their arguments."""
    caplog.set_level(logging.DEBUG)
    return lambda: "\n".join(
        f"{record.name} {record.getMessage()} {record.args!r}"
        for record in caplog.records
        if not record.name.startswith("uvicorn")
    )


@pytest.fixture(scope="module")
def emulator(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Emulator]:
    with start(
        api_key=KEY, instance=INSTANCE, backends=BACKEND, noise=False, queue_seconds=0.05, run_seconds=0, workers=1,
        data=tmp_path_factory.mktemp("emulator"),
    ) as running:  # fmt: skip
        yield running


@pytest.fixture
def arguments(emulator: Emulator) -> dict[str, Any]:
    return emulator.access | PLANTED


@pytest.fixture(autouse=True)
def _short_pauses(pauses: Pauses) -> None:
    pauses(first_poll=0.05, look_ups=(0.0,), duplicate_look_ups=(0.0,), results_window=0.1)


def caught(world: str, given: dict[str, Any], *operations: Callable[[Any], Any]) -> BaseException:
    with pytest.raises(errors.QrtError) as raised:
        perform(world, given, *operations)
    return ours(raised.value)


def ours(error: BaseException) -> BaseException:
    """Return the error without this file's own frames, whose locals are not the package's."""
    trace = error.__traceback__
    while trace is not None and not is_of_package(trace.tb_frame.f_code.co_filename):
        trace = trace.tb_next
    return error.with_traceback(trace)


def everything(request: Seen) -> str:
    """Return all content of a request, for a service that echoes it."""
    return f"{request.text} {INSTANCE}"


def echo(status: int) -> Callable[[Seen], bytes]:
    """Return a service that responds with an error that echoes the request in every field."""

    def answer(request: Seen) -> bytes:
        echoed = everything(request)
        fields = dict.fromkeys(("code", "message", "solution", "more_info"), echoed)
        return reply(
            {"errors": [fields], "trace": echoed}, status, X_Said=echoed, Location="http://127.0.0.1:1/"
        )

    return answer


def submit(client: Any) -> Any:
    return client.jobs.submit("sampler", PARAMS, backend=BACKEND)


STATUSES = [302, 400, 401, 403, 404, 409, 413, 429, 500, 503, 524]
OPERATIONS: dict[str, Callable[[Any], Any]] = {
    "backends": lambda client: client.backends.list(),
    "job": lambda client: client.jobs.get("j1"),
    "usage": lambda client: client.usage(),
    "submit": submit,
}


@pytest.mark.parametrize("world", BOTH)
@pytest.mark.parametrize("status", STATUSES)
def test_a_service_echoing_the_request_leaks_no_secret_into_errors(
    status: int, world: str, search: Search, request: pytest.FixtureRequest
) -> None:
    identities = {
        "key": {"api_key": KEY},
        "token": {"api_key": None, "token": SECRETS["token in an argument"]},
        "opaque token": {"api_key": None, "token": SECRETS["opaque token in an argument"]},
    }
    with ScriptedServer(echo(status), iam=token_reply(SECRETS["token from IAM"])) as server:
        for at, (who, identity) in enumerate(identities.items()):
            for number, (name, operation) in enumerate(OPERATIONS.items(), STATUSES.index(status)):
                if number % len(identities) != at and not request.config.getoption("--long"):
                    continue  # each status meets each operation, and each operation each identity
                given = server.arguments(**{**PLANTED, **identity})
                search.look_at_error(f"{status} to {name} by {who}", caught(world, given, operation))
    search.settle()


BROKEN: dict[str, Any] = {
    "reset": Reset(),
    "closed": b"",
    "half a head": b"HTTP/1.1 200 OK\r\nConte",
    "half a body": reply(b'{"id": 1', length=500, Content_Type="application/json"),
    "web page": reply(b"<html>", 200),
    "other JSON": reply([1]),
    "damaged gzip": reply(b"\x1f\x8b", Content_Encoding="gzip"),
    "teapot": reply(b"teapot", 418),
}


@pytest.mark.parametrize("world", BOTH)
@pytest.mark.parametrize("answer", BROKEN)
def test_an_invalid_response_leaks_no_secret_into_errors(answer: str, world: str, search: Search) -> None:
    iam_token = token_reply(SECRETS["token from IAM"])
    with ScriptedServer(BROKEN[answer], iam=iam_token) as service, ScriptedServer(iam=BROKEN[answer]) as iam:
        for name, operation in OPERATIONS.items():
            for asked, server in (("service", service), ("IAM", iam)):
                error = caught(world, server.arguments(**PLANTED), operation)
                search.look_at_error(f"{answer} of {asked} to {name}", error)
    search.settle()


@pytest.mark.parametrize("world", BOTH)
def test_an_unreachable_service_leaks_no_secret_into_errors(world: str, search: Search) -> None:
    with ScriptedServer() as server:
        gone = server.arguments(**PLANTED)
    for name, operation in OPERATIONS.items():
        search.look_at_error(name, caught(world, gone, operation))
    search.settle()


@pytest.mark.parametrize("world", BOTH)
@pytest.mark.parametrize("answer", BROKEN)
def test_errors_do_not_contain_the_account_id_of_a_url(answer: str, world: str, search: Search) -> None:
    # Locals are left out: the one call whose path holds the id cannot hide it from httpx's own frames.
    with ScriptedServer(BROKEN[answer]) as server:
        error = caught(world, server.arguments(**PLANTED), lambda client: client.account())
    search.look_at(answer, error)
    search.look(f"{answer}, fields", repr(vars(error)))
    search.look(f"{answer}, traceback", "".join(traceback.format_exception(error)))
    search.settle()


@pytest.mark.parametrize("world", BOTH)
def test_iam_echoing_the_key_does_not_leak_it_into_errors(world: str, search: Search) -> None:
    def iam(request: Seen) -> bytes:
        echoed = everything(request)
        return reply({"errorCode": echoed, "errorMessage": echoed, "context": {"requestId": echoed}}, 400)

    with ScriptedServer(iam=iam) as server:
        search.look_at_error("IAM", caught(world, server.arguments(**PLANTED), OPERATIONS["usage"]))
    search.settle()


@pytest.mark.parametrize("world", BOTH)
@pytest.mark.parametrize("status", [200, 407, 502])
def test_a_proxy_s_password_is_not_in_errors_or_logs(
    status: int, world: str, search: Search, log: Callable[[], str]
) -> None:
    with ScriptedServer(reply(b"<html>", status), iam=reply(b"<html>", status)) as server:
        password = SECRETS["password of a proxy"]
        proxy = f"http://{PROXY_USER}:{password}@127.0.0.1:{server.server_address[1]}"
        for base_url in ("http://127.0.0.1:1/api", "https://127.0.0.1:1/api"):
            given = {**server.arguments(**PLANTED), "proxy": proxy, "base_url": base_url}
            given["iam_url"] = base_url.removesuffix("/api")
            search.look_at_error(f"{status} for {base_url}", caught(world, given, OPERATIONS["usage"]))
    search.look_at("settings", Settings(api_version="2026-04-15", proxy=Secret(proxy)))
    search.look("log", log())
    search.settle()


WRONG: dict[str, dict[str, Any]] = {
    "key with a space": {"api_key": f"{KEY} {KEY}"},
    "key outside ASCII": {"api_key": f"{KEY}é"},
    "token with a line break": {"api_key": None, "token": f"{KEY}\nX: y"},
    "key and token": {"token": SECRETS["opaque token in an argument"]},
    "key and account": {"account": "mine"},
    "CRN with a field too few": {"instance": INSTANCE.removesuffix(":")},
    "CRN with a space": {"instance": INSTANCE.replace("us-east", "us east")},
    "CRN without a region": {"instance": INSTANCE.replace("us-east", "?")},
    "other region": {"base_url": "https://eu-de.quantum.cloud.ibm.com/api"},
    "plain http": {"base_url": "http://quantum.cloud.ibm.com/api"},
    "password in the address": {
        "base_url": f"https://me:{SECRETS['password of a proxy']}@quantum.cloud.ibm.com"
    },
    "IAM over plain http": {"iam_url": "http://iam.cloud.ibm.com"},
    "no timeout": {"timeout": -1},
    "no retries": {"retries": -1},
    "proxy of no kind": {"proxy": f"ftp://{PROXY_USER}:{SECRETS['password of a proxy']}@127.0.0.1"},
    "proxy that is not a URL": {"proxy": f"{PROXY_USER}:{SECRETS['password of a proxy']}@:x"},
}


@pytest.mark.parametrize("world", BOTH)
@pytest.mark.parametrize("wrong", WRONG)
def test_errors_about_invalid_settings_contain_no_secrets(wrong: str, world: str, search: Search) -> None:
    with pytest.raises(errors.ConfigurationError) as raised:
        type_of_client[world](**{**PLANTED, **WRONG[wrong]})
    search.look_at_error(wrong, ours(raised.value))
    search.settle()


@pytest.mark.parametrize("world", BOTH)
def test_errors_about_credentials_do_not_contain_their_values(
    world: str, search: Search, monkeypatch: pytest.MonkeyPatch
) -> None:
    client = type_of_client[world]
    password = SECRETS["password of a proxy"]
    file = client.save_account(SECRETS["key in the account file"], INSTANCE, name="mine")
    content = json.loads(file.read_text())
    content["mine"]["proxies"] = {"urls": {"https": f"http://{PROXY_USER}:{password}@127.0.0.1:1"}}
    file.write_text(json.dumps(content))
    search.look_at("saved accounts", client.saved_accounts())
    search.look_at("credentials of the file", resolve(account="mine"))
    search.look_at("client of the file", client(account="mine"))
    with pytest.raises(errors.ConfigurationError) as raised:
        client(account="other")
    search.look_at_error("no such account", ours(raised.value))
    with pytest.raises(errors.ConfigurationError) as raised:
        client.save_account(SECRETS["key in the account file"], INSTANCE, name="mine")
    search.look_at_error("account exists", ours(raised.value))
    monkeypatch.setenv("QISKIT_IBM_TOKEN", SECRETS["key in the environment"])
    with pytest.raises(errors.ConfigurationError) as raised:
        client()
    search.look_at_error("half an environment", ours(raised.value))
    monkeypatch.setenv("QISKIT_IBM_INSTANCE", INSTANCE)
    search.look_at("credentials of the environment", resolve())
    search.look_at("client of the environment", client())
    for damage in (
        lambda: file.chmod(0o644),
        lambda: (file.chmod(0o600), file.write_text(file.read_text()[:-9])),
    ):
        damage()
        with pytest.raises(errors.ConfigurationError) as raised:
            client(account="mine")
        search.look_at_error("account file", ours(raised.value))
    search.settle()


def shown(world: str, client: Any, do: Callable[[Any], Any]) -> dict[str, Any]:
    """Return public objects of every kind, by name; `do` returns what an operation returns, awaited or not."""
    job = do(client.jobs.submit("sampler", PARAMS, backend=BACKEND, tags=["shown"]))
    do(job.wait())
    batch = do(client.sessions.create(backend=BACKEND, mode="batch"))
    backend = do(client.backends.get(BACKEND))
    result = do(job.result())
    things = {name: getattr(client, name) for name in RESOURCES}
    things |= {
        "client": client,
        "sibling": client.with_options(timeout=1),
        "service": client._connection.service,
    }
    things |= {"pool": client._connection.service.pool, "authentication": client._connection.service.auth}
    things |= {
        "credentials": client._connection.credentials,
        "CRN": client._connection.credentials.instance,
        "settings": client._connection.settings,
    }
    things |= {"job": job, "state": job.state, "metrics": do(job.metrics()), "parameters": do(job.params())}
    things |= {
        "result": result,
        "result of one PUB": result[0],
        "log": do(job.logs()),
        "jobs": do(client.jobs.list()),
    }
    things |= {
        "backend": backend,
        "backend's status": do(backend.status()),
        "versions": do(client.versions()),
    }
    things |= {"session": batch, "session's details": do(batch.details()), "usage": do(client.usage())}
    things |= {"instance": do(client.instance()), "workloads": do(client.workloads.list(limit=3))}
    do(batch.cancel())
    return things


RESOURCES = [
    "raw",
    "jobs",
    "backends",
    "sampler",
    "estimator",
    "sessions",
    "workloads",
    "tags",
    "instances",
    "analytics",
]


@pytest.mark.parametrize("world", BOTH)
def test_public_objects_show_no_secrets_when_printed_or_pickled(
    world: str, arguments: dict[str, Any], search: Search, log: Callable[[], str]
) -> None:
    if world == "sync":
        with qrt_facade.RuntimeClient(**arguments) as client:
            things = shown(world, client, drained)
    else:
        with asyncio.Runner() as runner:
            client = qrt_facade.AsyncRuntimeClient(**arguments)
            things = shown(world, client, lambda value: runner.run(settled(value)))
            runner.run(client.aclose())
    for name, thing in things.items():
        search.look_at(name, thing)
    search.look("log", log())
    search.settle()


@pytest.mark.parametrize("world", BOTH)
def test_messages_about_jobs_contain_no_secrets(
    world: str, emulator: Emulator, arguments: dict[str, Any], search: Search
) -> None:
    says_all = (
        f"instance {INSTANCE} with Bearer {SECRETS['token from IAM']} and {SECRETS['token in an argument']}"
    )
    rules = [
        {
            "status": "Failed",
            "reason": says_all,
            "reason_code": 1500,
            "reason_solution": says_all,
            "times": 1,
        },
        {"status": "Cancelled", "reason": says_all, "reason_code": 1305, "times": 1},
        {"status": "Completed", "times": 1},
    ]
    emulator.scenario.apply({"jobs": rules})

    def result(client: Any) -> Any:
        return client.jobs.submit_and_wait("sampler", PARAMS, backend=BACKEND)

    for rule, kind in zip(
        rules, (errors.JobFailedError, errors.JobCancelledError, errors.NotFoundError), strict=True
    ):
        error = caught(world, arguments, result)
        assert isinstance(error, kind), rule
        search.look_at_error(kind.__name__, error)
        search.look_at(f"job of {kind.__name__}", getattr(error, "job", None))
    times_up = caught(world, arguments, lambda client: client.jobs.submit_and_wait(
        "sampler", PARAMS, backend=BACKEND, timeout=0))  # fmt: skip
    assert isinstance(times_up, errors.JobTimeoutError)
    search.look_at_error("JobTimeoutError", times_up)
    many = caught(world, arguments, lambda client: client.jobs.submit_many(
        "sampler", [PARAMS, {"pubs": 1}], backend=BACKEND))  # fmt: skip
    assert isinstance(many, errors.SubmissionsStoppedError)
    search.look_at_error("SubmissionsStoppedError", many)
    emulator.inject(path="*/results", status=200, body={"samples": "none"}, times=1)
    search.look_at_error("ResultDecodeError", caught(world, arguments, result))
    emulator.inject(path="*/jobs", method="POST", drop=True, times=3)
    search.look_at_error("SubmissionUncertainError", caught(world, arguments, submit))
    search.settle()


@pytest.mark.parametrize("world", BOTH)
def test_logs_at_any_level_contain_no_secrets(
    world: str, arguments: dict[str, Any], emulator: Emulator, search: Search, log: Callable[[], str]
) -> None:
    harmless = {**OPERATIONS, "account": lambda client: client.account()}
    harmless.pop("job")
    perform(world, arguments, *harmless.values())
    caught(world, arguments, OPERATIONS["job"])
    emulator.inject(path="*/backends", status=503, times=1)
    caught(world, arguments, OPERATIONS["backends"])  # only the first failure goes through httpx-retries
    text = log()
    for logger in ("httpx", "httpcore", "httpx_retries"):
        assert logger in text
    for line in text.splitlines():
        search.look("log", line)
    search.settle()


COMMANDS = {
    "backends": ["backends"],
    "backend": ["backends", BACKEND],
    "run": ["run", "-", "--backend", BACKEND, "--shots", "10"],
    "jobs": ["jobs"],
    "job": ["job", "j1"],
    "usage": ["usage"],
    "workloads": ["workloads"],
    "versions": ["versions"],
    "session": ["session", "show", "s1"],
    "accounts": ["accounts"],
    "doctor": ["doctor"],
}


@pytest.fixture
def command(
    capsys: pytest.CaptureFixture[str], pauses: Pauses, monkeypatch: pytest.MonkeyPatch
) -> Callable[..., tuple[int, str]]:
    """`qrt` with planted credentials in the environment, in this process."""
    from qrt_facade.cli.app import run

    monkeypatch.setenv("QISKIT_IBM_TOKEN", KEY)
    monkeypatch.setenv("QISKIT_IBM_INSTANCE", INSTANCE)
    # `run` takes over how warnings are shown; the test gives it back.
    monkeypatch.setattr(warnings, "showwarning", warnings.showwarning)
    pauses(first_retry=0.001)

    def perform(url: str, *arguments: str) -> tuple[int, str]:
        monkeypatch.setenv("IAM_URL", url)
        monkeypatch.setattr(sys, "stdin", io.StringIO(FLIP))
        capsys.readouterr()
        code = run([*arguments, "--base-url", f"{url}/api"])
        return int(code), "\n".join(capsys.readouterr())

    return perform


@pytest.mark.parametrize("form", [[], ["--json"], ["--debug"]], ids=["text", "JSON", "debug"])
@pytest.mark.parametrize("name", COMMANDS)
def test_commands_print_no_secret(
    name: str, form: list[str], command: Callable[..., tuple[int, str]], emulator: Emulator, search: Search
) -> None:
    qrt_facade.RuntimeClient.save_account(SECRETS["key in the account file"], INSTANCE, name="mine")
    code, printed = command(emulator.url, *COMMANDS[name], *form)
    assert printed.strip()
    assert code == (4 if name in {"job", "session"} else 0), printed
    search.look(f"qrt {name} {form}", printed)
    with ScriptedServer(echo(403), iam=token_reply(SECRETS["token from IAM"])) as server:
        code, printed = command(server.url, *COMMANDS[name], *form)
    assert printed.strip()
    assert code == (0 if name == "accounts" else 8 if name == "doctor" else 3), printed
    search.look(f"qrt {name} {form} refused", printed)
    search.settle()


@pytest.mark.usefixtures("forked_simulators", "forked_commands")
def test_the_emulator_s_output_and_database_contain_no_key_or_token(tmp_path: Path, search: Search) -> None:
    command = [sys.executable, "-m", "qrt_facade.emulator", "--data", str(tmp_path), "--backends", BACKEND]
    command += ["--api-key", KEY, "--instance", INSTANCE, "--workers", "1"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True) as process:
        assert process.stdout is not None
        first = process.stdout.readline()
        url = first.removeprefix("listening on ").strip()
        given = {**PLANTED, "base_url": f"{url}/api", "iam_url": url}
        perform("sync", given, lambda client: submit(client).wait())
        caught("sync", {**given, "api_key": SECRETS["key in the account file"]}, submit)
        caught("sync", {**given, "api_key": None, "token": SECRETS["token in an argument"]}, submit)
        for file in sorted(tmp_path.rglob("*")):
            search.look(f"file {file.name}", file.read_bytes().decode("latin-1"), but="account id")
        process.terminate()
        search.look("output", first + process.stdout.read())
    for file in sorted(tmp_path.rglob("*")):
        search.look(f"file {file.name} at the end", file.read_bytes().decode("latin-1"), but="account id")
    search.settle()


def test_cassettes_contain_no_key_or_token(search: Search) -> None:
    files = sorted(CASSETTES.glob("*.yaml"))
    assert files
    for file in files:
        text = file.read_text(encoding="utf-8")
        search.look(file.name, text)
        keys = set(re.findall(r"(?i)apikey[:=] *(\S+)", text)) | set(
            re.findall(r"(?i)authorization: *(.*)", text)
        )
        assert keys <= {"scrubbed"}, file.name
        accounts = set(re.findall(r"a/([0-9a-f]{32})", text))
        assert accounts <= {DEFAULT_INSTANCE.split(":")[6].removeprefix("a/")}, file.name
    search.settle()


def test_the_search_finds_planted_secrets_in_every_form() -> None:
    for name, value in SECRETS.items():
        for form in (value, quote(value), base64.b64encode(value.encode()).decode()):
            assert name in found_in(f"before {form} after"), (name, form)
    assert found_in("nothing of the kind, Secret('***'), crn:v1:a:b:c:d:a/***:e::") == []


class Careless(errors.ConfigurationError):
    def __init__(self) -> None:
        super().__init__("refused")
        self.given = KEY


@pytest.mark.parametrize(
    ("look", "place"),
    [
        (lambda search: search.look("text", f"text {KEY}"), "text"),
        (lambda search: search.look_at("thing", {"key": KEY}), "thing, repr"),
        (lambda search: search.look_at("thing", {"key": KEY}), "thing, rich"),
        (lambda search: search.look_at("thing", {"key": KEY}), "thing, pickled"),
        (lambda search: search.look_at_error("error", Careless()), "error, fields"),
    ],
)
def test_a_search_fails_where_a_secret_is_shown(
    search: Search, look: Callable[[Search], None], place: str
) -> None:
    look(search)
    assert any(leak.startswith(f"{place}: key in an argument: ") for leak in search.leaks)
    with pytest.raises(AssertionError, match="leaks, such as"):
        search.settle()


def test_a_search_that_examined_nothing_fails(search: Search) -> None:
    with pytest.raises(AssertionError):
        search.settle()
    search.look("text", "nothing of the kind")
    search.settle()
