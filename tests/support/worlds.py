"""One test for three worlds: threads, asyncio and trio."""

from __future__ import annotations

import inspect
from typing import TYPE_CHECKING, Any

import anyio
import pytest

from qrt_facade import AsyncRuntimeClient, RuntimeClient

if TYPE_CHECKING:
    from collections.abc import Callable

WORLDS = ("sync", "asyncio", "trio")
MOST_WORLDS = ("sync", "asyncio", pytest.param("trio", marks=pytest.mark.long))
"""For sweeps over many cases, which take long in all three."""

type_of_client = {"sync": RuntimeClient, "asyncio": AsyncRuntimeClient, "trio": AsyncRuntimeClient}


def perform(world: str, arguments: dict[str, Any], *operations: Callable[[Any], Any]) -> list[Any]:
    """Make a client, perform the operations one after the other, close it, and return what they gave."""
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
