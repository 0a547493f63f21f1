"""What the facade adds to one call."""

from __future__ import annotations

import asyncio
import time
from typing import TYPE_CHECKING

from benchmarks.clients import BELL, DEVICE, SHOTS, ours, ours_async, service_headers
from benchmarks.measuring import in_turn, seconds
from benchmarks.server import counting
from benchmarks.table import Aim, Row

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable
    from typing import Any

    from benchmarks.measuring import Effort

_AIMS = (Aim("limit", 1.3),)


def one_call(effort: Effort) -> list[Row]:
    """GET one job: through the facade, and by httpx of the same address with the same headers."""
    with counting() as server:
        with ours(server.url) as client:
            job = client.sampler.submit(BELL, backend=DEVICE, shots=SHOTS).wait()
        headers = service_headers(server.url)
        address = f"{server.url}/api/v1/jobs/{job.id}?exclude_params=true"
        calls, rounds = effort.size(200, 20), effort.rounds(2)
        return [
            _blocking(server.url, job.id, address, headers, rounds=rounds, calls=calls),
            asyncio.run(_awaited(server.url, job.id, address, headers, rounds=rounds, calls=calls)),
        ]


def _blocking(
    url: str, job_id: str, address: str, headers: dict[str, str], *, rounds: int, calls: int
) -> Row:
    import httpx

    with ours(url) as client, httpx.Client(headers=headers) as plain:

        def by_httpx() -> Any:
            return plain.get(address).raise_for_status().json()

        def by_facade() -> Any:
            return client.jobs.get(job_id)

        by_httpx(), by_facade()
        subjects = {"facade": seconds(by_facade, calls), "httpx": seconds(by_httpx, calls)}
        measured = in_turn(subjects, rounds)
    return Row("GET one job, sync", "s", measured["facade"], None, measured["httpx"], _AIMS)


async def _awaited(
    url: str, job_id: str, address: str, headers: dict[str, str], *, rounds: int, calls: int
) -> Row:
    import httpx

    from benchmarks.table import Series

    async with ours_async(url) as client, httpx.AsyncClient(headers=headers) as plain:

        async def by_httpx() -> Any:
            return (await plain.get(address)).raise_for_status().json()

        async def by_facade() -> Any:
            return await client.jobs.get(job_id)

        values: dict[str, list[float]] = {"facade": [], "httpx": []}
        works: list[tuple[str, Callable[[], Awaitable[Any]]]] = [("facade", by_facade), ("httpx", by_httpx)]
        for _, work in works:
            await work()
        for number in range(rounds):
            for name, work in works[:: 1 if number % 2 else -1]:
                begun = time.perf_counter()
                for _ in range(calls):
                    await work()
                values[name].append((time.perf_counter() - begun) / calls)
    facade, limit = (Series(name, tuple(measured)) for name, measured in values.items())
    return Row("GET one job, async", "s", facade, None, limit, _AIMS)
