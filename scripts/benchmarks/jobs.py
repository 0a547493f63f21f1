"""Calls and whole jobs, from the circuit to the result, on one emulator."""

from __future__ import annotations

import asyncio
import time
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from functools import partial
from typing import TYPE_CHECKING, Any, NamedTuple

import httpx
from qiskit import qasm3
from qiskit_ibm_runtime import SamplerV2
from qrt_client._version import API_VERSION

from benchmarks.clients import BELL, DEVICE, PEER, SHOTS, emulator, lean, ours, peer
from benchmarks.footprint import WITHOUT_COMMAND
from benchmarks.measuring import Spent, fresh_spent, in_turn, spent
from benchmarks.table import Row, row
from qrt_facade import AsyncRuntimeClient

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Sequence

    from benchmarks.clients import Server
    from benchmarks.measuring import Effort

_LISTED = 100
_THREADS = 16
_PAUSE = 0.25


class _Cost(NamedTuple):
    """The cost of one run: of the client, and the CPU time of the emulator's process."""

    requests: int
    seconds: float | Spent
    emulator: float = 0.0


def one_call(effort: Effort) -> list[Row]:
    """GET one job, with the facade, and with httpx at the same URL with the same headers."""
    calls = effort.size(200, 20)
    with emulator() as server, ours(server.access) as client, lean(server.access) as plain, asyncio.Runner() as loop:  # fmt: skip
        jobs = client.sampler.submit_many([BELL] * _LISTED, backend=DEVICE, shots=SHOTS)
        job_id = jobs[0].wait().id
        address = f"jobs/{job_id}?exclude_params=true"
        listing = f"jobs?limit={_LISTED}&exclude_params=true"
        our_async = AsyncRuntimeClient(**server.access)
        plain_async = httpx.AsyncClient(base_url=plain.base_url, headers=plain.headers)

        async def by_httpx() -> Any:
            return (await plain_async.get(address)).raise_for_status().json()

        async def repeat(call: Callable[[], Awaitable[Any]]) -> None:
            for _ in range(calls):
                await call()

        def awaited(call: Callable[[], Awaitable[Any]]) -> Callable[[], Spent]:
            batch = spent(lambda: loop.run(repeat(call)))
            return lambda: batch().each(calls)

        subjects = {
            "sync": spent(lambda: client.jobs.get(job_id), calls),
            "httpx": spent(lambda: plain.get(address).raise_for_status().json(), calls),
            "async": awaited(lambda: our_async.jobs.get(job_id)),
            "httpx, async": awaited(by_httpx),
            "list": spent(lambda: list(client.jobs.list(limit=_LISTED)), calls // 10),
            "httpx, list": spent(lambda: plain.get(listing).raise_for_status().json(), calls // 10),
        }
        in_turn(subjects, 1)  # connects
        values = in_turn(subjects, effort.rounds(2))
        loop.run(our_async.aclose())
        loop.run(plain_async.aclose())
    sides = {"sync": "httpx", "async": "httpx, async"}
    return [
        *(
            row(f"GET one job, {mode}", values, ours=mode, limit=other, aims={"limit": 1.1}, by="cpu")
            for mode, other in sides.items()
        ),
        row(f"list of {_LISTED} jobs", values, ours="list", limit="httpx, list", by="cpu"),
    ]


def first_call(effort: Effort) -> list[Row]:
    """A new process that imports, creates a client, exchanges the key for a token and gets one job."""
    with emulator() as server, ours(server.access) as client:
        job_id = client.sampler.submit(BELL, backend=DEVICE, shots=SHOTS).wait().id
        given = f"access = {server.access!r}; job_id = {job_id!r}; version = {API_VERSION!r}"
        bare = f"import sys; {WITHOUT_COMMAND}; {given}"
        subjects = {
            "ours": partial(fresh_spent, _FIRST_OF_OURS, given),
            "httpx": partial(fresh_spent, _FIRST_OF_HTTPX, given),
            "ours, no extras": partial(fresh_spent, _FIRST_OF_OURS, bare),
            "httpx, no extras": partial(fresh_spent, _FIRST_OF_HTTPX, bare),
            _GENERATED: partial(fresh_spent, _FIRST_OF_GENERATED, bare),
        }
        in_turn(subjects, 1)  # reads from disk
        values = in_turn(subjects, effort.rounds(2))
    made = "first call of a process"
    return [
        row(made, values, limit="httpx", aims={"limit": 1.15}, by="cpu"),
        # The peer is ours without the facade: attrs, the client and the models of a job.
        row(
            f"{made}, no extras",
            values,
            ours="ours, no extras",
            peer=_GENERATED,
            limit="httpx, no extras",
            aims={"limit": 1.15},
            by="cpu",
        ),
    ]


_GENERATED = "the generated client"


_FIRST_OF_OURS = """
from qrt_facade import RuntimeClient
assert RuntimeClient(**access).jobs.get(job_id).id == job_id
"""
_SIGNED_IN = """
import httpx
client = httpx.Client()
key = {"grant_type": "urn:ibm:params:oauth:grant-type:apikey", "apikey": access["api_key"]}
answer = client.post(f"{access['iam_url']}/identity/token", data=key).raise_for_status()
headers = {
    "Authorization": f"Bearer {answer.json()['access_token']}",
    "Service-CRN": access["instance"],
    "IBM-API-Version": version,
}
"""
_FIRST_OF_GENERATED = (
    _SIGNED_IN
    + """
from qrt_client import Client
from qrt_client.api.jobs import get_job
client.headers.update(headers)
client.base_url = access["base_url"]
mine = Client(base_url=access["base_url"]).set_httpx_client(client)
assert get_job.sync(job_id, client=mine, exclude_params=True).to_dict()["id"] == job_id
"""
)
_FIRST_OF_HTTPX = (
    _SIGNED_IN
    + """
address = access["base_url"] + "/v1/jobs/" + job_id
found = client.get(address, params={"exclude_params": "true"}, headers=headers).raise_for_status().json()
assert found["id"] == job_id
"""
)


def one_job(effort: Effort) -> list[Row]:
    """Requests, and seconds from Completed to the result, for short and longer jobs."""
    rows: list[Row] = []
    with emulator() as server:
        for run_seconds, rounds in ((0.1, effort.rounds()), (effort.size(8, 2), effort.rounds(0.5))):
            # Whether a job ends just after a poll is chance, and must be the same for both clients.
            lasting = [run_seconds * (1 + 0.5 * number / rounds) for number in range(rounds)]
            works = {"ours": _our_job, PEER: _peer_job}
            runs = {name: _one_by_one(server, lasting, work) for name, work in works.items()}
            requests, delays = _apart(in_turn(runs, rounds))
            what = f"one job, running {run_seconds:g} to {run_seconds * 1.5:g} s"
            named = f"{what}: requests, starting with credentials"
            rows.append(row(named, requests, peer=PEER, unit="integer", aims={"peer": 1}))
            rows.append(row(f"{what}: Completed to result", delays, peer=PEER, aims={"peer": 1}))
    return rows


def _one_by_one(
    server: Server, lasting: Sequence[float], run: Callable[[Server], _Cost]
) -> Callable[[], _Cost]:
    lengths = iter(lasting)

    def measure() -> _Cost:
        server.run_for(next(lengths))
        return run(server)

    return measure


def _apart(costs: dict[str, list[_Cost]]) -> tuple[dict[str, list[int]], dict[str, list[float | Spent]]]:
    requests = {name: [cost.requests for cost in each] for name, each in costs.items()}
    return requests, {name: [cost.seconds for cost in each] for name, each in costs.items()}


def _our_job(server: Server) -> _Cost:
    before = server.requests()
    with ours(server.access) as client:
        job = client.sampler.submit(BELL, backend=DEVICE, shots=SHOTS)
        job.wait()
        assert job.result()  # noqa: S101 - a benchmark of nothing would look good
        in_hand, requests = time.time(), server.requests() - before
        finished = job.metrics().finished
        assert finished is not None  # noqa: S101
    return _Cost(requests, in_hand - finished.timestamp())


def _peer_job(server: Server) -> _Cost:
    before = server.requests()
    job = SamplerV2(mode=peer(server.access).backend(DEVICE)).run([qasm3.loads(BELL)], shots=SHOTS)
    assert job.result()  # noqa: S101
    in_hand, requests = time.time(), server.requests() - before
    finished = datetime.fromisoformat(job.metrics()["timestamps"]["finished"])
    return _Cost(requests, in_hand - finished.timestamp())


def many_jobs(effort: Effort) -> list[Row]:
    """Submit jobs, wait for them and fetch the results, from credentials to the last result."""
    count = effort.size(500, 20)
    loop, threads, least = f"{PEER} in a loop", f"{PEER}, {_THREADS} threads", "submit, fetch"
    with emulator(queue_seconds=2, run_seconds=0) as server:
        works: dict[str, Callable[[], object]] = {
            "sync": partial(our_many, server.access, count),
            "different": partial(our_many, server.access, count, different=True),
            "async": lambda: asyncio.run(_our_many_async(server, count)),
            loop: partial(_peer_many, server, count, threads=1),
            threads: partial(_peer_many, server, count, threads=_THREADS),
            "httpx": partial(httpx_many, server.access, count),
            "httpx, different": partial(httpx_many, server.access, count, different=True),
            "httpx, async": lambda: asyncio.run(_httpx_many_async(server, count)),
        }
        runs = {name: partial(_cost, server, work) for name, work in works.items()}
        costs = in_turn(runs, effort.rounds(0.3))
    sent, took = _apart(costs)
    serving = {name: [cost.emulator for cost in each] for name, each in costs.items()}
    # A submission and a result for each job are the minimum.
    asked = {name: [number - 2 * count for number in numbers] for name, numbers in sent.items()}
    sent[least] = [2 * count] * len(sent["sync"])
    rows: list[Row] = []
    for mode, other, by_hand in (("sync", loop, "httpx"), ("async", threads, "httpx, async")):
        what, sides = f"{count} jobs, {mode}", partial(row, ours=mode, peer=other)
        rows += [
            sides(f"{what}: requests", sent, limit=least, unit="integer", aims={"peer": 0.1}),
            sides(f"{what}: other requests", asked, unit="integer", aims={"peer": 0.1}),
            sides(f"{what}: time", took, limit=by_hand, aims={"peer": 0.2, "limit": 1.1}),
            sides(f"{what}: processor of the client", took, limit=by_hand, by="cpu", aims={"limit": 1.1}),
            sides(f"{what}: processor of the emulator", serving, limit=by_hand, aims={"limit": 1.1}),
        ]
    what = f"{count} different circuits, sync: time"
    rows.append(row(what, took, ours="different", limit="httpx, different", aims={"limit": 1.1}))
    return rows


def _cost(server: Server, work: Callable[[], object]) -> _Cost:
    before, serving = server.requests(), server.cpu()
    took = spent(work)()
    return _Cost(server.requests() - before, took, server.cpu() - serving)


def _circuits(count: int, *, different: bool) -> list[str]:
    """Return circuits: the same one, or each with another angle."""
    if not different:
        return [BELL] * count
    return [BELL.replace("rz(pi/2)", f"rz({number / count:.6f})", 1) for number in range(count)]


def our_many(access: dict[str, Any], count: int, *, different: bool = False) -> None:
    """Submit jobs, and fetch each result when its job ends."""
    circuits = _circuits(count, different=different)
    with ours(access) as client:
        jobs = client.sampler.submit_many(circuits, backend=DEVICE, shots=SHOTS)
        assert len([job.result() for job in client.jobs.as_completed(jobs)]) == count  # noqa: S101


async def _our_many_async(server: Server, count: int) -> None:
    async with AsyncRuntimeClient(**server.access) as client:
        submissions = (client.sampler.submit(BELL, backend=DEVICE, shots=SHOTS) for _ in range(count))
        jobs = await asyncio.gather(*submissions)
        async with asyncio.TaskGroup() as fetching:
            async for job in client.jobs.as_completed(jobs):
                fetching.create_task(job.result())


def _peer_many(server: Server, count: int, threads: int) -> None:
    sampler, circuit = SamplerV2(mode=peer(server.access).backend(DEVICE)), qasm3.loads(BELL)
    with ThreadPoolExecutor(threads) as pool:
        jobs = list(pool.map(lambda _: sampler.run([circuit], shots=SHOTS), range(count)))
        assert len(list(pool.map(_result_of_peer, jobs))) == count  # noqa: S101


def _result_of_peer(job: Any) -> Any:
    """Fetch a result again if CPython's `ast`, with which the peer parses arrays, failed among threads (up to 3.11)."""
    try:
        return job.result()
    except SystemError:
        return job.result()


def _body(circuit: str) -> dict[str, Any]:
    """The minimal body of a submission."""
    params = {"pubs": [[circuit]], "shots": SHOTS, "version": 2}
    return {"program_id": "sampler", "backend": DEVICE, "params": params}


async def _httpx_many_async(server: Server, count: int) -> None:
    """The same as `_our_many_async`: all at once, as far as httpx's own connection pool allows."""
    with lean(server.access) as plain:
        headers, base_url = plain.headers, plain.base_url
    async with httpx.AsyncClient(base_url=base_url, headers=headers, timeout=600) as client:

        async def submit() -> str:
            answer = await client.post("jobs", json=_body(BELL))
            return str(answer.raise_for_status().json()["id"])

        async def fetch(job_id: str) -> Any:
            return (await client.get(f"jobs/{job_id}/results")).raise_for_status().json()

        ids = await asyncio.gather(*(submit() for _ in range(count)))
        pending = "jobs?pending=true&limit=1"
        while (await client.get(pending)).raise_for_status().json()["jobs"]:  # noqa: ASYNC110 - nothing here sets an event
            await asyncio.sleep(_PAUSE)
        await asyncio.gather(*(fetch(job_id) for job_id in ids))


def httpx_many(access: dict[str, Any], count: int, *, different: bool = False) -> None:
    """The same with minimal code: the share of the server and the network in the time."""
    circuits = _circuits(count, different=different)
    with lean(access) as client:
        sent = (client.post("jobs", json=_body(circuit)) for circuit in circuits)
        ids = [answer.raise_for_status().json()["id"] for answer in sent]
        while client.get("jobs?pending=true&limit=1").raise_for_status().json()["jobs"]:
            time.sleep(_PAUSE)
        # Kept until the last one is there, as ours are.
        fetched = (client.get(f"jobs/{job_id}/results").raise_for_status().json() for job_id in ids)
        assert len(list(fetched)) == count  # noqa: S101
