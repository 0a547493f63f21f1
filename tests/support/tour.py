"""A tour of the facade: every method that calls an operation, once, with every argument that it sends."""

from __future__ import annotations

import contextlib
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import anyio
import httpx
from support.circuits import FLIP
from support.scripted import TLS
from support.worlds import settled, type_of_client

from qrt_facade import ConflictError

if TYPE_CHECKING:
    from collections.abc import Iterable

WINDOW = {"created_after": "2026-01-01T00:00:00Z", "created_before": "2031-01-01T00:00:00Z"}


@dataclass(frozen=True)
class Exchange:
    """A request as it was sent, and its response with the decoded body."""

    request: httpx.Request
    response: httpx.Response


class Traffic(httpx.BaseTransport, httpx.AsyncBaseTransport):
    """A transport for either kind of client that sends requests and records both sides."""

    def __init__(self) -> None:
        self._sync = httpx.HTTPTransport(verify=TLS)
        self._async = httpx.AsyncHTTPTransport(verify=TLS)
        self.exchanges: list[Exchange] = []

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        request.read()
        answer = self._sync.handle_request(request)
        return self._kept(request, answer, answer.iter_raw())

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        await request.aread()
        answer = await self._async.handle_async_request(request)
        return self._kept(request, answer, [chunk async for chunk in answer.aiter_raw()])

    def close(self) -> None:
        self._sync.close()

    async def aclose(self) -> None:
        await self._async.aclose()

    def _kept(
        self, request: httpx.Request, answer: httpx.Response, chunks: Iterable[bytes]
    ) -> httpx.Response:
        raw = b"".join(chunks)
        self.exchanges.append(Exchange(request, _whole(answer, raw)))
        return _whole(answer, raw)


def _whole(answer: httpx.Response, raw: bytes) -> httpx.Response:
    return httpx.Response(answer.status_code, headers=answer.headers, content=raw)


def toured(world: str, arguments: dict[str, Any]) -> list[Exchange]:
    """Run the tour with a client of this kind, and return the traffic."""
    traffic = Traffic()
    anyio.run(_tour, type_of_client[world](**arguments, transport=traffic))
    return traffic.exchanges


async def _tour(client: Any) -> None:
    """Call the facade's methods once; the results of a synchronous client need no awaiting."""
    for call in (
        client.versions,
        client.usage,
        client.instance,
        client.instances.configuration,
        client.account,
        client.analytics.filters,
    ):
        await settled(call())
    interval: dict[str, Any] = {
        "backends": ["ibm_fez"],
        "start": "2026-01-01",
        "end": "2031-01-01",
        "simulators": False,
    }
    await settled(client.analytics.usage(**interval))
    await settled(client.analytics.usage_by_date(**interval))
    await settled(client.analytics.usage_grouped("backend", **interval))
    await settled(client.instances.set_configuration(instance_limit=None))
    await settled(client.tags.search("some tag"))
    backend = await settled(client.backends.get("ibm_fez"))
    for call in (backend.status, backend.configuration, backend.properties, backend.defaults):
        await settled(call())
    session = await settled(client.sessions.create(backend=backend, mode="batch", max_ttl=600))
    options: dict[str, Any] = {"tags": ["toured"], "max_execution_time": 300, "log_level": "info"}
    job = await settled(session.sampler.submit(FLIP, **options))
    with contextlib.suppress(ConflictError):  # it may already have ended
        await settled(job.cancel())
    await settled(job.wait())
    for call in (job.logs, job.metrics, job.params):
        await settled(call())
    await settled(job.set_tags(["toured"]))
    await settled(session.details())
    await settled(session.close())
    await settled(session.cancel())
    finished = await settled(client.sampler.submit(FLIP, backend=backend, private=False))
    await settled(finished.result())
    await _lists(client, session)
    await settled(finished.delete())
    await settled(client.aclose() if hasattr(client, "aclose") else client.close())


async def _lists(client: Any, session: Any) -> None:
    """Call the lists with every filter, and with so few that something is found."""
    narrow: dict[str, Any] = {
        "limit": 1,
        "backend": "ibm_fez",
        "tags": ["toured"],
        "descending": False,
        **WINDOW,
    }
    await settled(client.jobs.list(**narrow, pending=False, program="sampler", session=session.id))
    await settled(client.jobs.list(limit=1))
    await settled(
        client.workloads.list(**narrow, mode="job", status=["completed"], search="toured", mine=True)
    )
    await settled(client.workloads.list(limit=1))
