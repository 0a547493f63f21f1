"""Sweeps: naming of points, which points are new, and what the end of a job means for its point.

No I/O: the clients access the store and the service.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any, Final

from qrt_facade._base.coerce import is_iterable, is_list, is_mapping
from qrt_facade._base.redaction import redacted_repr
from qrt_facade._base.wording import pluralize
from qrt_facade._display.format import resource_units, seconds, shortened
from qrt_facade._display.html import table as html_table
from qrt_facade._service.jobs import JobError, is_known_final
from qrt_facade._service.reason_codes import OF_THE_SYSTEM
from qrt_facade._service.statuses import COMPLETED, RUNNING
from qrt_facade._service.sweep_points import StoredPoint
from qrt_facade.errors import ConfigurationError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from qrt_facade._display.facts import Facts, Value
    from qrt_facade._service.jobs import JobState

MAX_PENDING: Final = 100
"""Jobs of a sweep that are queued or running at the same time, by default.

They fit on one page of the list of jobs, which has 200, so that polling them is one request, with as much room for
other jobs of the caller. A plan that allows fewer (3 on the Open plan) refuses the next one; a refused point is
submitted again when the service accepts it.
"""

MAX_RETRIES: Final = 100
"""The highest number of retries that the caller may set for a point."""

MAX_NAME: Final = 200
"""Characters of the name of a sweep, and of the name of a point."""

_MOST_VALUES: Final = 4
"""Values of one parameter that are written out in a point's name."""

LEASE: Final = 600.0
"""Seconds that a claim on a point lasts. It is renewed with every poll, at most half a minute apart; the rest is for a
submission delayed by the service's rate limit or an outage. If the claiming process has ended and its lock is visible, its
claims end immediately."""


def checked_sweep_name(name: object) -> str:
    """Return the name of a sweep if it is valid.

    Raises:
        ConfigurationError: The name is not a string of 1 to 200 characters, or is blank.
    """
    return _checked_name("the name of a sweep", name)


def _checked_name(what: str, name: object) -> str:
    if not isinstance(name, str):
        raise ConfigurationError(f"{what}: expected a string, not {redacted_repr(name)[:100]}")
    if not name.strip() or len(name) > MAX_NAME:
        raise ConfigurationError(
            f"{what}: expected 1 to {MAX_NAME} characters, not {redacted_repr(name[:40])} of {len(name)} characters"
        )
    try:
        name.encode()
    except UnicodeEncodeError as error:
        raise ConfigurationError(
            f"{what}: {name!r} contains a lone surrogate and cannot be encoded"
        ) from error
    return name


def named_points(points: object, make: Callable[[Any], Any] | None) -> dict[str, Any]:
    """Return the PUB of each point by the point's name, in order.

    Args:
        points: Pairs of a name and a PUB, a mapping from names to PUBs, or mappings of parameter values.
        make: Creates a PUB from parameter values; None without a circuit.

    Raises:
        ConfigurationError: The points are invalid, or two have the same name.
    """
    if not is_iterable(points) or isinstance(points, str | bytes):
        raise ConfigurationError(
            f"points={redacted_repr(points)[:100]}: expected pairs of a name and a PUB, a mapping from names to PUBs, or "
            "mappings of parameter values with circuit="
        )
    found: dict[str, Any] = {}
    for number, (name, pub) in enumerate(_pairs(points)):
        if name is None:
            if make is None:
                raise ConfigurationError(
                    f"point {number} is a mapping of parameter values; pass their circuit as circuit="
                )
            name = name_of_values(pub)  # noqa: PLW2901 - its generated name
        name = _checked_name(f"the name of point {number}", name)  # noqa: PLW2901
        if name in found:
            raise ConfigurationError(f"two points have the name {name!r}; names must be unique")
        found[name] = make(pub) if make is not None else pub
    return found


def _pairs(points: Iterable[Any]) -> Iterable[tuple[Any, Any]]:
    """Iterate over name and content of the points; the name is None if a point has none."""
    if is_mapping(points):
        yield from points.items()
        return
    for number, point in enumerate(points):
        if is_mapping(point):
            yield None, point
        elif is_list(point) and len(point) == 2:
            yield point[0], point[1]
        else:
            raise ConfigurationError(
                f"point {number} is {redacted_repr(point)[:100]}: expected a pair of a name and a PUB, or a mapping of "
                "parameter values"
            )


def name_of_values(values: Mapping[Any, Any]) -> str:
    """Return the name of a point that is given by its parameter values: `theta=0.1,phi=2`.

    Args:
        values: Parameter (its name, or an object with a name) -> number or array. The order matters.

    Raises:
        ConfigurationError: There are none.
    """
    if not values:
        raise ConfigurationError("a point has no parameter values; pass it with a name: (name, {})")
    text = ",".join(f"{getattr(name, 'name', name)}={_written(value)}" for name, value in values.items())
    if len(text) <= MAX_NAME:
        return text
    return f"{text[: MAX_NAME - 17]}~{hashlib.sha256(text.encode(errors='surrogatepass')).hexdigest()[:16]}"


def _written(value: Any) -> str:
    """Return a value as text that differs for different values; a long array is replaced with a digest."""
    value = value.tolist() if hasattr(value, "tolist") else value
    if not is_list(value):
        return str(value)
    text = str(list(value)).replace(" ", "")
    if len(value) <= _MOST_VALUES and len(text) <= MAX_NAME // 2:
        return text
    return f"[{len(value)}values~{hashlib.sha256(text.encode()).hexdigest()[:12]}]"


@dataclass(frozen=True, slots=True)
class Wanted:
    """A point as passed to `submit`.

    Attributes:
        fingerprint: Identifies the content of its job.
        request: The request to record.
    """

    fingerprint: str
    request: bytes


def points_to_record(
    stored: Sequence[StoredPoint],
    wanted: Mapping[str, Wanted],
    *,
    retries: int,
    again: bool,
    differences: Callable[[str, str], Sequence[str]],
) -> list[tuple[StoredPoint, bytes]]:
    """Return the points to record: new ones, changed ones without a job, failed ones that were corrected or retried.

    A point without a known job is recorded again with each call: its backend may have been misspelled, and its session
    may have been closed. If it has a job after all, the job is found by its key.

    Args:
        stored: The points in the store.
        wanted: The points of this call, by name.
        retries: How often each may be retried after a failure of the system.
        again: Whether failed or cancelled points are retried unchanged.
        differences: Describes the differences between two fingerprints.

    Raises:
        ConfigurationError: The job of a point runs another PUB, and has not failed.
    """
    known = {point.name: point for point in stored}
    added: list[tuple[StoredPoint, bytes]] = []
    position = max((point.position for point in stored), default=-1)
    for name, one in wanted.items():
        before = known.get(name)
        if before is None:
            position += 1
            added.append((StoredPoint(name, position, one.fingerprint, retries), one.request))
            continue
        same = before.fingerprint == one.fingerprint
        if before.state == "new" and (same or not before.failed_jobs):
            added.append((replace(before, fingerprint=one.fingerprint, retries=retries), one.request))
        elif before.state in {"failed", "cancelled"} and (again or not same):
            again_new = StoredPoint(
                name,
                before.position,
                one.fingerprint,
                retries,
                resubmitted=True,
                usage_seconds=before.usage_seconds,
                usage_ru=before.usage_ru,
            )
            added.append((again_new, one.request))
        elif not same:
            raise _changed(before, differences(one.fingerprint, before.fingerprint))
    return added


def _changed(point: StoredPoint, differences: Sequence[str]) -> ConfigurationError:
    what = f" Differences: {', '.join(differences)}." if differences else ""
    job = f", as job {point.job_id}" if point.job_id else ""
    return ConfigurationError(
        f"point {point.name!r} was recorded with different content before{job}.{what} Nothing was sent. Give the new point "
        "another name, or use another sweep with its own store"
    )


def with_job(point: StoredPoint, job: JobState) -> StoredPoint:
    """Return a point updated from its job, which has not ended."""
    return replace(point, state="submitted", job_id=job.id, job_status=job.status)


def after_job_ended(point: StoredPoint, job: JobState) -> StoredPoint:
    """Return a point updated from its ended job; the result of a completed one is still to be fetched.

    Args:
        point: The point.
        job: Its job, which has ended.
    """
    charged = replace(
        with_job(point, job),
        usage_seconds=_sum(point.usage_seconds, job.usage_seconds),
        usage_ru=_sum(point.usage_ru, job.usage_ru),
        code=job.reason.code if job.reason else None,
        reason=str(replace(job.reason, code=None)) if job.reason else None,
    )
    if job.status == COMPLETED:
        return charged
    if job.status.lower().startswith("cancel"):
        return replace(charged, state="cancelled")
    if charged.code in OF_THE_SYSTEM and len(point.failed_jobs) < point.retries:
        return _tried_again(charged, job.id)
    return replace(charged, state="failed", reason=charged.reason or "the service gives no reason")


def after_job_deleted(point: StoredPoint, why: str) -> StoredPoint:
    """Return a point updated after the service no longer has its job.

    Args:
        point: The point.
        why: The service's response.
    """
    lost = replace(point, reason=f"job {point.job_id} was deleted: {why}", code=None)
    if len(point.failed_jobs) < point.retries:
        return _tried_again(lost, point.job_id or "")
    return replace(lost, state="failed")


def _tried_again(point: StoredPoint, job_id: str) -> StoredPoint:
    return replace(point, state="new", job_id=None, job_status=None, failed_jobs=(*point.failed_jobs, job_id))


def _sum(before: float | None, more: float | None) -> float | None:
    return before if more is None else more if before is None else before + more


@dataclass(frozen=True, slots=True)
class SweepStatus:
    """The state of a sweep, according to its store: returned by `sweep.status()`.

    Attributes:
        name: The sweep's name.
        total: How many points it has.
        new: Points that are not submitted yet, including those about to be retried.
        queued: Points whose job is queued.
        running: Points whose job is running.
        fetching: Points whose job has completed and whose result is not in the store yet.
        done: Points whose result is in the store.
        failed: Points whose job failed and is not retried.
        cancelled: Points whose job was cancelled.
        retried: How many jobs failed and were submitted again.
        usage_seconds: Seconds of QPU time charged so far, or None while unknown.
        usage_ru: The same in resource units (RUs).
        failures: Name and reason of each point that failed or was cancelled.
    """

    name: str
    total: int = 0
    new: int = 0
    queued: int = 0
    running: int = 0
    fetching: int = 0
    done: int = 0
    failed: int = 0
    cancelled: int = 0
    retried: int = 0
    usage_seconds: float | None = None
    usage_ru: float | None = None
    failures: tuple[tuple[str, str], ...] = field(default=(), repr=False)

    @property
    def ended(self) -> int:
        """Number of points that are done, failed or cancelled."""
        return self.done + self.failed + self.cancelled

    def facts(self) -> Facts:
        """Return labels and values for display."""
        return [
            ("points", pluralize(self.total, "point")),
            *((name, str(number)) for name, number in self._counts() if number),
            ("tried again", str(self.retried) if self.retried else None),
            ("usage", resource_units(self.usage_ru)),
            ("QPU time", seconds(self.usage_seconds)),
        ]

    def __str__(self) -> str:
        others = [f"{number} {name}" for name, number in self._counts() if number and name != "done"]
        used = [
            str(figure) for figure in (resource_units(self.usage_ru), seconds(self.usage_seconds)) if figure
        ]
        text = ", ".join([f"{self.done} of {pluralize(self.total, 'point')} done", *others])
        return f"{text}; {', '.join(used)}" if used else text

    def _repr_html_(self) -> str:
        rows = [(label, value) for label, value in self.facts() if value is not None]
        return html_table(f"Sweep {self.name}", (), rows)

    def _counts(self) -> Sequence[tuple[str, int]]:
        return (
            ("not submitted", self.new),
            ("queued", self.queued),
            ("running", self.running),
            ("completed", self.fetching),
            ("done", self.done),
            ("failed", self.failed),
            ("cancelled", self.cancelled),
        )


def status_of(name: str, points: Sequence[StoredPoint]) -> SweepStatus:
    """Return the state of a sweep.

    Args:
        name: Its name.
        points: Its points.
    """
    words = [state_label(point) for point in points]
    usage_seconds: float | None = None
    usage_ru: float | None = None
    for point in points:
        usage_seconds = _sum(usage_seconds, point.usage_seconds)
        usage_ru = _sum(usage_ru, point.usage_ru)
    return SweepStatus(
        name=name,
        total=len(points),
        new=words.count("not submitted"),
        queued=words.count("queued"),
        running=words.count("running"),
        fetching=words.count("completed"),
        done=words.count("done"),
        failed=words.count("failed"),
        cancelled=words.count("cancelled"),
        retried=sum(len(point.failed_jobs) for point in points),
        usage_seconds=usage_seconds,
        usage_ru=usage_ru,
        failures=tuple(
            (point.name, reason_of(point) or point.state)
            for point in points
            if point.state in {"failed", "cancelled"}
        ),
    )


def reason_of(point: StoredPoint) -> str | None:
    """Return why the last job of a point ended without a result, with its code; None if unknown."""
    return None if point.reason is None else str(JobError(point.code, point.reason, None))


def state_label(point: StoredPoint) -> str:
    """Return the state of a point, in one or two words."""
    if point.state == "new":
        return "not submitted"
    if point.state != "submitted":
        return point.state
    if point.job_status == RUNNING:
        return "running"
    return "completed" if point.job_status and is_known_final(point.job_status) else "queued"


@dataclass(frozen=True, slots=True)
class SweepTable:
    """The points of a sweep, one per row: returned by `sweep.table()`.

    It is shown as a table, as text and in a notebook.

    Attributes:
        name: The sweep's name.
        rows: For each point its name, its state, its job's id, the seconds of QPU time charged and the reason of a
            failure; unknown values are None.
    """

    name: str
    rows: tuple[tuple[str, str, str | None, float | None, str | None], ...]

    _COLUMNS = ("point", "state", "job", "QPU time", "reason")

    def _cells(self) -> list[tuple[Value, ...]]:
        return [
            (name, state, job or "", seconds(used) or "", reason or "")
            for name, state, job, used, reason in self.rows
        ]

    def __str__(self) -> str:
        cells = [self._COLUMNS, *([str(cell) for cell in row] for row in self._cells())]
        cells = [[shortened(cell.replace("\n", " "), 60) for cell in row] for row in cells]
        widths = [max(map(len, column)) for column in zip(*cells, strict=True)]
        lines = (
            "  ".join(f"{cell:<{width}}" for cell, width in zip(row, widths, strict=True)) for row in cells
        )
        return "\n".join(line.rstrip() for line in lines)

    def _repr_html_(self) -> str:
        return html_table(f"Sweep {self.name}", self._COLUMNS, self._cells())


def table_of(name: str, points: Sequence[StoredPoint]) -> SweepTable:
    """Return the points of a sweep as a table.

    Args:
        name: Its name.
        points: Its points.
    """
    return SweepTable(
        name,
        tuple(
            (point.name, state_label(point), point.job_id, point.usage_seconds, reason_of(point))
            for point in points
        ),
    )
