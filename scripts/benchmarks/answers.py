"""Parsing of responses with many entries, into the generated models and into the facade's types. Nothing is sent."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from qrt_client.models import BackendsResponse, GetAnalyticsUsageGroupedByDateResponse, JobsResponse
from qrt_client.types import Received

from benchmarks.clients import DEVICE
from benchmarks.table import Row, compare
from qrt_facade._service.backends import BackendState
from qrt_facade._service.jobs import JobState
from qrt_facade.emulator.domain.devices import Device

if TYPE_CHECKING:
    from collections.abc import Callable

    from benchmarks.measuring import Effort

_PARSED = "json.loads"


def answers(effort: Effort) -> list[Row]:
    """Compare lists with `json.loads` of the same body: the result of a raw call, and the facade's."""
    many, few = effort.size(1000, 50), effort.size(30, 5)
    jobs, backends, usage = (
        json.dumps(answer).encode() for answer in (_jobs(many), _backends(few), _usage(many))
    )
    listed = f"a list of {many:,} jobs"
    # As a raw call returns it: items of a list are built on access, so the second row accesses all of them.
    return [
        _beside(listed, jobs, JobsResponse.from_dict, effort, most=2.5),
        _beside(f"{listed}, each read", jobs, _read_jobs, effort),
        _beside(f"{listed}, `JobState` of each", jobs, _job_states, effort),
        _beside(f"a list of {few} backends, `BackendState` of each", backends, _backend_states, effort),
        _beside(
            f"usage by day, {many:,} entries",
            usage,
            GetAnalyticsUsageGroupedByDateResponse.from_dict,
            effort,
            most=2.5,
        ),
    ]


def _beside(
    what: str, body: bytes, ours: Callable[[Any], Any], effort: Effort, most: float | None = None
) -> Row:
    works: dict[str, Callable[[], Any]] = {
        "ours": lambda: ours(Received(json.loads(body))),  # as a response is parsed
        _PARSED: lambda: json.loads(body),
    }
    aims: dict[Any, float] = {} if most is None else {"limit": most}
    return compare(what, works, effort.rounds(2), calls=5, limit=_PARSED, aims=aims, by="cpu")


def _read_jobs(answer: Any) -> list[Any]:
    return [(job.id, job.status, job.usage) for job in JobsResponse.from_dict(answer).jobs or ()]


def _job_states(answer: Any) -> list[JobState]:
    return [JobState.of(entry, job_id="") for entry in JobsResponse.from_dict(answer).to_dict()["jobs"]]


def _backend_states(answer: Any) -> list[BackendState]:
    return BackendState.all_of(BackendsResponse.from_dict(answer).to_dict())


def _jobs(count: int) -> dict[str, Any]:
    job = {
        "backend": DEVICE, "state": {"status": "Completed"}, "status": "Completed", "program": {"id": "sampler"},
        "created": "2026-11-27T10:00:00.000000Z", "cost": 10000, "runtime": "", "tags": ["demo"], "user_id": "IBMid-1",
        "usage": {"value": 7.5, "status": "complete", "qpu_charge_time_seconds": 3}, "estimated_running_time_seconds": 2.5,
    }  # fmt: skip
    return {
        "jobs": [{"id": f"d{n:019}", **job} for n in range(count)],
        "count": count,
        "limit": count,
        "offset": 0,
    }


def _backends(count: int) -> dict[str, Any]:
    listed = Device.named(DEVICE).listing
    return {"devices": [{**listed, "name": f"ibm_{n}"} for n in range(count)]}


def _usage(count: int) -> dict[str, Any]:
    entry = {
        "interval_start": "2026-11-27T00:00:00.000Z", "interval_end": "2026-11-28T00:00:00.000Z", "key": DEVICE,
        "jobs": 12, "individual_jobs": 10, "batch_sessions": 1, "sessions": 1, "usage": 3.5, "sessions_usage": 1.5,
        "individual_jobs_usage": 2.0, "queue_time": 70.5, "avg_queue_time": 5.9, "max_queue_time": 20.1,
    }  # fmt: skip
    return {"data": [entry] * count}
