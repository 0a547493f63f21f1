"""What `--json` prints: the facade's objects as plain data. Pure; the names of fields are a promise to scripts.

Times are ISO 8601 in UTC, durations in seconds unless a name says otherwise, and what is not known is null.
"""

from __future__ import annotations

import math
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Any, Final

from qrt_facade._base.coerce import is_list, is_mapping, list_of, mapping_of
from qrt_facade._base.secrets import redact
from qrt_facade._base.units import measured

if TYPE_CHECKING:
    from collections.abc import Mapping

    from qrt_facade._connection.accounts import Account
    from qrt_facade._service.account import Usage, Workload
    from qrt_facade._service.backends import BackendState
    from qrt_facade._service.jobs import Metrics
    from qrt_facade._service.sessions import SessionDetails
    from qrt_facade._service.versions import ApiVersion

Record = dict[str, Any]


def job_record(job: Any) -> Record:
    """Return a job."""
    error = job.error
    return {
        "id": job.id,
        "status": job.status,
        "ended": job.ended,
        "backend": job.backend,
        "program_id": job.program_id,
        "created": _moment(job.created),
        "tags": list(job.tags),
        "session_id": job.session_id,
        "private": job.private,
        "usage_seconds": job.usage_seconds,
        "estimated_seconds": job.state.estimated_seconds,
        "error": None
        if error is None
        else {"code": error.code, "message": error.message, "solution": error.solution},
    }


def metrics_record(metrics: Metrics) -> Record:
    """Return a job's metrics."""
    return {
        "created": _moment(metrics.created),
        "running": _moment(metrics.running),
        "finished": _moment(metrics.finished),
        "usage_seconds": metrics.usage_seconds,
        "usage_status": metrics.usage_status,
        "circuits_execution_time_ns": metrics.circuits_execution_time_ns,
        "qiskit_version": metrics.qiskit_version,
        "position_in_queue": metrics.position_in_queue,
        "estimated_start_time": _moment(metrics.estimated_start_time),
        "estimated_completion_time": _moment(metrics.estimated_completion_time),
    }


def backend_record(state: BackendState) -> Record:
    """Return a backend as the list describes it."""
    return {
        "name": state.name,
        "status": state.status,
        "reason": state.reason,
        "num_qubits": state.num_qubits,
        "queue_length": state.queue_length,
        "processor": state.processor,
        "clops": state.clops,
        "two_qubit_error": state.two_qubit_error,
        "readout_error": state.readout_error,
    }


def device_record(
    state: BackendState, configuration: Mapping[str, Any], properties: Mapping[str, Any] | None
) -> Record:
    """Return one backend in detail: T1 and T2 in microseconds, gate lengths in nanoseconds, errors between 0 and 1."""
    calibration = properties or {}
    return {
        **backend_record(state),
        "basis_gates": list(list_of(configuration.get("basis_gates"))),
        "coupling_map": [list(list_of(pair)) for pair in list_of(configuration.get("coupling_map"))],
        "coords": [list(list_of(place)) for place in list_of(configuration.get("coords"))],
        "max_shots": configuration.get("max_shots"),
        "calibrated": calibration.get("last_update_date"),
        "qubits": [_qubit(index, values) for index, values in enumerate(list_of(calibration.get("qubits")))],
        "gates": [_gate(mapping_of(gate)) for gate in list_of(calibration.get("gates"))],
    }


def session_record(details: SessionDetails) -> Record:
    """Return a session or batch."""
    times = ("started_at", "activated_at", "closed_at", "last_job_started", "last_job_completed")
    plain = (
        "id",
        "backend",
        "mode",
        "state",
        "state_reason",
        "accepting_jobs",
        "max_ttl",
        "interactive_ttl",
        "active_ttl",
    )
    return {
        **{name: getattr(details, name) for name in plain},
        **{name: _moment(getattr(details, name)) for name in times},
        "usage_seconds": details.usage_seconds,
    }


def workload_record(workload: Workload) -> Record:
    """Return a workload."""
    return {
        "id": workload.id,
        "mode": workload.mode,
        "status": workload.status,
        "status_reason": workload.status_reason,
        "backend": workload.backend,
        "created": _moment(workload.created),
        "ended": _moment(workload.ended),
        "tags": list(workload.tags),
        "usage_seconds": workload.usage_seconds,
        "accepting_jobs": workload.accepting_jobs,
    }


def usage_record(usage: Usage) -> Record:
    """Return the usage of an instance, whose CRN is shown without the account."""
    return {
        "instance": None if usage.instance_id is None else redact(usage.instance_id),
        "plan_id": usage.plan_id,
        "consumed_seconds": usage.consumed_seconds,
        "limit_seconds": usage.limit_seconds,
        "allocation_seconds": usage.allocation_seconds,
        "remaining_seconds": usage.remaining_seconds,
        "limit_reached": usage.limit_reached,
        "period_start": _moment(usage.period_start),
        "period_end": _moment(usage.period_end),
        "time_available_at": _moment(usage.time_available_at),
    }


def version_record(version: ApiVersion, *, used: bool) -> Record:
    """Return an API version, and whether this client uses it."""
    return {
        "version": version.version,
        "status": version.status,
        "sunset_date": _moment(version.sunset_date),
        "used": used,
    }


def account_record(account: Account) -> Record:
    """Return a saved account without its key, and its instance without the account's id."""
    return {
        "name": account.name,
        "instance": None if account.instance is None else redact(account.instance),
        "is_default": account.is_default,
        "verify": account.verify,
    }


def result_record(result: Any) -> Record:
    """Return a result: counts for each register of a sampler, values for an estimator, the JSON of anything else.

    `counts` are of all points of a sweep together; `points` has those of each, in C order, and is null without one.
    """
    program = getattr(result, "program_id", None)
    if program == "sampler":
        return {"program_id": program, "pubs": [_sampled(pub) for pub in result]}
    if program == "estimator":
        pubs = [
            {"evs": pub.evs.tolist(), "stds": pub.stds.tolist(), "shape": list(pub.shape)} for pub in result
        ]
        return {"program_id": program, "pubs": finite(pubs)}
    return {"program_id": program, "raw": result.raw if hasattr(result, "raw") else result}


def finite(value: Any) -> Any:
    """Return plain data with null in place of the numbers that JSON does not have."""
    if isinstance(value, float):
        return value if math.isfinite(value) else None
    if is_list(value):
        return [finite(item) for item in value]
    if is_mapping(value):
        return {key: finite(item) for key, item in value.items()}
    return value


def _sampled(pub: Any) -> Record:
    return {
        "shape": list(pub.shape),
        "registers": {
            name: _register(samples) for name, samples in pub.data.items() if hasattr(samples, "counts")
        },
    }


def _register(samples: Any) -> Record:
    points = None
    if samples.shape:
        flat = samples.array.reshape(-1, *samples.array.shape[-2:])
        points = [type(samples)(row, samples.num_bits).counts() for row in flat]
    return {
        "num_bits": samples.num_bits,
        "num_shots": samples.num_shots,
        "counts": samples.counts(),
        "points": points,
    }


_TIME_UNITS: Final = {"T1": "us", "T2": "us", "readout_length": "ns", "gate_length": "ns"}


def _qubit(index: int, values: Any) -> Record:
    found = measured(values, _TIME_UNITS)
    return {
        "qubit": index,
        "t1_us": found.get("T1"),
        "t2_us": found.get("T2"),
        "readout_error": found.get("readout_error"),
        "readout_length_ns": found.get("readout_length"),
    }


def _gate(gate: Mapping[str, Any]) -> Record:
    found = measured(gate.get("parameters"), _TIME_UNITS)
    return {
        "gate": gate.get("gate"),
        "qubits": list(list_of(gate.get("qubits"))),
        "error": found.get("gate_error"),
        "length_ns": found.get("gate_length"),
    }


def _moment(moment: datetime | date | None) -> str | None:
    if isinstance(moment, datetime):
        return moment.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
    return None if moment is None else moment.isoformat()
