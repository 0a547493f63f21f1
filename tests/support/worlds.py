"""Run one test with threads, asyncio and trio."""

from __future__ import annotations

import inspect
from collections import defaultdict
from typing import TYPE_CHECKING, Any

import anyio

from qrt_facade import AsyncRuntimeClient, RuntimeClient

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    import pytest

WORLDS = ("sync", "asyncio", "trio")

MANY_CASES = 4
"""From this number of cases on, every run tries each case in one world, and with --long in all."""
OF_LOOPS = "tests/integration/worlds/"
"""Tests of event loops themselves: every run tries each case in all worlds."""

type_of_client = {"sync": RuntimeClient, "asyncio": AsyncRuntimeClient, "trio": AsyncRuntimeClient}


def perform(world: str, arguments: dict[str, Any], *operations: Callable[[Any], Any]) -> list[Any]:
    """Create a client, perform the operations one after the other, close it, and return the results."""
    if world == "sync":
        with RuntimeClient(**arguments) as client:
            return [drained(operation(client)) for operation in operations]

    async def main() -> list[Any]:
        async with AsyncRuntimeClient(**arguments) as client:
            return [await settled(operation(client)) for operation in operations]

    return anyio.run(main, backend=world)


def drained(value: Any) -> Any:
    return list(value) if inspect.isgenerator(value) else value


async def settled(value: Any) -> Any:
    if inspect.isasyncgen(value):
        return [item async for item in value]
    return await value if inspect.isawaitable(value) else drained(value)


def repeated_in_other_worlds(items: Iterable[pytest.Item]) -> list[pytest.Item]:
    """Return the tests that repeat a case in another world, so that each case remains in one world and none is empty.

    For a test with every pair of case and world, the first case stays in the first world, the second in the second, and
    so on: every test covers both the synchronous and the asyncio client, and each case one of them. This shows all
    differences between cases, because the synchronous client is derived from the other. Tests with fewer than MANY_CASES
    cases, and tests whose cases differ between worlds, are not reduced.
    """
    tests: dict[str, dict[tuple[str, str], pytest.Item]] = defaultdict(dict)
    for item in items:
        if (pair := _case_and_world(item)) and not item.nodeid.startswith(OF_LOOPS):
            tests[item.nodeid.partition("[")[0]][pair] = item
    return [item for pairs in tests.values() for item in _off_the_diagonal(pairs)]


def _case_and_world(item: pytest.Item) -> tuple[str, str] | None:
    """Return the case of a test, by the rest of its id, and its world; None for a test without a world."""
    given = getattr(item, "callspec", None)
    world = given.params.get("world") if given else None
    if world not in WORLDS:
        return None
    parts = item.nodeid.partition("[")[2].removesuffix("]").split("-")
    if world not in parts:
        return None
    parts.remove(world)
    return "-".join(parts), world


def _off_the_diagonal(pairs: dict[tuple[str, str], pytest.Item]) -> list[pytest.Item]:
    cases, worlds = (list(dict.fromkeys(names)) for names in zip(*pairs, strict=True))
    if len(cases) < MANY_CASES or len(pairs) != len(cases) * len(worlds):
        return []
    stays = {(case, worlds[place % len(worlds)]) for place, case in enumerate(cases)}
    return [item for pair, item in pairs.items() if pair not in stays]
