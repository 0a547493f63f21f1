"""Tables that commands show: columns and rows. No I/O: `output` draws them.

Labels and values come from the objects' `facts()`, which notebooks use as well.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, datetime
from statistics import median
from typing import TYPE_CHECKING, Any, Final

from qrt_facade._base.coerce import is_list, number_of, parse_time
from qrt_facade._base.secrets import redact
from qrt_facade._display.facts import Comparison, compare, known, text
from qrt_facade._display.format import Number, uncertain, whole

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from qrt_facade._display.facts import Facts, Value
    from qrt_facade._service.backends import BackendState
    from qrt_facade._service.instances import Usage
    from qrt_facade._service.job_metrics import Metrics
    from qrt_facade._service.jobs import JobState
    from qrt_facade._service.sessions import SessionDetails
    from qrt_facade._service.workloads import Workload
    from qrt_facade.cli.render.records import Record

_UNKNOWN: Final = "-"


@dataclass(frozen=True, slots=True)
class Table:
    """Rows of text below the names of their columns.

    Attributes:
        columns: Names of the columns; empty strings for a table without headings.
        rows: The cells of each row.
        empty: What to print when there are no rows.
    """

    columns: Sequence[str]
    rows: Sequence[Sequence[Value]]
    empty: str = "nothing found"

    def cells(self, *, brief: bool = False) -> list[list[str]]:
        """Return the text of the cells: a dash for unknown values, times in local time.

        Args:
            brief: Shorten times.
        """
        return [[self._text(cell, brief=brief) for cell in row] for row in self.rows]

    @staticmethod
    def _text(cell: Value, *, brief: bool) -> str:
        if brief and isinstance(cell, datetime):
            return brief_moment(cell)
        return text(cell, unknown=_UNKNOWN, zone=None)

    def translated(self, change: Callable[[str], str]) -> Table:
        """Return the table with each text changed, as for a terminal without some characters."""
        rows = [
            [type(cell)(change(cell)) if isinstance(cell, str) else cell for cell in row] for row in self.rows
        ]
        return replace(self, columns=[change(name) for name in self.columns], rows=rows)

    def numeric(self, column: int) -> bool:
        """Return whether a column contains numbers, which are right-aligned."""
        return any(isinstance(row[column], Number) for row in self.rows)


def brief_moment(time: datetime) -> str:
    """Return a local time to the minute, as `27 Nov 15:43`; only the date if the year is another one."""
    local = time.astimezone()
    return local.strftime("%d %b %H:%M" if local.year == datetime.now(UTC).astimezone().year else "%Y-%m-%d")


def jobs_table(jobs: Iterable[JobState]) -> Table:
    """Return the jobs."""
    listed = [(job.id, job.facts()) for job in jobs]
    labels = ("status", "backend", "program", "created", *_charges(listed), "tags")
    return _comparison(compare("job", listed, labels), "no such jobs")


def job_table(job: JobState) -> Table:
    """Return one job."""
    return facts_table([("job", job.id), *job.facts()])


def metrics_table(metrics: Metrics) -> Table:
    """Return a job's metrics."""
    return facts_table(metrics.facts())


def session_table(session: SessionDetails) -> Table:
    """Return one session or batch."""
    return facts_table([("session", session.id), *session.facts()])


def usage_table(usage: Usage) -> Table:
    """Return the usage of an instance, its CRN without the account."""
    instance = None if usage.instance_id is None else redact(usage.instance_id)
    return facts_table([*usage.facts(), ("instance", instance)])


def backends_table(backends: Iterable[BackendState]) -> Table:
    """Return the backends."""
    compared = compare("backend", ((backend.name, backend.facts()) for backend in backends))
    return _comparison(compared, "this instance has no backends")


def device_table(backend: BackendState, device: Record) -> Table:
    """Return the details of one backend, next to its map.

    Args:
        backend: The backend.
        device: Its record, of `records.device_record`.
    """
    times = {name: [q[name] for q in device["qubits"] if q[name] is not None] for name in ("t1_us", "t2_us")}
    return facts_table(
        [
            ("backend", backend.name),
            *backend.facts(),
            ("gates", " ".join(device["basis_gates"])),
            ("most shots", whole(number_of(device["max_shots"]))),
            ("median T1, T2", ", ".join(f"{median(values):.0f} µs" for values in times.values() if values)),
            ("calibrated", parse_time(device["calibrated"])),
        ]
    )


def workloads_table(workloads: Iterable[Workload]) -> Table:
    """Return the workloads."""
    listed = [(workload.id, workload.facts()) for workload in workloads]
    labels = ("mode", "status", "backend", "created", "ended", *_charges(listed))
    return _comparison(compare("workload", listed, labels), "no such workloads")


def versions_table(records: Iterable[Record]) -> Table:
    """Return the API versions."""
    rows = [
        (
            record["version"],
            record["status"],
            record["sunset_date"],
            "used by this client" if record["used"] else "",
        )
        for record in records
    ]
    return Table(("VERSION", "STATUS", "MAY END ON", ""), tuple(rows), "the service lists no versions")


def accounts_table(records: Iterable[Record]) -> Table:
    """Return the saved accounts."""
    rows = [
        (record["name"], record["instance"], "default" if record["is_default"] else "") for record in records
    ]
    return Table(("ACCOUNT", "INSTANCE", ""), tuple(rows), "no account is saved; `qrt login` saves one")


def values_table(pubs: Sequence[Record], observables: Sequence[str]) -> Table:
    """Return the expectation values of an estimator's result, one row for each value.

    Args:
        pubs: The PUBs of the result.
        observables: Names of the observables, along the first axis of each PUB's values; empty if unknown.
    """
    rows: list[tuple[str | None, ...]] = []
    for number, pub in enumerate(pubs):
        evs, stds = _flat(pub["evs"]), _flat(pub["stds"])
        points = max(len(evs) // len(observables), 1) if observables else 1
        for index, (value, error) in enumerate(zip(evs, stds, strict=True)):
            named = index // points < len(observables)
            name = observables[index // points] if named else str(index)
            rows.append(
                (str(number), name, str(index % points), None if value is None else uncertain(value, error))
            )
    several = (len(pubs) > 1, True, any(row[2] != "0" for row in rows), True)
    columns = ("PUB", "OBSERVABLE" if observables else "VALUE OF", "POINT", "VALUE")
    return Table(
        tuple(name for name, shown in zip(columns, several, strict=True) if shown),
        tuple(tuple(cell for cell, shown in zip(row, several, strict=True) if shown) for row in rows),
    )


def quasi_table(distribution: Record, top: int) -> Table:
    """Return the largest quasi-probabilities of a version 1 sampler's distribution, the others in one row."""
    ranked = sorted(distribution.items(), key=lambda item: (-(item[1] or 0.0), item[0]))
    rows = [(bits, _UNKNOWN if value is None else f"{value:.6f}") for bits, value in ranked[:top]]
    others = [value or 0.0 for _, value in ranked[top:]]
    if others:
        rows.append((f"{len(others):,} others", f"{sum(others):.6f}"))
    return Table(("BITSTRING", "QUASI-PROBABILITY"), tuple(rows))


def schedule_table(instructions: Sequence[Record]) -> Table:
    """Return the schedule of a circuit, in `dt`: each instruction on its channel, without barriers."""
    rows = [
        (
            step["channel"],
            step["instruction"],
            str(step["start"]),
            str(step["duration"]),
            step["pulse"],
            step["branch"],
        )
        for step in instructions
        if not step["instruction"].startswith("barrier")
    ]
    return Table(("CHANNEL", "INSTRUCTION", "START", "DURATION", "PULSE", "BRANCH"), tuple(rows))


def stretches_table(stretches: Sequence[Record]) -> Table:
    """Return the resolved stretches of a circuit, in `dt`."""
    rows = [
        (one["name"], str(one["value"]), str(one["remainder"]), str(len(one["delays"]))) for one in stretches
    ]
    return Table(("STRETCH", "VALUE", "REMAINDER", "DELAYS"), tuple(rows))


def findings_table(findings: Iterable[Record]) -> Table:
    """Return the findings of `qrt doctor`."""
    rows = [
        (
            finding["state"],
            finding["subject"],
            finding["detail"] + (f"\n→ {finding['remedy']}" if finding["remedy"] else ""),
        )
        for finding in findings
    ]
    return Table(("", "", ""), tuple(rows))


def facts_table(facts: Facts) -> Table:
    """Return labels and values, one below the other, without unknown ones."""
    return Table(("", ""), known(facts))


def _charges(listed: Iterable[tuple[str, Facts]]) -> list[str]:
    """Return the labels of the columns that show charges: resource units and seconds if the service sends them.

    If it sends neither, the unit is unknown: one column without a unit.
    """
    known_labels = {label for _, facts in listed for label, value in facts if value is not None}
    return [label for label in ("usage", "QPU time") if label in known_labels] or ["usage"]


def _comparison(compared: Comparison, empty: str) -> Table:
    return Table([label.upper() for label in compared.columns], compared.rows, empty)


def _flat(value: Any) -> list[Any]:
    if not is_list(value):
        return [value]
    return [leaf for item in value for leaf in _flat(item)]
