"""When a cancellation waits for the response to a request that must not be cut off."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

import anyio
import pytest
from support.scripted import Clock

from qrt_facade._base.http_library import httpx
from qrt_facade._policy.flights import (
    Flight,
    flight_of,
    note_headers_sent,
    uninterrupted,
    uninterrupted_async,
)
from qrt_facade._policy.tokens import TOKEN_PATH

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from support.timing import Pauses


@pytest.fixture
def clock(pauses: Pauses) -> Clock:
    clock = Clock()
    pauses(clock=clock)
    return clock


def test_a_request_is_under_way_from_departure_to_its_response(clock: Clock) -> None:
    flight = Flight()
    assert (flight.departures, flight.under_way, flight.sent_at) == (0, False, None)
    flight.departs()
    assert (flight.departures, flight.under_way, flight.sent_at) == (1, True, clock.now)
    for refused_unread in (401, 429):
        flight.departs()
        flight.answered(refused_unread)
        assert not flight.under_way
    for answered in (200, 400, 409, 503):
        flight.departs()
        flight.answered(answered)
        assert flight.under_way
    flight.failed(httpx.ReadError("cut"))
    assert flight.under_way
    flight.failed(httpx.ConnectError("refused"))
    assert not flight.under_way
    assert flight.departures == 7
    clock.now += 5
    flight.leaves()
    assert (flight.sent_at, flight.departures, flight.under_way) == (clock.now, 7, False)


@pytest.mark.parametrize(
    ("method", "path", "counts"),
    [
        ("POST", "/api/v1/jobs", True),
        ("POST", "/api/v1/sessions", True),
        ("POST", TOKEN_PATH, False),
        ("GET", "/api/v1/jobs/j1/results", True),
        ("GET", "/api/v1/jobs/j1", False),
        ("PUT", "/api/v1/jobs/j1/results", False),
        ("DELETE", "/api/v1/jobs/j1", False),
    ],
)
def test_only_requests_that_create_something_or_read_a_result_are_uninterruptible(
    clock: Clock, method: str, path: str, counts: bool
) -> None:
    flight = Flight()

    def operation() -> Flight | None:
        note_headers_sent(method, path)
        return flight_of(method, path)

    assert operation() is None
    assert uninterrupted(flight, operation) is (flight if counts else None)
    assert flight.sent_at == (clock.now if counts else None)
    assert operation() is None

    async def asynchronous() -> Flight | None:
        return operation()

    async def main() -> tuple[Flight | None, Flight | None]:
        return await uninterrupted_async(flight, asynchronous), operation()

    for world in ("asyncio", "trio"):
        assert anyio.run(main, backend=world) == (flight if counts else None, None)


def cancelled(operation: Callable[[Flight, asyncio.Event], Awaitable[str]]) -> tuple[list[str], Flight]:
    """Cancel the task of an operation once, before its response arrives; return the order of events."""
    happened: list[str] = []
    flight = Flight()

    async def main() -> None:
        answer = asyncio.Event()

        async def performed() -> str:
            try:
                return await operation(flight, answer)
            except asyncio.CancelledError:
                happened.append("cut off")
                raise
            finally:
                happened.append("over")

        task = asyncio.create_task(uninterrupted_async(flight, performed))
        for _ in range(5):
            await asyncio.sleep(0)
        task.cancel()
        for _ in range(5):
            await asyncio.sleep(0)
        happened.append("answered")
        answer.set()
        with pytest.raises(asyncio.CancelledError):
            await task

    asyncio.run(main())
    return happened, flight


def test_cancellation_waits_for_the_response_to_the_request_under_way() -> None:
    async def operation(flight: Flight, answer: asyncio.Event) -> str:
        flight.departs()
        await answer.wait()
        return "job"

    assert cancelled(operation)[0] == ["answered", "over"]


def test_cancellation_before_the_request_departs_takes_effect_immediately() -> None:
    async def operation(flight: Flight, answer: asyncio.Event) -> str:
        await answer.wait()
        flight.departs()
        return "job"

    happened, flight = cancelled(operation)
    assert (happened, flight.departures) == (["cut off", "over", "answered"], 0)


def test_cancellation_takes_effect_if_the_request_was_refused_unread() -> None:
    async def operation(flight: Flight, answer: asyncio.Event) -> str:
        flight.departs()
        await answer.wait()
        flight.answered(429)
        await asyncio.sleep(10)  # the pause before it is sent again
        return "job"

    happened, flight = cancelled(operation)
    assert (happened, flight.departures) == (["answered", "cut off", "over"], 1)


def test_an_operation_that_ends_a_cost_is_not_cut_off() -> None:
    async def main() -> list[str]:
        happened: list[str] = []

        async def ending() -> None:
            await asyncio.sleep(0.01)
            happened.append("ended")

        task = asyncio.create_task(Flight(whole=True).complete(ending))
        await asyncio.sleep(0)
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task
        return happened

    assert asyncio.run(main()) == ["ended"]


def test_an_uninterrupted_operation_returns_its_result_or_raises_its_error() -> None:
    async def good() -> int:
        return 5

    async def bad() -> int:
        raise ValueError("a mistake")

    async def main() -> None:
        assert await uninterrupted_async(Flight(), good) == 5
        with pytest.raises(ValueError, match="a mistake"):
            await uninterrupted_async(Flight(), bad)

    for world in ("asyncio", "trio"):
        anyio.run(main, backend=world)


@pytest.mark.parametrize("world", ["asyncio", "trio"])
def test_a_cancelled_scope_waits_for_the_response_too(world: str) -> None:
    async def main() -> list[str]:
        happened: list[str] = []
        with anyio.CancelScope() as scope:

            async def operation() -> None:
                flight.departs()
                scope.cancel()
                await anyio.sleep(0.001)
                happened.append("answered")

            flight = Flight()
            await uninterrupted_async(flight, operation)
            happened.append("went on")
        return happened

    assert anyio.run(main, backend=world) == ["answered"]
