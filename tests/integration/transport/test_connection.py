"""Generated operations called through a connection: whose mistake is whose."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from qrt_client.api.backends import get_backend_configuration
from qrt_client.api.jobs import get_job
from support.scripted import ScriptedServer, reply
from support.worlds import perform

from qrt_facade.errors import ConfigurationError, UnexpectedResponseError

if TYPE_CHECKING:
    from collections.abc import Callable

BOTH = pytest.mark.parametrize("world", ["sync", "asyncio"])
CIRCUIT = "OPENQASM 3.0; bit[1] c; c[0] = measure $0;"


def called(world: str, method: str, **arguments: Any) -> Callable[[Any], Any]:
    operation = get_job.sync_detailed if world == "sync" else get_job.asyncio_detailed

    def call(client: Any) -> Any:
        connection = client._connection
        return getattr(connection, method)(operation, client=connection.raw, **arguments)

    return call


@BOTH
@pytest.mark.parametrize("method", ["perform", "read"])
def test_a_keyword_that_the_operation_does_not_have_is_our_mistake(world: str, method: str) -> None:
    with ScriptedServer(reply({})) as server:
        with pytest.raises(TypeError, match="exclude_parameters"):
            perform(world, server.arguments(), called(world, method, id="j1", exclude_parameters=True))
        assert server.calls == []


@BOTH
def test_an_argument_that_the_operation_cannot_write_is_our_mistake(world: str) -> None:
    operation = (
        get_backend_configuration.sync_detailed
        if world == "sync"
        else get_backend_configuration.asyncio_detailed
    )

    def call(client: Any) -> Any:
        return client._connection.perform(operation, "..", client=client._connection.raw)

    with ScriptedServer(reply({})) as server:
        with pytest.raises(ValueError, match=r"get_backend_configuration: id is '\.\.'"):
            perform(world, server.arguments(), call)
        assert server.calls == []


@BOTH
@pytest.mark.parametrize("answer", [{"state": 5}, {"program": [1]}, [5]])
def test_an_answer_of_another_shape_is_the_service_s(world: str, answer: Any) -> None:
    with ScriptedServer(reply(answer)) as server:
        with pytest.raises(UnexpectedResponseError, match="get_job: the answer is not of the shape"):
            perform(world, server.arguments(), called(world, "read", id="j1"))
        assert len(server.calls) == 1


@BOTH
def test_after_a_broken_answer_our_mistake_is_still_ours(world: str) -> None:
    outcomes: list[type[Exception]] = []

    def both(client: Any) -> Any:
        connection = client._connection
        if world == "sync":
            for arguments in ({}, {"wrong": 1}):
                try:
                    connection.perform(get_job.sync_detailed, "j1", client=connection.raw, **arguments)
                except Exception as error:  # noqa: BLE001 - which one is what is tested
                    outcomes.append(type(error))
            return None

        async def awaited() -> None:
            for arguments in ({}, {"wrong": 1}):
                try:
                    await connection.perform(
                        get_job.asyncio_detailed, "j1", client=connection.raw, **arguments
                    )
                except Exception as error:  # noqa: BLE001 - which one is what is tested
                    outcomes.append(type(error))

        return awaited()

    with ScriptedServer(reply([5])) as server:
        perform(world, server.arguments(), both)
    assert outcomes == [UnexpectedResponseError, TypeError]


@BOTH
@pytest.mark.parametrize("status", [202, 204])
def test_an_answer_without_an_object_is_unexpected(world: str, status: int) -> None:
    with ScriptedServer(reply(b"", status)) as server:
        with pytest.raises(
            UnexpectedResponseError, match="is not the JSON object that was expected"
        ) as caught:
            perform(world, server.arguments(), called(world, "read", id="j1"))
        assert caught.value.status == status


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
