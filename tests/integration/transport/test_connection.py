"""Generated operations called through a connection: errors of the caller and of the service."""

from __future__ import annotations

import json
import pickle
from typing import TYPE_CHECKING, Any

import pytest
from qrt_client import AuthenticatedClient
from qrt_client.api.backends import get_backend_configuration, get_backend_defaults
from qrt_client.api.jobs import delete_job, get_job, get_job_logs, get_job_results
from qrt_client.errors import UnexpectedAnswer, UnexpectedBody, UnexpectedStatus
from qrt_client.models import ErrorContainer
from support.scripted import TLS, Reset, ScriptedServer, reply
from support.worlds import perform

from qrt_facade.errors import ConfigurationError, NotFoundError, QrtError, UnexpectedResponseError

if TYPE_CHECKING:
    from collections.abc import Callable
    from types import ModuleType

BOTH = pytest.mark.parametrize("world", ["sync", "asyncio"])


def raw(world: str, module: ModuleType, *positional: Any, **arguments: Any) -> Callable[[Any], Any]:
    """The generated operation of a module, called with `client.raw`."""
    operation = module.sync if world == "sync" else module.asyncio
    return lambda client: operation(*positional, client=client.raw, **arguments)


def read(world: str, module: ModuleType, *positional: Any, **arguments: Any) -> Callable[[Any], Any]:
    """The same through the connection, which returns JSON objects."""
    operation = module.sync_detailed if world == "sync" else module.asyncio_detailed
    return lambda client: client._connection.read(operation, *positional, client=client.raw, **arguments)


CALLS = pytest.mark.parametrize("call", [raw, read])


@BOTH
@CALLS
def test_an_unknown_keyword_of_an_operation_raises_type_error(world: str, call: Callable[..., Any]) -> None:
    with ScriptedServer(reply({})) as server:
        with pytest.raises(TypeError, match="exclude_parameters"):
            perform(world, server.arguments(), call(world, get_job, "j1", exclude_parameters=True))
        assert server.calls == []


@BOTH
@CALLS
def test_an_invalid_path_argument_raises_value_error(world: str, call: Callable[..., Any]) -> None:
    with ScriptedServer(reply({})) as server:
        with pytest.raises(ValueError, match=r"get_backend_configuration: id is '\.\.'"):
            perform(world, server.arguments(), call(world, get_backend_configuration, ".."))
        assert server.calls == []


@BOTH
@CALLS
@pytest.mark.parametrize(
    "answer", [{"state": 5}, {"program": [1]}, [5], [], [["id", "j1"]], "j1", "", 7, None]
)
def test_a_response_not_following_the_schema_raises_unexpected_response(
    world: str, call: Callable[..., Any], answer: Any
) -> None:
    with ScriptedServer(reply(answer)) as server:
        with pytest.raises(UnexpectedResponseError, match=r"get_job: the response (does not follow|is null)"):
            perform(world, server.arguments(), call(world, get_job, "j1"))
        assert len(server.calls) == 1


@BOTH
@CALLS
@pytest.mark.parametrize("status", [200, 299])
def test_the_error_of_an_invalid_response_does_not_reference_the_body(
    world: str, call: Callable[..., Any], status: int
) -> None:
    body = b'["%s"]' % (b"x" * 50_000)
    with ScriptedServer(reply(body, status)) as server, pytest.raises(UnexpectedResponseError) as caught:
        perform(world, server.arguments(), call(world, get_job, "j1"))
    chain: list[BaseException | None] = [caught.value]
    while chain:
        if (link := chain.pop()) is not None:
            assert len(repr((link.args, vars(link)))) < 2_000
            chain += [link.__cause__, link.__context__]


@BOTH
@pytest.mark.parametrize("answer", [[1], [], "text", 5, True])
def test_a_nullable_response_must_otherwise_follow_the_schema(world: str, answer: Any) -> None:
    unexpected = pytest.raises(UnexpectedResponseError, match=r"get_backend_defaults: .*, got \w+")
    with ScriptedServer(reply(answer)) as server, unexpected:
        perform(world, server.arguments(), raw(world, get_backend_defaults, "ibm_fez"))
    with ScriptedServer(reply(b"null")) as server:
        assert perform(world, server.arguments(), raw(world, get_backend_defaults, "ibm_fez")) == [None]


@BOTH
@CALLS
@pytest.mark.parametrize("status", [202, 204, 299])
@pytest.mark.parametrize("body", [b"", b"{}"])
def test_an_undocumented_success_status_raises_unexpected_response(
    world: str, call: Callable[..., Any], status: int, body: bytes
) -> None:
    with ScriptedServer(reply(b"" if status == 204 else body, status)) as server:
        with pytest.raises(
            UnexpectedResponseError, match=f"get_job: HTTP {status} is not a documented response of the API"
        ) as caught:
            perform(world, server.arguments(), call(world, get_job, "j1"))
        assert caught.value.status == status


@BOTH
@CALLS
@pytest.mark.parametrize("body", [b"", b"<html></html>", b"{", b"\xff", b"[" * 100_000])
def test_a_success_that_is_not_json_raises_unexpected_response(
    world: str, call: Callable[..., Any], body: bytes
) -> None:
    with ScriptedServer(reply(body)) as server, pytest.raises(UnexpectedResponseError):
        perform(world, server.arguments(), call(world, get_job, "j1"))


@BOTH
@pytest.mark.parametrize("module", [delete_job, get_job_results])
def test_an_unknown_success_status_raises_unexpected_response(world: str, module: ModuleType) -> None:
    unexpected = pytest.raises(UnexpectedResponseError, match="HTTP 299 is not a documented response")
    with ScriptedServer(reply(b"", 299)) as server, unexpected:
        perform(world, server.arguments(), raw(world, module, "j1"))


WRONG = {
    "another status": reply(b"{}", 201),
    "a status beyond 599": reply(b"{}", 600),
    "not modified": reply(b"", 304),
    "a redirect": reply(b"", 302, Location="/elsewhere"),
    "an error without a body": reply(b"", 418),
    "an error with a damaged body": reply(b"\xff{", 503),
    "an error of another shape": reply({"errors": [1]}, 404),
    "cut short": reply(b'{"id": "j', length=100),
    "not HTTP": b"hello\r\n\r\n",
    "a reset": Reset(),
    "a number of 5,000 digits": reply(b'{"cost": ' + b"9" * 5_000 + b"}"),
    "5,000 brackets": reply(b'{"x": ' + b"[" * 5_000 + b"]" * 5_000 + b"}"),
    "another charset": reply(
        '{"id": "\xe9"}'.encode("latin-1"), Content_Type="application/json; charset=latin-1"
    ),
}


@pytest.mark.parametrize("form", ["sync", "asyncio_detailed"])
@pytest.mark.parametrize("wrong", WRONG.values(), ids=WRONG)
def test_raw_calls_only_raise_errors_of_the_facade(form: str, wrong: Any) -> None:
    with ScriptedServer(wrong) as server, pytest.raises(QrtError):
        perform(
            form.removesuffix("_detailed"),
            server.arguments(),
            lambda client: getattr(get_job, form)("j1", client=client.raw),
        )


@BOTH
@pytest.mark.parametrize("charset", ["hex", "bz2", "undefined", "nonsense", "utf-8"])
def test_text_is_decoded_for_any_declared_charset(world: str, charset: str) -> None:
    answer = reply("done \xe9".encode(), Content_Type=f"text/plain; charset={charset}")
    with ScriptedServer(answer) as server:
        assert perform(world, server.arguments(), raw(world, get_job_logs, "j1")) == ["done \xe9"]


@BOTH
def test_a_raw_call_returns_the_parsed_response(world: str) -> None:
    with ScriptedServer(reply({"id": "j1", "status": "Queued"})) as server:
        (job,) = perform(world, server.arguments(), raw(world, get_job, "j1"))
    assert job.id == "j1"


@BOTH
@pytest.mark.parametrize(("status", "body"), [(204, b""), (200, b"{}"), (202, b"done")])
def test_a_raw_call_without_a_body_returns_none(world: str, status: int, body: bytes) -> None:
    with ScriptedServer(reply(body, status)) as server:
        assert perform(world, server.arguments(), raw(world, delete_job, "j1")) == [None]


@BOTH
def test_a_raw_call_raises_the_service_s_errors(world: str) -> None:
    refusal = {"errors": [{"code": 1291, "message": "Job not found"}]}
    with ScriptedServer(reply(refusal, 404)) as server, pytest.raises(NotFoundError) as caught:
        perform(world, server.arguments(), raw(world, get_job, "j1"))
    assert caught.value.code == 1291


def test_the_plain_generated_client_raises_for_every_error_status() -> None:
    refusal = {"errors": [{"code": 1291, "message": "Job not found"}]}
    with ScriptedServer(reply(refusal, 404)) as server:
        client = AuthenticatedClient(base_url=f"{server.url}/api", token="token", verify_ssl=TLS)
        with pytest.raises(UnexpectedStatus) as caught:
            get_job.sync("j1", client=client)
    assert ErrorContainer.from_dict(json.loads(caught.value.content)).errors[0].code == 1291


@pytest.mark.parametrize(
    ("answer", "module", "error"),
    [
        (reply(b"<html></html>"), get_job, UnexpectedBody),
        (reply(b"[]"), get_job, UnexpectedBody),
        (reply(b"[" * 100_000), get_job, UnexpectedBody),
        (reply(b"{}", 299), delete_job, UnexpectedStatus),
        (reply(b"", 204), get_job, UnexpectedStatus),
    ],
)
def test_the_plain_generated_client_raises_its_own_errors(
    answer: bytes, module: ModuleType, error: type[UnexpectedAnswer]
) -> None:
    with (
        ScriptedServer(answer) as server,
        AuthenticatedClient(f"{server.url}/api", token="token", verify_ssl=TLS) as client,
    ):
        for call in (module.sync, module.sync_detailed):
            with pytest.raises(error) as caught:
                call("j1", client=client)
            again = pickle.loads(pickle.dumps(caught.value))
            assert (type(again), again.status_code, again.content) == (
                error,
                caught.value.status_code,
                caught.value.content,
            )
            assert len(str(again)) < 2_000


@BOTH
@pytest.mark.parametrize("value", [float("nan"), object(), {1, 2}])
def test_parameters_that_are_not_json_raise_before_sending(world: str, value: Any) -> None:
    with ScriptedServer(reply({"id": "j1"})) as server:
        with pytest.raises(ConfigurationError, match="cannot be encoded"):
            perform(
                world,
                server.arguments(),
                lambda client: client.jobs.submit("mine", {"value": value}, backend="ibm_fez"),
            )
        assert server.calls == []
