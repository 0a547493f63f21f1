"""How time and memory grow with the number of shots and of jobs; each size is compared with the previous one."""

from __future__ import annotations

from functools import partial
from itertools import pairwise
from typing import TYPE_CHECKING

from benchmarks import bodies
from benchmarks.clients import BELL, DEVICE, SHOTS, emulator, ours
from benchmarks.measuring import Spent, allocated, spent
from benchmarks.table import Row, row
from qrt_facade.results import decode_result

if TYPE_CHECKING:
    from benchmarks.measuring import Effort
    from qrt_facade import RuntimeClient

_TWO_PAGES = 400  # a page is still in memory while the next one is parsed


def growth(effort: Effort) -> list[Row]:
    """Decode increasing numbers of shots; submit and list increasing numbers of jobs."""
    shots = [1_000, 10_000, 100_000, 1_000_000, 10_000_000][: effort.size(5, 3)]
    return [
        *_shots(shots, effort.rounds(0.4)),
        *_jobs([10, 100, 1_000][: effort.size(3, 2)], effort.rounds()),
    ]


def _shots(sizes: list[int], rounds: int) -> list[Row]:
    times: dict[str, list[Spent]] = {}
    for size in sizes:
        decode = partial(decode_result, "sampler", bodies.plain(bodies.all_distinct(size)))
        measure = spent(decode, max(1, 100_000 // size))
        times[f"{size:,} shots"] = [measure().each(size) for _ in range(rounds)]
    memory = {"ours": [allocated(decode)], "the array": [size * bodies.WIDTH]}
    what = f"decode {size:,} shots: peak memory, without the body"
    return [
        *_steps("decode, for each shot", times),
        row(what, memory, limit="the array", unit="byte", aims={"limit": 2}),
    ]


def _jobs(sizes: list[int], rounds: int) -> list[Row]:
    submitting: dict[str, list[Spent]] = {}
    listing: dict[str, list[Spent]] = {}
    with (
        emulator(queue_seconds=86400, run_seconds=0) as server,
        ours(server.access) as client,
    ):  # all stay queued
        client.backends.list()
        for size, before in zip(sizes, [0, *sizes[:-1]], strict=True):
            jobs = [BELL] * (size - before)
            submit = spent(partial(client.sampler.submit_many, jobs, backend=DEVICE, shots=SHOTS))
            submitting[f"{len(jobs):,} jobs"] = [submit().each(len(jobs))]
            walk = spent(partial(_walk, client), max(1, 200 // size))
            listing[f"{size:,} jobs"] = [walk().each(size) for _ in range(rounds)]
        memory = {
            f"{limit:,} jobs": [allocated(partial(_walk, client, limit))] for limit in (_TWO_PAGES, sizes[-1])
        }
    pages, everything = memory
    what = f"iterate over {everything}: peak memory"
    return [
        *_steps("submit, for each job", submitting),
        *_steps("list, for each job", listing),
        row(what, memory, ours=everything, limit=pages, unit="byte", aims={"limit": 1.3}),
    ]


def _walk(client: RuntimeClient, limit: int | None = None) -> None:
    for _ in client.jobs.list(limit=limit):
        pass


def _steps(what: str, values: dict[str, list[Spent]]) -> list[Row]:
    """Return a row for each step: a constant cost per item means linear growth.

    Leaving the processor's caches raises the cost per item once; quadratic growth would be tenfold.
    """
    return [
        row(f"{what}: {size}", values, ours=size, limit=before, aims={"limit": 2})
        for before, size in pairwise(values)
    ]
