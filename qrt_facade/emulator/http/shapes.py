"""Bodies of jobs, metrics and sessions by API version."""

from __future__ import annotations

import json
from importlib.metadata import PackageNotFoundError, version
from typing import TYPE_CHECKING, Any

from qrt_facade._service.statuses import CANCELLED, QUEUED, RAN_TOO_LONG
from qrt_facade.emulator.domain.sessions import charged_seconds, job_seconds
from qrt_facade.emulator.domain.usage import figure

if TYPE_CHECKING:
    from collections.abc import Sequence

    from qrt_facade.emulator.domain.records import Job, Session
    from qrt_facade.emulator.domain.usage import UsageMode

_USAGE_BY_CHARGE = "2026-03-15"
_EXECUTION_TIME_AT_ROOT = "2026-04-15"


def job(entry: Job, api_version: str, usage: UsageMode, params: str | None = None) -> dict[str, Any]:
    """Return a job of `GET /jobs` and `GET /jobs/{id}`; keys without a value are omitted, as live."""
    body: dict[str, Any] = {
        "id": entry.id,
        "backend": entry.backend,
        "created": entry.created,
        "cost": entry.cost,
        "program": {"id": entry.program_id},
        "state": _state(entry),
        "status": entry.status,
        "estimated_running_time_seconds": entry.estimate_seconds,
        "user_id": entry.user_id,
    }
    optional = ("session_id", "calibration_id", "runtime", "tags", "private")
    body |= {name: value for name in optional if (value := getattr(entry, name))}
    if not entry.pending:
        body["usage"] = _usage(entry, api_version, usage)
    if params is not None and not entry.private:
        body["params"] = json.loads(params)
    return body


def _state(entry: Job) -> dict[str, Any]:
    status = CANCELLED if entry.status == RAN_TOO_LONG else entry.status
    return {"status": status} | _known(entry, "reason", "reason_code", "reason_solution")


def _known(entry: Job | Session, *names: str) -> dict[str, Any]:
    return {name: value for name in names if (value := getattr(entry, name)) is not None}


def _usage(entry: Job, api_version: str, mode: UsageMode) -> dict[str, Any]:
    """Return seconds under two names before 2026-03-15, later the charge; only 2026-03-15 adds the execution time."""
    seconds = round(entry.qpu_seconds)
    if api_version < _USAGE_BY_CHARGE:
        return {"quantum_seconds": seconds, "seconds": seconds}
    usage: dict[str, Any] = {
        **figure(mode, seconds, in_seconds_as="qpu_charge_time_seconds", in_units_as="value"),
        "status": "pending" if entry.pending else "complete",
    }
    if api_version < _EXECUTION_TIME_AT_ROOT:
        usage["circuits_execution_time_ns"] = entry.execution_ns
    return usage


def metrics(entry: Job, api_version: str, usage: UsageMode, position: int) -> dict[str, Any]:
    """Return the body of `GET /jobs/{id}/metrics`; `running` is null for a job that never ran."""
    body: dict[str, Any] = {
        "timestamps": {"created": entry.created, "running": entry.running, "finished": entry.finished},
        "usage": _usage(entry, api_version, usage),
        "qiskit_version": qiskit_version(),
    }
    if entry.caller:
        body["caller"] = entry.caller
    if api_version < _USAGE_BY_CHARGE:
        body["bss"] = {"seconds": round(entry.qpu_seconds)}
        if entry.status == QUEUED:
            body["position_in_queue"] = body["position_in_provider"] = position
    elif api_version >= _EXECUTION_TIME_AT_ROOT:
        body["circuits_execution_time_ns"] = entry.execution_ns
    return body


def session(entry: Session, jobs: Sequence[Job], usage: UsageMode) -> dict[str, Any]:
    """Return a session with its `jobs`; a dedicated one is charged by elapsed time, a batch by the usage of its jobs.

    `elapsed_time` is usage in seconds, and omitted together with the seconds; its name in RUs is unknown.
    """
    body: dict[str, Any] = {
        "id": entry.id,
        "backend_name": entry.backend,
        "mode": entry.mode,
        "interactive_ttl": entry.interactive_ttl,
        "active_ttl": entry.active_ttl,
        "max_ttl": entry.max_ttl,
        "state": entry.state,
        "state_reason": entry.state_reason,
        "accepting_jobs": entry.accepting_jobs,
        "timestamps": list(entry.timestamps),
        "user_id": entry.user_id,
    }
    if usage != "units":
        body["elapsed_time"] = charged_seconds(entry, job_seconds(entry, jobs))
    return body | _known(
        entry, "started_at", "activated_at", "closed_at", "last_job_started", "last_job_completed"
    )


def qiskit_version() -> str:
    """Return the version of Qiskit that the workers use."""
    try:
        return version("qiskit")
    except PackageNotFoundError:
        return "0"
