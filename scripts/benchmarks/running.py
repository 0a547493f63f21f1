"""Whole jobs, from the circuit to its result in hand, on one emulator."""

from __future__ import annotations

import asyncio
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from benchmarks.byhand import by_hand
from benchmarks.clients import BELL, DEVICE, SHOTS, bell_circuit, ours, ours_async, peer
from benchmarks.server import counting
from benchmarks.table import Aim, Row, Series

if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

    from benchmarks.measuring import Effort
    from benchmarks.server import CountingServer

_PEER = "qiskit-ibm-runtime"
_THREADS = 16


@dataclass(frozen=True)
class _Ran:
    """What one run cost."""

    requests: float
    seconds: float

    @classmethod
    def of(cls, server: CountingServer, work: Callable[[], Any]) -> _Ran:
        before, begun = server.requests(), time.perf_counter()
        work()
        passed = time.perf_counter() - begun
        return cls(server.requests() - before, passed)


def one_job(effort: Effort) -> list[Row]:
    """Requests, and seconds from Completed to the result in hand, for jobs that run shortly and for longer ones."""
    rows: list[Row] = []
    with counting("0.2", "0.1") as server:
        for run_seconds, rounds in ((0.1, effort.rounds()), (effort.size(8, 2), effort.rounds(0.5))):
            # When a job ends between two questions is chance, and must be the same for both clients.
            lasting = [run_seconds * (1 + 0.5 * number / rounds) for number in range(rounds)]
            our_requests, our_delays = _one_by_one(server, lasting, _our_job)
            peer_requests, peer_delays = _one_by_one(server, lasting, _peer_job)
            what = f"one job, running {run_seconds:g} to {run_seconds * 1.5:g} s"
            rows += [
                Row(
                    f"{what}: requests, from credentials on", "",
                    Series("ours", our_requests), Series(_PEER, peer_requests), None, (Aim("peer", 1),),
                ),
                Row(
                    f"{what}: Completed to result in hand", "s",
                    Series("ours", our_delays), Series(_PEER, peer_delays), None, (Aim("peer", 1),),
                ),
            ]  # fmt: skip
    return rows


def _one_by_one(
    server: CountingServer, lasting: list[float], run: Callable[[CountingServer], tuple[float, float]]
) -> tuple[tuple[float, ...], tuple[float, ...]]:
    measured = []
    for run_seconds in lasting:
        server.run_for(run_seconds)
        measured.append(run(server))
    requests, delays = zip(*measured, strict=True)
    return requests, delays


def _our_job(server: CountingServer) -> tuple[float, float]:
    before = server.requests()
    with ours(server.url) as client:
        job = client.sampler.submit(BELL, backend=DEVICE, shots=SHOTS)
        job.wait()
        assert job.result()  # noqa: S101 - a benchmark of nothing would look good
        in_hand = time.time()
        requests = server.requests() - before
        finished = job.metrics().finished
        assert finished is not None  # noqa: S101
    return requests, in_hand - finished.timestamp()


def _peer_job(server: CountingServer) -> tuple[float, float]:
    from qiskit_ibm_runtime import SamplerV2

    before = server.requests()
    service = peer(server.url)
    job = SamplerV2(mode=service.backend(DEVICE)).run([bell_circuit()], shots=SHOTS)
    assert job.result()  # noqa: S101
    in_hand = time.time()
    requests = server.requests() - before
    finished = datetime.fromisoformat(job.metrics()["timestamps"]["finished"])
    return requests, in_hand - finished.timestamp()


def many_jobs(effort: Effort) -> list[Row]:
    """Jobs that are submitted, waited for and fetched, from credentials to the last result."""
    count = effort.size(500, 20)
    with counting("2", "0") as server:
        works = {
            "sync": _our_many(server, count),
            "async": lambda: asyncio.run(_our_many_async(server.url, count)),
            f"{_PEER} in a loop": _peer_many(server, count, threads=1),
            f"{_PEER}, {_THREADS} threads": _peer_many(server, count, threads=_THREADS),
            "httpx by hand": lambda: by_hand(server.url, count),
        }
        ran: dict[str, list[_Ran]] = {name: [] for name in works}
        for _ in range(effort.rounds(0.3)):
            for name, work in works.items():
                ran[name].append(_Ran.of(server, work))
    pairs = (("sync", f"{_PEER} in a loop"), ("async", f"{_PEER}, {_THREADS} threads"))
    return [row for mode, other in pairs for row in _compared(count, mode, other, ran)]


def _compared(count: int, mode: str, other: str, ran: dict[str, list[_Ran]]) -> list[Row]:
    # A submission and a result for each job are what nobody can do without.
    least = 2.0 * count
    mine, theirs = (
        {
            "sent": Series(name, tuple(run.requests for run in ran[name])),
            "asked": Series(name, tuple(run.requests - least for run in ran[name])),
            "took": Series(name, tuple(run.seconds for run in ran[name])),
        }
        for name in (mode, other)
    )
    fewer = (Aim("peer", 1 / 10),)
    by_hand_took = Series("httpx by hand", tuple(run.seconds for run in ran["httpx by hand"]))
    floor = Series("submit, fetch", (least,) * len(ran[mode]))
    return [
        Row(f"{count} jobs, {mode}: requests", "", mine["sent"], theirs["sent"], floor, fewer),
        Row(
            f"{count} jobs, {mode}: requests without submissions and results",
            "",
            mine["asked"],
            theirs["asked"],
            None,
            fewer,
        ),
        Row(
            f"{count} jobs, {mode}: time",
            "s",
            mine["took"],
            theirs["took"],
            by_hand_took,
            (Aim("peer", 1 / 5),),
        ),
    ]


def _our_many(server: CountingServer, count: int) -> Callable[[], None]:
    def work() -> None:
        with ours(server.url) as client:
            jobs = client.sampler.submit_many([BELL] * count, backend=DEVICE, shots=SHOTS)
            assert len([job.result() for job in client.jobs.as_completed(jobs)]) == count  # noqa: S101

    return work


async def _our_many_async(url: str, count: int) -> None:
    async with ours_async(url) as client:
        submissions = (client.sampler.submit(BELL, backend=DEVICE, shots=SHOTS) for _ in range(count))
        jobs = await asyncio.gather(*submissions)
        async with asyncio.TaskGroup() as fetching:
            async for job in client.jobs.as_completed(jobs):
                fetching.create_task(job.result())


def _peer_many(server: CountingServer, count: int, threads: int) -> Callable[[], None]:
    def work() -> None:
        from qiskit_ibm_runtime import SamplerV2

        sampler, circuit = SamplerV2(mode=peer(server.url).backend(DEVICE)), bell_circuit()
        with ThreadPoolExecutor(threads) as pool:
            jobs = list(pool.map(lambda _: sampler.run([circuit], shots=SHOTS), range(count)))
            assert len(list(pool.map(_result_of_peer, jobs))) == count  # noqa: S101

    return work


def _result_of_peer(job: Any) -> Any:
    """Fetch a result again where CPython's `ast`, by which the peer reads arrays, failed among threads (up to 3.11)."""
    try:
        return job.result()
    except SystemError:
        return job.result()
