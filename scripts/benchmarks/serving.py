"""The emulator's cost as a server, compared with an application that does nothing on the same server."""

from __future__ import annotations

import asyncio
import json
import time
from functools import partial
from itertools import cycle, islice
from typing import TYPE_CHECKING, Any, NamedTuple
from urllib.parse import urlsplit

from benchmarks.clients import BELL, DEVICE, SHOTS, emulator, lean
from benchmarks.jobs import httpx_many
from benchmarks.measuring import in_turn
from benchmarks.table import Row, row

if TYPE_CHECKING:
    from starlette.types import Receive, Scope, Send

    from benchmarks.clients import Server
    from benchmarks.measuring import Effort

_CLIENTS = 200
_NOTHING = "no-op handler"
_HALF = 3.2
"""Half of the emulator's first measured cost per job, as a multiple of the application that does nothing.

At that time h11 parsed the requests of both. Now httptools does, which is a greater part of an application that does
nothing.
"""


async def nothing(scope: Scope, receive: Receive, send: Send) -> None:
    """Send the minimal responses that the clients below need, and do nothing else."""
    answer = b'{"id": "d0000000000000000000", "access_token": "none", "jobs": []}'
    if scope["method"] == "POST":
        while (await receive()).get("more_body"):
            pass
    headers = [(b"content-type", b"application/json"), (b"content-length", str(len(answer)).encode())]
    await send({"type": "http.response.start", "status": 200, "headers": headers})
    await send({"type": "http.response.body", "body": answer})


def share(effort: Effort) -> list[Row]:
    """The emulator's own CPU time per job when many jobs are submitted, waited for and fetched with httpx.

    Without and with the simulation processes: for identical circuits, and for different ones.
    """
    count = effort.size(500, 20)

    def each(server: Server) -> float:
        before = server.cpu()
        httpx_many(server.access, count)
        return (server.cpu() - before) / count

    def with_simulation(server: Server, *, different: bool) -> float:
        before = server.all_cpu()
        httpx_many(server.access, count, different=different)
        return (server.all_cpu() - before) / count

    with (
        emulator(queue_seconds=2, run_seconds=0) as real,
        emulator(queue_seconds=600, application=nothing) as idle,
    ):
        sides = {"ours": real, _NOTHING: idle}
        values = in_turn({side: partial(each, server) for side, server in sides.items()}, effort.rounds())
        whole = {
            name: in_turn(
                {
                    side: partial(with_simulation, server, different=different)
                    for side, server in sides.items()
                },
                effort.rounds(0.5),
            )
            for name, different in {"equal": False, "different": True}.items()
        }
    what = f"one of {count} jobs submitted, waited for, fetched"
    return [
        row(f"the emulator's own cpu, {what}", values, limit=_NOTHING, aims={"limit": _HALF}),
        *(
            row(f"cpu with simulation, {what}, {name} circuits", taken, limit=_NOTHING)
            for name, taken in whole.items()
        ),
    ]


class _Load(NamedTuple):
    """The observations of many concurrent clients, and the cost for the server."""

    rate: int
    p99: float
    cpu: float


def crowd(effort: Effort) -> list[Row]:
    """Many concurrent clients, each with its own connection: lists of jobs, single jobs, submissions.

    The jobs stay Queued, so that nothing is simulated.
    """
    requests = effort.size(30, 3)
    with emulator(queue_seconds=600) as real, emulator(queue_seconds=600, application=nothing) as idle:
        loads = in_turn(
            {"ours": partial(_load, real, requests), _NOTHING: partial(_load, idle, requests)},
            effort.rounds(),
        )
    what = f"{_CLIENTS} clients, list, get and submit in turn"
    made = [
        ("requests a second", "integer", "rate"),
        ("latency, p99", "second", "p99"),
        ("the server's cpu, one request", "second", "cpu"),
    ]
    return [
        row(
            f"{what}: {title}", {side: [getattr(load, field) for load in each] for side, each in loads.items()},
            limit=_NOTHING, unit="integer" if unit == "integer" else "second",
        )
        for title, unit, field in made
    ]  # fmt: skip


def _load(server: Server, requests: int) -> _Load:
    address = urlsplit(server.access["base_url"])
    with lean(server.access) as client:
        client.post(
            f"{server.access['iam_url']}/emulator/reset"
        )  # jobs of earlier rounds would make the lists longer
    with lean(server.access) as client:
        headers = client.headers
        submission = json.dumps(
            {
                "program_id": "sampler",
                "backend": DEVICE,
                "params": {"pubs": [[BELL]], "shots": SHOTS, "version": 2},
            }
        ).encode()
        job_id = client.post("jobs", content=submission).raise_for_status().json()["id"]
    sent = "".join(f"{name}: {value}\r\n" for name, value in headers.items())

    def message(line: str, body: bytes = b"") -> bytes:
        length = f"Content-Length: {len(body)}\r\n" if body else ""
        return f"{line} HTTP/1.1\r\nHost: {address.netloc}\r\n{sent}{length}\r\n".encode() + body

    kinds = [
        message(f"GET {address.path}/v1/jobs?limit=10"),
        message(f"GET {address.path}/v1/jobs/{job_id}?exclude_params=true"),
        message(f"POST {address.path}/v1/jobs", submission),
    ]
    before = server.cpu()
    latencies, passed = asyncio.run(_crowd(address.hostname or "", address.port or 0, kinds, requests))
    count = len(latencies)
    return _Load(round(count / passed), sorted(latencies)[int(count * 0.99)], (server.cpu() - before) / count)


async def _crowd(host: str, port: int, kinds: list[bytes], requests: int) -> tuple[list[float], float]:
    """Let each client send requests one after the other; return the seconds of each response, and of all together."""
    latencies: list[float] = []
    connections = [await asyncio.open_connection(host, port) for _ in range(_CLIENTS)]

    async def client(first: int, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        for content in islice(cycle(kinds), first % len(kinds), first % len(kinds) + requests):
            begun = time.perf_counter()
            writer.write(content)
            await _answer(reader)
            latencies.append(time.perf_counter() - begun)
        writer.close()

    all_begun = time.perf_counter()
    async with asyncio.TaskGroup() as clients:
        for number, connection in enumerate(connections):
            clients.create_task(client(number, *connection))
    return latencies, time.perf_counter() - all_begun


async def _answer(reader: asyncio.StreamReader) -> Any:
    """Read one response to its end.

    Raises:
        RuntimeError: The status is not 200.
    """
    header = (await reader.readuntil(b"\r\n\r\n")).lower()
    if b" 200 " not in header.partition(b"\r\n")[0]:
        raise RuntimeError(header.decode("latin-1"))
    length = header.partition(b"content-length:")[2].partition(b"\r\n")[0]
    return await reader.readexactly(int(length))
