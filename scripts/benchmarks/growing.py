"""How time and memory grow with the number of shots and of jobs; each size is set beside the one before it."""

from __future__ import annotations

import tempfile
import tracemalloc
from functools import partial
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING

from benchmarks import bodies
from benchmarks.clients import BELL, DEVICE, SHOTS, ours
from benchmarks.measuring import in_turn, probe, seconds
from benchmarks.server import counting
from benchmarks.table import Aim, Row, Series

if TYPE_CHECKING:
    from collections.abc import Mapping

    from benchmarks.measuring import Effort
    from qrt_facade import RuntimeClient

_TWO_PAGES = 400  # a page is still there while the next one is read
_FLAT = (Aim("limit", 1.3),)
# What no longer fits the processor's caches costs more for each, once; growth by the square would be tenfold.
_LINEAR = (Aim("limit", 2),)


def growth(effort: Effort) -> list[Row]:
    """Decoding of ever more shots, submitting and listing of ever more jobs."""
    shots = [1_000, 10_000, 100_000, 1_000_000, 10_000_000][: effort.size(5, 3)]
    return [*_shots(shots, effort.rounds(0.4)), *_jobs([10, 100, 1_000][: effort.size(3, 2)], effort)]


def _shots(sizes: list[int], rounds: int) -> list[Row]:
    from qrt_facade.results import decode_result

    times: dict[int, Series] = {}
    memory: list[Row] = []
    with tempfile.TemporaryDirectory(prefix="bench-") as folder:
        for size in sizes:
            body = bodies.plain(bodies.all_distinct(size))
            path = Path(folder) / "body.json"
            path.write_bytes(body)
            work = seconds(partial(decode_result, "sampler", body), max(1, 100_000 // size))
            name = f"{size:,} shots"
            measured = in_turn({name: work, "peak": partial(_decoding_peak, path)}, rounds)
            times[size] = _each(measured[name], size)
            memory.append(_peak(size, measured["peak"]))
    return [*_steps("decode, for each shot", times), *memory]


def _decoding_peak(path: Path) -> float:
    return float(probe("decoding_peak", str(path)))


def _peak(size: int, peak: Series) -> Row:
    array = Series("the array", (size * bodies.WIDTH / 1e6,) * len(peak.values))
    # Below a million shots it is the first pages of the heap that are seen.
    aims = (Aim("limit", 2),) if size >= 1_000_000 else ()
    return Row(f"decode {size:,} shots: peak of memory, without the body", "MB", peak, None, array, aims)


def _jobs(sizes: list[int], effort: Effort) -> list[Row]:
    submitting: dict[int, Series] = {}
    listing: dict[int, Series] = {}
    with counting("86400", "0") as server, ours(server.url) as client:  # the jobs stay in the queue
        client.backends.list()
        there = 0
        for size in sizes:
            wanted = size - there
            submit = seconds(
                partial(client.sampler.submit_many, [BELL] * wanted, backend=DEVICE, shots=SHOTS)
            )
            submitting[size] = _each(Series(f"{wanted:,} jobs", (submit(),)), wanted)
            there = size
            repeats = max(1, 200 // size)
            listed = in_turn({f"{size:,} jobs": seconds(lambda: _walk(client), repeats)}, effort.rounds())
            listing[size] = _each(listed[f"{size:,} jobs"], size)
        pages, everything = (_walking_peak(client, number) for number in (min(_TWO_PAGES, there), there))
    return [
        *_steps("submit, for each job", submitting),
        *_steps("list, for each job", listing),
        Row(f"iterate over {there:,} jobs: peak of memory", "MB", everything, None, pages, _FLAT),
    ]


def _walk(client: RuntimeClient, limit: int | None = None) -> None:
    for _ in client.jobs.list(limit=limit):
        pass


def _walking_peak(client: RuntimeClient, limit: int) -> Series:
    tracemalloc.start()
    _walk(client, limit)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    return Series(f"{limit:,} jobs", (peak / 1e6,))


def _each(series: Series, size: int) -> Series:
    return Series(series.name, tuple(value / size for value in series.values))


def _steps(what: str, measured: Mapping[int, Series]) -> list[Row]:
    """A row for each step: what costs the same for each one, however many there are, grows linearly."""
    return [
        Row(f"{what}: {series.name}", "s", series, None, before, _LINEAR)
        for before, series in pairwise(measured.values())
    ]
