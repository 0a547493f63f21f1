"""The state of a session or batch at one moment.

No I/O: this module sends no requests.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final, Literal, TypeAlias, get_args

from qrt_facade._base.arguments import checked_whole
from qrt_facade._base.coerce import flag_of, number_of, parse_time, text_of, whole_of
from qrt_facade._base.missing import with_hints
from qrt_facade._base.secrets import redacted_text
from qrt_facade._display.format import seconds, yes_or_no
from qrt_facade._display.html import facts_table
from qrt_facade.errors import ConfigurationError

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from qrt_facade._base.kinds import WholeNumber
    from qrt_facade._display.facts import Facts

SessionMode: TypeAlias = Literal["dedicated", "batch"]
MODES: Final[tuple[SessionMode, ...]] = get_args(SessionMode)


@with_hints
@dataclass(frozen=True, slots=True)
class SessionDetails:
    """A session or batch as described by the service.

    Attributes:
        id: Its id.
        backend: Name of its backend, or None while it has none.
        mode: `dedicated` or `batch`.
        state: `open` (waits for its first job), `active`, `inactive` (idle, can be reactivated), `closed`, or a state
            added later.
        state_reason: Reason for the state, or None.
        accepting_jobs: Whether it accepts new jobs, or None if the service omits it.
        max_ttl: Maximum lifetime in seconds, counted from its first job, or None.
        interactive_ttl: Seconds without a job after which it becomes inactive, or None.
        active_ttl: Seconds left in the active state, or None.
        started_at: When its first job started, aware, in UTC.
        activated_at: When it became active, likewise; so are the other times.
        closed_at: When it was closed, or None while it is not.
        last_job_started: When its newest job started, or None.
        last_job_completed: When its newest job ended, or None.
        usage_seconds: Seconds used so far: wall-clock time for `dedicated`, or None while unknown.
        raw: The unprocessed response: JSON, which is why its values are `Any`.
    """

    id: str
    backend: str | None
    mode: str | None
    state: str | None
    state_reason: str | None
    accepting_jobs: bool | None
    max_ttl: int | None
    interactive_ttl: int | None
    active_ttl: int | None
    started_at: datetime | None
    activated_at: datetime | None
    closed_at: datetime | None
    last_job_started: datetime | None
    last_job_completed: datetime | None
    usage_seconds: float | None
    raw: Mapping[str, Any] = field(repr=False)

    def facts(self) -> Facts:
        """Return labels and values for display."""
        return [
            ("mode", self.mode),
            ("backend", self.backend),
            ("state", self.state),
            ("reason", self.state_reason),
            ("accepts jobs", yes_or_no(self.accepting_jobs)),
            ("maximum TTL", seconds(self.max_ttl)),
            ("interactive TTL", seconds(self.interactive_ttl)),
            ("started", self.started_at),
            ("closed", self.closed_at),
            ("usage", seconds(self.usage_seconds)),
        ]

    def _repr_html_(self) -> str:
        return facts_table(f"{'Batch' if self.mode == 'batch' else 'Session'} {self.id}", self.facts())

    @classmethod
    def of(cls, raw: Mapping[str, Any], *, session_id: str | None = None) -> SessionDetails:
        """Parse the service's response; missing fields are tolerated."""
        return cls(
            id=text_of(raw.get("id")) or session_id or "",
            backend=text_of(raw.get("backend_name")),
            mode=text_of(raw.get("mode")),
            state=text_of(raw.get("state")),
            state_reason=redacted_text(raw.get("state_reason")),
            accepting_jobs=flag_of(raw.get("accepting_jobs")),
            max_ttl=whole_of(raw.get("max_ttl")),
            interactive_ttl=whole_of(raw.get("interactive_ttl")),
            active_ttl=whole_of(raw.get("active_ttl")),
            started_at=parse_time(raw.get("started_at")),
            activated_at=parse_time(raw.get("activated_at")),
            closed_at=parse_time(raw.get("closed_at")),
            last_job_started=parse_time(raw.get("last_job_started")),
            last_job_completed=parse_time(raw.get("last_job_completed")),
            usage_seconds=number_of(raw.get("elapsed_time")),
            raw=raw,
        )


def checked_mode(mode: str) -> SessionMode:
    """Return the mode if it is valid; for any other, the service responds with a bare "Internal server error".

    Raises:
        ConfigurationError: The mode is neither `dedicated` nor `batch`.
    """
    for known in MODES:
        if mode == known:
            return known
    raise ConfigurationError(f"mode={mode!r}: expected {' or '.join(map(repr, MODES))}")


def checked_ttl(ttl: WholeNumber | None) -> int | None:
    """Return the lifetime if it is valid.

    Raises:
        ConfigurationError: The value is not a whole number above 0.
    """
    if ttl is None:
        return None
    return checked_whole("max_ttl", ttl, least=1, unit="seconds", note="such as 28800 for eight hours")
