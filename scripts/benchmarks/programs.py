"""Samplers and estimators through the program `executor`, against the service's own programs: requests, seconds, QPU time."""

from __future__ import annotations

import time
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any, Literal

from benchmarks.measuring import in_turn
from benchmarks.table import row
from qrt_facade import RuntimeClient
from qrt_facade.emulator import start

if TYPE_CHECKING:
    from collections.abc import Callable

    from benchmarks.measuring import Effort
    from benchmarks.table import Row
    from qrt_facade.emulator import Emulator

DEVICE = "ibm_fez"
PEER = "the service's program"
_HEAD = 'OPENQASM 3.0; include "stdgates.inc"; input float[64] theta; '
_PAIR = (
    _HEAD
    + "rz(pi/2) $0; sx $0; rz(theta) $0; rz(pi/2) $1; sx $1; rz(pi/2) $1; cz $0, $1; rz(pi/2) $1; sx $1;"
)
_MEASURED = _PAIR.replace("input", "bit[2] c; input") + " rz(pi/2) $1; c[0] = measure $0; c[1] = measure $1;"
_PAULIS = ["ZZ", "XX", "YY", "ZI", "IZ", "XI", "IX", {"ZZ": 0.5, "XX": 0.25, "YZ": 1.0}]


@dataclass(frozen=True)
class _Cost:
    """The cost of one job: requests from credentials to the result, seconds, and QPU seconds."""

    requests: int
    seconds: float
    qpu_seconds: float


def ways(effort: Effort) -> list[Row]:
    """Run the same work both ways, for a sampler and an estimator."""
    points = effort.size(20, 3)
    sweep = {"theta": [0.1 * index for index in range(points)]}
    column = [[one] for one in _PAULIS]
    works: dict[str, tuple[Literal["sampler", "estimator"], dict[str, Any]]] = {
        "sampler, one circuit of 4096 shots": (
            "sampler",
            {"pubs": (_MEASURED, {"theta": 0.3}), "shots": 4096},
        ),
        f"sampler, {points} points of 1000 shots": ("sampler", {"pubs": (_MEASURED, sweep), "shots": 1000}),
        "sampler, PUBs of 100, 1000 and 2500 shots": (
            "sampler",
            {"pubs": [(_MEASURED, {"theta": 0.3}, shots) for shots in (100, 1000, 2500)]},
        ),
        "sampler, one circuit, measurements twirled": (
            "sampler",
            {
                "pubs": (_MEASURED, {"theta": 0.3}),
                "shots": 4096,
                "options": {"twirling": {"enable_measure": True}},
            },
        ),
        "estimator, 8 observables, level 0": (
            "estimator",
            {"pubs": (_PAIR, _PAULIS, {"theta": 0.3}), "precision": 0.02, "resilience_level": 0},
        ),
        "estimator, 8 observables, level 1": (
            "estimator",
            {"pubs": (_PAIR, _PAULIS, {"theta": 0.3}), "precision": 0.02},
        ),
        f"estimator, 8 observables at {points} points, level 1": (
            "estimator",
            {"pubs": (_PAIR, column, sweep), "precision": 0.05},
        ),
    }
    rows: list[Row] = []
    with start(backends=DEVICE, queue_seconds=0, run_seconds=0, seed=1, workers=1) as emulator:
        _cost(
            emulator, "sampler", {"pubs": (_MEASURED, {"theta": 0.0}), "shots": 1}, "primitives"
        )  # the worker has started
        for name, (kind, given) in works.items():
            subjects: dict[str, Callable[[], _Cost]] = {
                "ours": partial(_cost, emulator, kind, given, "executor"),
                PEER: partial(_cost, emulator, kind, given, "primitives"),
            }
            costs = in_turn(subjects, effort.rounds(0.5))

            def of(attribute: str, costs: dict[str, list[_Cost]] = costs) -> dict[str, list[float]]:
                return {name: [getattr(cost, attribute) for cost in each] for name, each in costs.items()}

            rows.append(row(f"{name}: requests", of("requests"), peer=PEER, unit="integer"))
            rows.append(row(f"{name}: submission to result", of("seconds"), peer=PEER))
            rows.append(row(f"{name}: QPU time", of("qpu_seconds"), peer=PEER))
    return rows


def _cost(
    emulator: Emulator,
    kind: Literal["sampler", "estimator"],
    given: dict[str, Any],
    program: Literal["executor", "primitives"],
) -> _Cost:
    before, begun = emulator.request_count, time.perf_counter()
    with RuntimeClient(**emulator.access, journal=False) as client:
        job = getattr(client, kind).submit(backend=DEVICE, program=program, advice=False, **given)
        assert job.result()  # noqa: S101 - a benchmark of nothing would look good
        seconds, requests = time.perf_counter() - begun, emulator.request_count - before
        usage = job.refresh().usage
        assert usage.seconds is not None  # noqa: S101
    return _Cost(requests, seconds, usage.seconds)
