"""Generated operations called through a connection: whose mistake is whose."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest
from qrt_client import AuthenticatedClient
from qrt_client.api.backends import get_backend_configuration
from qrt_client.api.jobs import delete_job, get_job
from qrt_client.errors import UnexpectedStatus
from qrt_client.models import ErrorContainer
from support.scripted import ScriptedServer, reply
from support.worlds import perform

from qrt_facade.errors import ConfigurationError, NotFoundError, UnexpectedResponseError

if TYPE_CHECKING:
    from collections.abc import Callable
    from types import ModuleType

BOTH = pytest.mark.parametrize("world", ["sync", "asyncio"])


def raw(world: str, module: ModuleType, *positional: Any, **arguments: Any) -> Callable[[Any], Any]:
    """The generated operation of a module, called with `client.raw`."""
    operation = module.sync if world == "sync" else module.asyncio
    return lambda client: operation(*positional, client=client.raw, **arguments)


def read(world: str, module: ModuleType, *positional: Any, **arguments: Any) -> Callable[[Any], Any]:
    """The same by the connection, which returns JSON objects."""
    operation = module.sync_detailed if world == "sync" else module.asyncio_detailed
    return lambda client: client._connection.read(operation, *positional, client=client.raw, **arguments)


CALLS = pytest.mark.parametrize("call", [raw, read])


@BOTH
@CALLS
def test_a_keyword_that_the_operation_does_not_have_is_our_mistake(
    world: str, call: Callable[..., Any]
) -> None:
    with ScriptedServer(reply({})) as server:
        with pytest.raises(TypeError, match="exclude_parameters"):
            perform(world, server.arguments(), call(world, get_job, "j1", exclude_parameters=True))
        assert server.calls == []


@BOTH
@CALLS
def test_an_argument_that_the_operation_cannot_write_is_our_mistake(
    world: str, call: Callable[..., Any]
) -> None:
    with ScriptedServer(reply({})) as server:
        with pytest.raises(ValueError, match=r"get_backend_configuration: id is '\.\.'"):
            perform(world, server.arguments(), call(world, get_backend_configuration, ".."))
        assert server.calls == []


@BOTH
@CALLS
@pytest.mark.parametrize("answer", [{"state": 5}, {"program": [1]}, [5], "j1", 7, None])
def test_an_answer_of_another_shape_is_the_service_s(
    world: str, call: Callable[..., Any], answer: Any
) -> None:
    with ScriptedServer(reply(answer)) as server:
        with pytest.raises(UnexpectedResponseError, match="get_job: the answer is not of the shape"):
            perform(world, server.arguments(), call(world, get_job, "j1"))
        assert len(server.calls) == 1


@BOTH
@CALLS
@pytest.mark.parametrize("status", [202, 204, 299])
@pytest.mark.parametrize("body", [b"", b"{}"])
def test_a_success_of_a_kind_that_the_api_does_not_promise_is_unexpected(
    world: str, call: Callable[..., Any], status: int, body: bytes
) -> None:
    with ScriptedServer(reply(b"" if status == 204 else body, status)) as server:
        with pytest.raises(
            UnexpectedResponseError, match=f"get_job: the API promises no answer with HTTP {status}"
        ) as caught:
            perform(world, server.arguments(), call(world, get_job, "j1"))
        assert caught.value.status == status


@BOTH
@CALLS
@pytest.mark.parametrize("body", [b"", b"<html></html>", b"{", b"\xff", b"[" * 100_000])
def test_a_success_that_is_not_json_is_unexpected(world: str, call: Callable[..., Any], body: bytes) -> None:
    with ScriptedServer(reply(body)) as server, pytest.raises(UnexpectedResponseError):
        perform(world, server.arguments(), call(world, get_job, "j1"))


@BOTH
def test_a_raw_call_returns_what_a_success_brings(world: str) -> None:
    with ScriptedServer(reply({"id": "j1", "status": "Queued"})) as server:
        (job,) = perform(world, server.arguments(), raw(world, get_job, "j1"))
    assert job.id == "j1"


@BOTH
@pytest.mark.parametrize(("status", "body"), [(204, b""), (200, b"{}"), (202, b"done")])
def test_a_raw_call_that_brings_nothing_returns_none(world: str, status: int, body: bytes) -> None:
    with ScriptedServer(reply(body, status)) as server:
        assert perform(world, server.arguments(), raw(world, delete_job, "j1")) == [None]


@BOTH
def test_a_raw_call_raises_what_the_service_refuses(world: str) -> None:
    refusal = {"errors": [{"code": 1291, "message": "Job not found"}]}
    with ScriptedServer(reply(refusal, 404)) as server, pytest.raises(NotFoundError) as caught:
        perform(world, server.arguments(), raw(world, get_job, "j1"))
    assert caught.value.code == 1291


def test_the_generated_client_alone_raises_whatever_is_no_success() -> None:
    refusal = {"errors": [{"code": 1291, "message": "Job not found"}]}
    with ScriptedServer(reply(refusal, 404)) as server:
        client = AuthenticatedClient(base_url=f"{server.url}/api", token="token")
        with pytest.raises(UnexpectedStatus) as caught:
            get_job.sync("j1", client=client)
    assert ErrorContainer.from_dict(json.loads(caught.value.content)).errors[0].code == 1291


@BOTH
@pytest.mark.parametrize("value", [float("nan"), object(), {1, 2}])
def test_parameters_that_are_no_json_are_refused_before_anything_is_sent(world: str, value: Any) -> None:
    with ScriptedServer(reply({"id": "j1"})) as server:
        with pytest.raises(ConfigurationError, match="cannot be encoded"):
            perform(
                world,
                server.arguments(),
                lambda client: client.jobs.submit("mine", {"value": value}, backend="ibm_fez"),
            )
        assert server.calls == []
