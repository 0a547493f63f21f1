"""Records for `--json`: the facade's objects as plain data. Their field names are stable, for scripts.

Times are ISO 8601 in UTC, durations in seconds unless the name says otherwise, names that end in `_ru` are resource
units, and unknown values are null.
"""

from __future__ import annotations

import math
from dataclasses import fields
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Any, Final

import attrs

from qrt_facade._base.coerce import is_list, is_mapping, list_of, mapping_of
from qrt_facade._base.secrets import redact
from qrt_facade._base.units import measured

if TYPE_CHECKING:
    from collections.abc import Mapping

    from _typeshed import DataclassInstance

    from qrt_facade._connection.accounts import Account
    from qrt_facade._service.backends import BackendState
    from qrt_facade._service.instances import Usage
    from qrt_facade._service.versions import ApiVersion
    from qrt_facade._service.workloads import Workload

Record = dict[str, Any]


def record_of(thing: DataclassInstance) -> Record:
    """Return the fields of an object, except those excluded from its repr: unprocessed responses, account ids."""
    return {item.name: _plain(getattr(thing, item.name)) for item in fields(thing) if item.repr}


def job_record(job: Any) -> Record:
    """Return a job's record."""
    error = job.error
    return {
        "id": job.id,
        "status": job.status,
        "ended": job.ended,
        "backend": job.backend,
        "program_id": job.program_id,
        "created": _plain(job.created),
        "tags": list(job.tags),
        "session_id": job.session_id,
        "user_id": job.user_id,
        "private": job.private,
        "dry_run": job.dry_run,
        "adopted": job.adopted,
        "usage_ru": job.usage.value,
        "usage_seconds": job.usage.seconds,
        "usage_status": job.usage.status,
        "estimated_seconds": job.state.estimated_seconds,
        "error": None if error is None else record_of(error),
    }


def backend_record(state: BackendState) -> Record:
    """Return the record of a backend in a list."""
    return {**record_of(state), "is_mock": state.is_mock}


def device_record(
    state: BackendState, configuration: Mapping[str, Any], properties: Mapping[str, Any]
) -> Record:
    """Return the record of one backend: T1 and T2 in microseconds, gate lengths in nanoseconds, errors from 0 to 1."""
    return {
        **backend_record(state),
        "basis_gates": list(list_of(configuration.get("basis_gates"))),
        "coupling_map": [list(list_of(pair)) for pair in list_of(configuration.get("coupling_map"))],
        "coords": [list(list_of(place)) for place in list_of(configuration.get("coords"))],
        "max_shots": configuration.get("max_shots"),
        "calibrated": properties.get("last_update_date"),
        "qubits": [_qubit(index, values) for index, values in enumerate(list_of(properties.get("qubits")))],
        "gates": [_gate(mapping_of(gate)) for gate in list_of(properties.get("gates"))],
    }


def workload_record(workload: Workload) -> Record:
    """Return a workload's record."""
    return {**record_of(workload), "dry_run": workload.dry_run}


def usage_record(usage: Usage) -> Record:
    """Return an instance's usage, its CRN without the account; figures without a unit in their name are in `unit`."""
    return {
        "instance": None if usage.instance_id is None else redact(usage.instance_id),
        **record_of(usage),
        "remaining_seconds": usage.remaining_seconds,
        "unit": usage.unit,
        "consumed": usage.consumed,
        "limit": usage.limit,
        "allocation": usage.allocation,
        "remaining": usage.remaining,
    }


def version_record(version: ApiVersion, *, used: bool) -> Record:
    """Return an API version's record, and whether this client uses the version."""
    return {**record_of(version), "used": used}


def account_record(account: Account) -> Record:
    """Return a saved account without its key, and its instance without the account's id."""
    return {
        "name": account.name,
        "instance": None if account.instance is None else redact(account.instance),
        "is_default": account.is_default,
        "verify": account.verify,
    }


def result_record(result: Any, *, dry_run: bool = False) -> Record:
    """Return a result: counts for each register of a sampler, values for an estimator, JSON for anything else.

    For version 1 of the sampler the record has `quasi_dists`: bitstring -> quasi-probability, for each circuit.

    An item of the executor also has its schedule (`timing`) and its `stretches`, null and empty unless requested.

    `counts` combines all points of a sweep; `points` has those of each, in C order, and is null without a sweep.

    Args:
        result: The result.
        dry_run: Whether its job is a dry run; JSON and text of other programs do not contain this.
    """
    random = dry_run or getattr(result, "dry_run", False) is True
    return {"program_id": getattr(result, "program_id", None), "dry_run": random, **_values_of(result)}


def _values_of(result: Any) -> Record:
    program = getattr(result, "program_id", None)
    if hasattr(result, "quasi_dists"):
        distributions = [one.binary_probabilities() for one in result]
        return {"quasi_dists": finite(distributions), "metadata": result.metadata}
    if program == "estimator" and hasattr(result, "values"):
        pairs = zip(result.values.tolist(), result.stds.tolist(), strict=True)
        return {"pubs": finite([{"evs": v, "stds": e, "shape": []} for v, e in pairs])}
    if program == "executor" and any(item.registers for item in result):
        return {"pubs": [{**_sampled(item), **_timed(item)} for item in result]}
    if program == "sampler":
        return {"pubs": [_sampled(pub) for pub in result]}
    if program == "estimator":
        pubs = [
            {"evs": pub.evs.tolist(), "stds": pub.stds.tolist(), "shape": list(pub.shape)} for pub in result
        ]
        return {"pubs": finite(pubs)}
    return {"raw": result.raw if hasattr(result, "raw") else result}


def finite(value: Any) -> Any:
    """Return plain data with null instead of the numbers that JSON does not support."""
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


def _timed(item: Any) -> Record:
    """Return the schedule of an executor's item, and its resolved stretches, in `dt`."""
    timing = item.timing
    schedule = None
    if timing is not None:
        schedule = {"duration": timing.duration, "instructions": [attrs.asdict(step) for step in timing]}
    stretches = [
        {**attrs.asdict(one), "delays": [list(delay) for delay in one.delays]} for one in item.stretches
    ]
    return {"timing": schedule, "stretches": stretches}


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


def _plain(value: Any) -> Any:
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
    if isinstance(value, date):
        return value.isoformat()
    return list(value) if is_list(value) else value
