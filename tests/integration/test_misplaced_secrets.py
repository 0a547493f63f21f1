"""Misplaced secrets and failing calls, examined with every tool that prints errors."""

from __future__ import annotations

import ast
import asyncio
import functools
import inspect
import io
import logging
import pickle
import sys
import traceback
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any

import pytest
from support.paths import is_of_package
from support.scripted import TLS, ScriptedServer, Seen, reply, token_reply

import qrt_facade
from qrt_facade.errors import QrtError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from types import FrameType

    from support.timing import Pauses

KEY = "Xq7dKt2ZrB9wLmPf3sVhYc8uJ0nGaEoT5iR1vDbWxN4y"
TOKEN = "opaque.tOkEn~0f/IAM+that=has-n0-dots_of-a-jwt"
JWT = "eyJhbGciOiJSUzI1NiJ9.eyJpYW1faWQiOiJJQk1pZC0xIn0.bWlzcGxhY2Vk"
ACCOUNT = "7c0ffee7c0ffee7c0ffee7c0ffee7c0f"
INSTANCE = (
    f"crn:v1:bluemix:public:quantum-computing:us-east:a/{ACCOUNT}:11111111-2222-3333-4444-555555555555::"
)
SECRETS = (KEY, KEY.lower(), TOKEN, JWT, ACCOUNT)
NAME_OF_CLIENT = {"sync": "RuntimeClient", "asyncio": "AsyncRuntimeClient"}


def found_in(text: str) -> list[str]:
    return [secret for secret in SECRETS if secret in text]


# What prints an error ------------------------------------------------------------------------------------------


def links(error: BaseException) -> Iterator[BaseException]:
    link: BaseException | None = error
    while link is not None:
        yield link
        link = link.__cause__ or link.__context__


def frames(error: BaseException) -> Iterator[FrameType]:
    for link in links(error):
        for frame, _ in traceback.walk_tb(link.__traceback__):
            yield frame


def plain(error: BaseException) -> str:
    return "".join(traceback.format_exception(error))


def with_locals(error: BaseException) -> str:
    return "".join(traceback.TracebackException.from_exception(error, capture_locals=True).format())


def by_rich(error: BaseException) -> str:
    """Return rich's traceback of an error, without rendering it, which takes most of a second."""
    from rich.traceback import Traceback

    shown = Traceback.extract(
        type(error),
        error,
        error.__traceback__,
        show_locals=True,
        locals_max_length=999,
        locals_max_string=99_999,
    )
    values = [
        node.render(max_width=999)
        for stack in shown.stacks
        for frame in stack.frames
        for node in (frame.locals or {}).values()
    ]
    return "\n".join(
        [
            *(f"{stack.exc_type}: {stack.exc_value} {getattr(stack, 'notes', '')}" for stack in shown.stacks),
            *values,
        ]
    )


def by_pytest(error: BaseException) -> str:
    """Return pytest's report of an error; the modules of the traceback are parsed only once."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(ast, "parse", parsed_once)
        shown = pytest.ExceptionInfo.from_exception(error)
        return str(shown.getrepr(showlocals=True, style="short", truncate_locals=False))


parsed_once = functools.cache(ast.parse)


def by_ipython(error: BaseException) -> str:
    from IPython.core import ultratb  # type: ignore[import-not-found,unused-ignore]

    return str(ultratb.VerboseTB().text(type(error), error, error.__traceback__))


def by_logging(error: BaseException) -> str:
    stream = io.StringIO()
    logger = logging.getLogger("application")
    logger.propagate = False
    logger.addHandler(logging.StreamHandler(stream))
    logger.error("failed", exc_info=error)
    logger.handlers.clear()
    return stream.getvalue()


def every_name(error: BaseException) -> str:
    """Print like stackprinter and better_exceptions: each name of each frame with its repr."""
    return "\n".join(
        f"{name} = {value!r}" for frame in frames(error) for name, value in frame.f_locals.items()
    )


def with_attributes(error: BaseException) -> str:
    """Print like error reporting services: the attributes of each local and error, one level deep."""
    things = [*links(error), *(value for frame in frames(error) for value in frame.f_locals.values())]
    return "\n".join(f"{getattr(thing, '__dict__', thing)!r}" for thing in things)


def of_itself(error: BaseException) -> str:
    return "\n".join(
        f"{link} {link!r} {link.args!r} {getattr(link, '__notes__', [])}" for link in links(error)
    )


RENDERERS: dict[str, Callable[[BaseException], str]] = {
    "traceback": plain,
    "traceback with locals": with_locals,
    "rich": by_rich,
    "pytest -l": by_pytest,
    "logging": by_logging,
    "every name": every_name,
    "attributes": with_attributes,
    "str, repr, args and notes": of_itself,
    "pickle": lambda error: pickle.dumps(error).decode("latin-1"),
    **({"IPython": by_ipython} if find_spec("IPython") else {}),
}

# Calls that fail -----------------------------------------------------------------------------------------------


def says_back(status: int) -> Callable[[Seen], bytes]:
    def answer(request: Seen) -> bytes:
        echoed = f"{request.text} {TOKEN[:30]} {ACCOUNT}"
        return reply(
            {"errors": [{"message": echoed, "solution": echoed, "code": echoed}], "trace": echoed}, status
        )

    return answer


CALLS: dict[str, Callable[[Any], Any]] = {
    "account": lambda client: client.account(),
    "account by id": lambda client: client.account(f"a/{ACCOUNT}"),
    "analytics of instances": lambda client: client.analytics.usage(instances=[INSTANCE]),
    "analytics of no such filter": lambda client: client.analytics.usage(instances=INSTANCE),
    "usage": lambda client: client.usage(),
    "job": lambda client: client.jobs.get("j1"),
    "jobs": lambda client: client.jobs.list(limit=1),
    "workloads": lambda client: client.workloads.list(limit=1),
    "submission": lambda client: client.jobs.submit(
        "sampler", {"pubs": []}, backend="ibm_fez", submission_tag=False
    ),
    "session": lambda client: client.sessions.create(backend="ibm_fez"),
    "other instance": lambda client: client.with_options(instance=INSTANCE[:-1]).usage(),
}
ANSWERS: dict[str, Any] = {
    "404": says_back(404),
    "401": says_back(401),
    "500": says_back(500),
    "another shape": lambda request: reply([request.text]),
    "cut off": lambda request: reply(b"{" + request.text.encode(), length=99_999),
    "no HTTP": lambda request: (
        b"HTTP/1.1 200 OK\r\n" + request.text.encode().replace(b"\r\n", b"") + b"\r\n\r\n"
    ),
}
QUICKLY_RENDERED = {("404", "sync"), ("cut off", "asyncio")}
"""The responses and clients of every run: an error response and a broken connection, with each kind of client."""


async def awaited(value: Any) -> Any:
    if inspect.isasyncgen(value):
        return [item async for item in value]
    return await value if inspect.isawaitable(value) else value


def fail(world: str, client: Any, call: Callable[[Any], Any]) -> QrtError:
    """Return the error of a call, with the frames of callers without secrets."""
    try:
        value = call(client)
        if world == "sync":
            list(value) if inspect.isgenerator(value) else value
        else:
            asyncio.run(awaited(value))
    except QrtError as error:
        return error
    raise AssertionError("the call did not fail")


def make(world: str, given: Callable[[], dict[str, Any]]) -> Any:
    return getattr(qrt_facade, NAME_OF_CLIENT[world])(
        **{"verify": TLS, "retries": 0, "timeout": 5.0, **given()}
    )


@pytest.fixture(autouse=True)
def _short_pauses(pauses: Pauses) -> None:
    pauses(first_retry=0.001, look_ups=(0.0,), duplicate_look_ups=(0.0,))


@pytest.mark.parametrize(
    ("answer", "world"),
    [
        pytest.param(name, world, marks=[] if (name, world) in QUICKLY_RENDERED else pytest.mark.long)
        for name in ANSWERS
        for world in NAME_OF_CLIENT
    ],
)
def test_traceback_renderers_show_no_secrets_of_failed_calls(
    answer: str, world: str, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    leaks: list[str] = []
    with ScriptedServer(ANSWERS[answer], iam=token_reply(TOKEN)) as server:
        client = make(
            world,
            lambda: {
                "api_key": KEY,
                "instance": INSTANCE,
                "base_url": f"{server.url}/api",
                "iam_url": server.url,
            },
        )
        for call, operation in CALLS.items():
            error = fail(world, client, operation)
            assert not any(is_of_package(frame.f_code.co_filename) for frame in frames(error)), call
            leaks += [f"{call} by {name}" for name, shown in RENDERERS.items() if found_in(shown(error))]
    leaks += [record.name for record in caplog.records if found_in(f"{record.getMessage()} {record.args}")]
    assert leaks == []


@pytest.mark.parametrize("world", NAME_OF_CLIENT)
@pytest.mark.parametrize("value", [f"soon {TOKEN}", f"{KEY} {INSTANCE}"], ids=["token", "key and CRN"])
def test_an_invalid_retry_after_is_logged_without_its_value(
    value: str, world: str, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    with ScriptedServer(reply({}, 503, Retry_After=value), iam=token_reply(TOKEN)) as server:
        client = make(
            world,
            lambda: {
                "api_key": KEY, "instance": INSTANCE, "base_url": f"{server.url}/api", "iam_url": server.url, "retries": 1,
            },
        )  # fmt: skip
        fail(world, client, lambda client: client.usage())
    assert found_in(caplog.text) == []
    assert len(caplog.records) > 3


# Secrets in the wrong place ------------------------------------------------------------------------------------

GOOD = {
    "api_key": KEY,
    "instance": INSTANCE,
    "base_url": "http://127.0.0.1:1/api",
    "iam_url": "http://127.0.0.1:1",
}
MISPLACED: dict[str, Callable[[Any], Any]] = {
    "key and instance swapped": lambda client: client(INSTANCE, KEY),
    "key as instance": lambda client: client(KEY, KEY),
    "token as instance": lambda client: client(KEY, JWT),
    "part of a key as instance": lambda client: client(KEY, KEY[:30]),
    "CRN as key": lambda client: client(INSTANCE, INSTANCE),
    "token as key": lambda client: client(JWT, INSTANCE),
    "CRN as token": lambda client: client(token=INSTANCE, instance=INSTANCE),
    "key as account": lambda client: client(account=KEY),
    "key as base_url": lambda client: client(**{**GOOD, "base_url": KEY}),
    "key as host": lambda client: client(**{**GOOD, "base_url": f"https://{KEY}.test/api"}),
    "key in a path": lambda client: client(**{**GOOD, "base_url": f"https://host.test/{KEY}"}),
    "key as iam_url": lambda client: client(**{**GOOD, "iam_url": KEY}),
    "token as iam_url": lambda client: client(**{**GOOD, "iam_url": f"https://host.test/{JWT}"}),
    "key as api_version": lambda client: client(**{**GOOD, "api_version": KEY}),
    "key as user_agent": lambda client: client(**{**GOOD, "user_agent": KEY}),
    "key as proxy": lambda client: client(**{**GOOD, "proxy": f"ftp://{KEY}"}),
    "key as timeout": lambda client: client(**{**GOOD, "timeout": KEY}),
    "key as other instance": lambda client: client(**GOOD).with_options(instance=KEY),
    "key as other version": lambda client: client(**GOOD).with_options(api_version=KEY),
    "key as job id": lambda client: client(**GOOD).jobs.get(KEY),
    "key as backend": lambda client: client(**GOOD).backends.get(KEY),
    "key as session": lambda client: client(**GOOD).sessions.get(KEY),
    "key as account id": lambda client: client(**GOOD).account(KEY),
    "key as tags": lambda client: client(**GOOD).jobs.list(tags=KEY),
    "key as a date": lambda client: client(**GOOD).jobs.list(created_after=KEY),
    "key as a grouping": lambda client: client(**GOOD).analytics.usage_grouped(KEY),
    "account to discover": lambda client: client.discover_instances(account=KEY),
    "address to discover": lambda client: client.discover_instances(KEY, search_url=KEY),
    "CRN to discover": lambda client: client.discover_instances(INSTANCE),
    "saved swapped": lambda client: client.save_account(INSTANCE, KEY),
    "saved as instance": lambda client: client.save_account(KEY, KEY),
    "saved as name": lambda client: client.save_account(KEY, INSTANCE, name=KEY),
}


@pytest.mark.parametrize("world", NAME_OF_CLIENT)
@pytest.mark.parametrize("misplaced", MISPLACED)
def test_a_misplaced_secret_raises_without_being_shown(
    misplaced: str, world: str, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    error = fail(world, getattr(qrt_facade, NAME_OF_CLIENT[world]), MISPLACED[misplaced])
    assert isinstance(error, qrt_facade.ConfigurationError), error
    assert [
        name for name, shown in RENDERERS.items() if found_in(shown(error)) or KEY[:30] in shown(error)
    ] == []
    assert found_in(caplog.text) == []


def test_swapped_environment_credentials_are_named_but_not_shown(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("QISKIT_IBM_TOKEN", INSTANCE)
    monkeypatch.setenv("QISKIT_IBM_INSTANCE", KEY)
    error = fail("sync", qrt_facade.RuntimeClient, lambda client: client())
    assert (
        str(error)
        == "QISKIT_IBM_INSTANCE looks like an API key, and QISKIT_IBM_TOKEN is a CRN; are they swapped?"
    )
    assert [name for name, shown in RENDERERS.items() if found_in(shown(error))] == []


CREDENTIALS = ["--api-key", KEY, "--instance", INSTANCE]
COMMANDS: dict[str, list[str]] = {
    "swapped": ["backends", "--api-key", INSTANCE, "--instance", KEY],
    "instance": ["backends", "--api-key", KEY, "--instance", KEY],
    "account": ["backends", "--account", KEY],
    "base_url": ["backends", *CREDENTIALS, "--base-url", KEY],
    "host": ["backends", *CREDENTIALS, "--base-url", f"https://{KEY}/api"],
    "version": ["backends", *CREDENTIALS, "--api-version", KEY],
    "emulator": ["backends", "--url", KEY],
    "job": ["job", KEY, *CREDENTIALS],
    "backend": ["backends", KEY, *CREDENTIALS],
    "command": [KEY],
    "number": ["jobs", "--limit", KEY],
    "login, instance": ["login", "--api-key", KEY, "--instance", KEY],
    "login, swapped": ["login", "--api-key", INSTANCE, "--instance", KEY],
    "login, name": ["login", *CREDENTIALS, "--name", KEY],
    "logout": ["logout", KEY],
    "doctor, swapped": ["doctor", "--api-key", INSTANCE, "--instance", KEY, "--timeout", "0.1"],
    "doctor, account": ["doctor", "--account", KEY, "--timeout", "0.1"],
}


@pytest.fixture
def qrt(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> Callable[..., tuple[int, str]]:
    import warnings

    from qrt_facade.cli.app import run

    monkeypatch.setattr(warnings, "showwarning", warnings.showwarning)
    monkeypatch.setenv("HTTPS_PROXY", "http://127.0.0.1:1")  # nothing is reached
    monkeypatch.setattr(sys, "stdin", io.StringIO())
    return lambda *arguments: (int(run(arguments)), "\n".join(capsys.readouterr()))


@pytest.mark.parametrize("form", [[], ["--json"], ["--debug"]], ids=["text", "JSON", "debug"])
@pytest.mark.parametrize("name", COMMANDS)
def test_commands_print_no_misplaced_secret(
    name: str, form: list[str], qrt: Callable[..., tuple[int, str]]
) -> None:
    code, printed = qrt(*COMMANDS[name], *form)
    assert code != 0
    assert printed.strip()
    assert found_in(printed) == []


def test_doctor_names_swapped_variables(
    qrt: Callable[..., tuple[int, str]], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("QISKIT_IBM_TOKEN", INSTANCE)
    monkeypatch.setenv("QISKIT_IBM_INSTANCE", KEY)
    code, printed = qrt("doctor", "--json", "--timeout", "0.1")
    assert code == 2
    assert (
        "QISKIT_IBM_INSTANCE looks like an API key, and QISKIT_IBM_TOKEN is a CRN; are they swapped?"
        in printed
    )
    assert found_in(printed) == []
