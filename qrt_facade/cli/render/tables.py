"""Records as tables: which columns, how numbers and times are written. Pure: `output` draws them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from statistics import median
from typing import TYPE_CHECKING, Any, Final

from qrt_facade._base.coerce import is_list

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from qrt_facade.cli.render.records import Record

UNKNOWN: Final = "-"


@dataclass(frozen=True, slots=True)
class Table:
    """Rows of text below the names of their columns.

    Attributes:
        columns: Names; one that ends in `>` is of numbers, which stand at the right.
        rows: The text of each cell.
        empty: What to say when there are no rows.
    """

    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    empty: str = "nothing found"


def jobs_table(records: Iterable[Record]) -> Table:
    """Return the jobs."""
    rows = [
        (
            record["id"],
            record["status"],
            text(record["backend"]),
            text(record["program_id"]),
            moment(record["created"]),
            seconds(record["usage_seconds"]),
            " ".join(record["tags"]),
        )
        for record in records
    ]
    return Table(
        ("JOB", "STATUS", "BACKEND", "PROGRAM", "CREATED", "QPU>", "TAGS"), tuple(rows), "no such jobs"
    )


def job_table(record: Record) -> Table:
    """Return one job."""
    error: Record = record["error"] or {}
    said = " ".join(part for part in (error.get("message"), error.get("solution")) if part)
    estimate = None if record["ended"] else record["estimated_seconds"]
    return facts_table(
        {
            "job": record["id"],
            "status": record["status"],
            "reason": said if error.get("code") is None else f"code {error['code']}: {said}",
            "backend": text(record["backend"]),
            "program": text(record["program_id"]),
            "created": moment(record["created"]),
            "session": text(record["session_id"]),
            "private": "yes: its result can be read once" if record["private"] else "",
            "tags": " ".join(record["tags"]),
            "QPU time": seconds(record["usage_seconds"]),
            "expected": seconds(estimate),
        }
    )


def metrics_table(record: Record) -> Table:
    """Return a job's metrics."""
    circuits = record["circuits_execution_time_ns"]
    return facts_table(
        {
            "created": moment(record["created"]),
            "running": moment(record["running"]),
            "finished": moment(record["finished"]),
            "QPU time": seconds(record["usage_seconds"]),
            "settled": {"pending": "not yet", "complete": "yes"}.get(text(record["usage_status"]), ""),
            "circuits took": seconds(None if circuits is None else circuits / 1e9),
            "place in queue": text(record["position_in_queue"]),
            "expected start": moment(record["estimated_start_time"]),
            "expected end": moment(record["estimated_completion_time"]),
            "Qiskit": text(record["qiskit_version"]),
        }
    )


def session_table(record: Record) -> Table:
    """Return one session or batch."""
    accepting = record["accepting_jobs"]
    return facts_table(
        {
            "session": record["id"],
            "mode": text(record["mode"]),
            "backend": text(record["backend"]),
            "state": text(record["state"]),
            "reason": text(record["state_reason"]),
            "takes jobs": "" if accepting is None else "yes" if accepting else "no",
            "lasts at most": seconds(record["max_ttl"]),
            "idles at most": seconds(record["interactive_ttl"]),
            "started": moment(record["started_at"]),
            "closed": moment(record["closed_at"]),
            "used": seconds(record["usage_seconds"]),
        }
    )


def usage_table(record: Record) -> Table:
    """Return the usage of an instance."""
    reached = record["limit_reached"]
    return facts_table(
        {
            "used": seconds(record["consumed_seconds"]),
            "limit": seconds(record["limit_seconds"]),
            "set aside": seconds(record["allocation_seconds"]),
            "left": seconds(record["remaining_seconds"]),
            "limit reached": "" if reached is None else "yes: jobs wait" if reached else "no",
            "available again": moment(record["time_available_at"]),
            "period": f"{moment(record['period_start'])} to {moment(record['period_end'])}",
            "instance": text(record["instance"]),
        }
    )


def backends_table(records: Iterable[Record]) -> Table:
    """Return the backends."""
    rows = [
        (
            record["name"],
            text(record["num_qubits"]),
            text(record["queue_length"]),
            _state(record),
            rate(record["two_qubit_error"]),
            rate(record["readout_error"]),
            text(None if record["clops"] is None else f"{record['clops']:,.0f}"),
            text(record["processor"]),
        )
        for record in records
    ]
    columns = ("BACKEND", "QUBITS>", "QUEUE>", "STATUS", "2Q ERROR>", "READOUT ERROR>", "CLOPS>", "PROCESSOR")
    return Table(columns, tuple(rows), "this instance has no backends")


def device_table(device: Record) -> Table:
    """Return what is to be known of one backend beside its map."""
    times = {name: [q[name] for q in device["qubits"] if q[name] is not None] for name in ("t1_us", "t2_us")}
    return facts_table(
        {
            "backend": device["name"],
            "processor": text(device["processor"]),
            "status": _state(device),
            "queue": text(device["queue_length"]),
            "qubits": text(device["num_qubits"]),
            "gates": " ".join(device["basis_gates"]),
            "CLOPS": text(None if device["clops"] is None else f"{device['clops']:,.0f}"),
            "most shots": text(None if device["max_shots"] is None else f"{device['max_shots']:,}"),
            "median errors": f"2-qubit {rate(device['two_qubit_error'])}, readout {rate(device['readout_error'])}",
            "median T1, T2": ", ".join(f"{median(values):.0f} µs" for values in times.values() if values),
            "calibrated": moment(device["calibrated"]),
        }
    )


def workloads_table(records: Iterable[Record]) -> Table:
    """Return the workloads."""
    rows = [
        (
            record["id"],
            text(record["mode"]),
            text(record["status"]),
            text(record["backend"]),
            moment(record["created"]),
            moment(record["ended"]),
            seconds(record["usage_seconds"]),
        )
        for record in records
    ]
    columns = ("WORKLOAD", "MODE", "STATUS", "BACKEND", "CREATED", "ENDED", "QPU>")
    return Table(columns, tuple(rows), "no such workloads")


def versions_table(records: Iterable[Record]) -> Table:
    """Return the API versions."""
    rows = [
        (
            record["version"],
            text(record["status"]),
            text(record["sunset_date"]),
            "used by this client" if record["used"] else "",
        )
        for record in records
    ]
    return Table(("VERSION", "STATUS", "MAY END ON", ""), tuple(rows), "the service lists no versions")


def accounts_table(records: Iterable[Record]) -> Table:
    """Return the saved accounts."""
    rows = [
        (record["name"], text(record["instance"]), "default" if record["is_default"] else "")
        for record in records
    ]
    return Table(("ACCOUNT", "INSTANCE", ""), tuple(rows), "no account is saved; `qrt login` saves one")


def values_table(pubs: Sequence[Record], observables: Sequence[str]) -> Table:
    """Return the expectation values of an estimator's result, one row for each value.

    Args:
        pubs: The PUBs of the result.
        observables: Names of the observables, along the first axis of each PUB's values; empty when not known.
    """
    rows: list[tuple[str, ...]] = []
    for number, pub in enumerate(pubs):
        evs, stds = _flat(pub["evs"]), _flat(pub["stds"])
        points = max(len(evs) // len(observables), 1) if observables else 1
        for index, (value, error) in enumerate(zip(evs, stds, strict=True)):
            known = index // points < len(observables)
            name = observables[index // points] if known else str(index)
            rows.append((str(number), name, str(index % points), number_with_error(value, error)))
    several = (len(pubs) > 1, True, any(row[2] != "0" for row in rows), True)
    columns = ("PUB", "OBSERVABLE" if observables else "VALUE OF", "POINT", "VALUE>")
    return Table(
        tuple(name for name, shown in zip(columns, several, strict=True) if shown),
        tuple(tuple(cell for cell, shown in zip(row, several, strict=True) if shown) for row in rows),
    )


def findings_table(findings: Iterable[Record]) -> Table:
    """Return what the doctor found."""
    rows = [
        (
            finding["state"],
            finding["subject"],
            finding["detail"] + (f"\n→ {finding['remedy']}" if finding["remedy"] else ""),
        )
        for finding in findings
    ]
    return Table(("", "", ""), tuple(rows))


def facts_table(facts: Mapping[str, str]) -> Table:
    """Return names and values, one below the other, without those that are not known."""
    return Table(
        ("", ""), tuple((name, value) for name, value in facts.items() if value not in {"", UNKNOWN})
    )


def text(value: Any) -> str:
    """Return a value as text, or a dash."""
    return UNKNOWN if value is None or value == "" else str(value)


def seconds(value: float | None) -> str:
    """Return seconds, or a dash."""
    return UNKNOWN if value is None else f"{value:.3g} s" if value < 1000 else f"{value:,.0f} s"


def rate(value: float | None) -> str:
    """Return an error rate in percent, or a dash."""
    return UNKNOWN if value is None else f"{value:.3%}" if value < 0.1 else f"{value:.1%}"


def moment(stamp: str | None) -> str:
    """Return a record's time in the time zone of whoever reads it, or a dash."""
    if stamp is None:
        return UNKNOWN
    return datetime.fromisoformat(stamp).astimezone().strftime("%Y-%m-%d %H:%M:%S")


def number_with_error(value: float | None, error: float | None) -> str:
    """Return a value with its standard error, to the digits that the error leaves."""
    if value is None:
        return UNKNOWN
    return f"{value:.4f}" if error is None else f"{value:.4f} ± {error:.4f}"


def _state(record: Record) -> str:
    status, reason = record["status"], record["reason"]
    return text(status) if reason in {None, status, "available"} else f"{text(status)} ({reason})"


def _flat(value: Any) -> list[Any]:
    if not is_list(value):
        return [value]
    return [leaf for item in value for leaf in _flat(item)]
