"""A data folder with jobs of every kind, written through the emulator's store, so that pages need no simulation."""

from __future__ import annotations

import json
import random
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from support.circuits import BELL, HEADER, ROTATION

from qrt_facade.emulator import DEFAULT_INSTANCE
from qrt_facade.emulator.domain.records import NewJob, Outcome
from qrt_facade.emulator.domain.scenario import Scenario
from qrt_facade.emulator.store.database import open_database
from qrt_facade.emulator.store.jobs import JobStore

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

WIDE = 156
KINDS = (
    "bell", "wide", "sweep", "wide sweep", "estimator", "failed", "private", "cancelled", "dry run", "executor", "odd",
)  # fmt: skip
CARET = (
    "The circuit could not be loaded: the text is not valid OpenQASM 3: line 5, column 1: unexpected 'c'; is a semicolon"
    " missing before it?\n    c[0] = measure $0;\n    ^"
)
OBSERVABLES = ["ZZ", {"XX": 0.5, "ZI": -2.0}, "I" * (WIDE - 2) + "ZZ"]


def _samples(bits: int, outcomes: int, shots: int, seed: int) -> list[str]:
    chance = random.Random(seed)
    known = [chance.getrandbits(bits) for _ in range(outcomes)]
    return [hex(known[min(int(chance.expovariate(1.2)), outcomes - 1)]) for _ in range(shots)]


def _sampled(samples: Any, bits: int) -> dict[str, Any]:
    return {"results": [{"data": {"c": {"samples": samples, "num_bits": bits}}, "metadata": {}}]}


_SCENARIO: dict[str, Any] = {
    "queue_seconds": 0.0, "run_seconds": 0.0, "token_seconds": 3600, "rate_limit": None, "plan": "paygo", "seed": None,
    "speed": 1.0,
}  # fmt: skip
ANGLES = [0.0, 1.5708, 3.1416]
_RESULTS: dict[str, tuple[str, Any, Any]] = {
    "bell": ("sampler", [BELL, None, 200], _sampled(["0x0"] * 97 + ["0x3"] * 99 + ["0x1"] * 4, 2)),
    "wide": ("sampler", [BELL], _sampled([hex(random.Random(3).getrandbits(WIDE))] * 40 + _samples(WIDE, 400, 400, 5), WIDE)),
    "sweep": (
        "sampler", [ROTATION, {"theta": ANGLES}, 200],
        _sampled([["0x1"] * 200, ["0x0"] * 104 + ["0x1"] * 96, ["0x0"] * 200], 1),
    ),
    "wide sweep": (
        "sampler", [ROTATION, {"theta,phi": [[[0.0, 1.0], [0.5, 1.0]]]}],
        _sampled([[_samples(WIDE, 20, 50, 7), _samples(WIDE, 20, 50, 8)]], WIDE),
    ),
    "estimator": (
        "estimator", [ROTATION, [[one] for one in OBSERVABLES], {"theta": ANGLES}],
        {"results": [{"data": {
            "evs": [[-1.0, -0.001953125, 0.98], [0.25, 1.4961, -2.4], [0.0, 0.5, -0.5]],
            "stds": [[0.0, 0.0156268, 0.0031], [0.02, 0.012, 0.0201], [0.0, 0.1, 0.012]],
        }, "metadata": {}}]},
    ),
    "executor": (
        "executor", [BELL],
        {"schema_version": "v0.1", "data": [{"results": {"c": {"shape": [200, 2], "dtype": "bool", "data": ""}}}]},
    ),
    "odd": ("sampler", [BELL], {"results": [{"data": {"c": {"samples": 7, "num_bits": 2}}}]}),
}  # fmt: skip


@dataclass(frozen=True)
class Prepared:
    """A data folder, and the id of the newest job of each kind in it."""

    folder: Path
    ids: dict[str, str]


def prepare(folder: Path, kinds: Sequence[str] = (), waiting: int = 0) -> Prepared:
    """Write jobs into a data folder.

    Args:
        folder: The folder to create.
        kinds: The kind of each job, the oldest first.
        waiting: Number of additional Queued jobs, on a device that must be paused.
    """
    folder.mkdir(parents=True, exist_ok=True)
    folder.chmod(0o700)
    database = open_database(folder)
    database.row_factory = __import__("sqlite3").Row
    store = JobStore(database, Scenario(**_SCENARIO))
    ids = {kind: _write(store, kind, number) for number, kind in enumerate(kinds)}
    for _ in range(waiting):
        ids["waiting"] = store.add(_asked("sampler", [BELL], tags=("queue",), backend="ibm_torino")).id
    database.close()
    return Prepared(folder, ids)


def _write(store: JobStore, kind: str, number: int) -> str:
    program, pub, result = _RESULTS.get(kind, _RESULTS["bell"])
    tags = ("demo", f"run/{number}", "qrt-submission-" + f"{number:024x}", "a tag that is rather long, " * 3)
    job = store.add(
        _asked(
            program, pub, tags=tags if number % 3 else tags[2:3], private=kind == "private",
            backend="mock_fez" if kind == "dry run" else "ibm_fez",
        )
    )  # fmt: skip
    store.start(job.id)
    outcome = Outcome("Completed", json.dumps(result), qpu_seconds=2.0 + number / 4)
    if kind == "failed":
        outcome = Outcome.failed(1603, CARET, "Check the circuit.", qpu_seconds=2.0)
    elif kind == "cancelled":
        outcome = Outcome.ran_too_long(600.0, "Job ran longer than max_execution_time=600 s.")
    store.finish(job.id, outcome)
    return job.id


def _asked(program: str, pub: Any, **more: Any) -> NewJob:
    always = {
        "crn": DEFAULT_INSTANCE,
        "backend": "ibm_fez",
        "cost": 600,
        "private": False,
        "estimate_seconds": 2.0,
    }
    return NewJob(**{**always, "program_id": program, "params": json.dumps({"pubs": [pub]}), **more})


__all__ = ["ANGLES", "HEADER", "KINDS", "OBSERVABLES", "WIDE", "Prepared", "prepare"]
