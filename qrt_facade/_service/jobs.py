"""The state of a job at one moment, and the error that its end means.

No I/O: this module sends no requests.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Final

from qrt_facade._base.coerce import mapping_of, number_of, parse_time, text_of, texts_of, whole_of
from qrt_facade._base.logs import warn_safely
from qrt_facade._base.secrets import redacted_text
from qrt_facade._display.format import resource_units, seconds
from qrt_facade._display.html import facts_table
from qrt_facade._service import reason_codes
from qrt_facade._service.mocks import DRY_RUN_NOTE, is_mock_name
from qrt_facade._service.names import split_tags
from qrt_facade._service.statuses import PENDING, TERMINAL, UNKNOWN
from qrt_facade._service.usage import JobUsage, charged
from qrt_facade.errors import JobCancelledError, JobFailedError, QrtError

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from qrt_facade._display.facts import Facts


_FINAL_PREFIXES: Final = (*(status.lower() for status in TERMINAL), "canceled")
_PENDING: Final = frozenset(status.lower() for status in PENDING)
_warned_about: set[str] = set()


def is_final(status: str) -> bool:
    """Return whether a status is final; warn once about an unknown status."""
    if is_known_final(status):
        return True
    if not is_known_pending(status) and status not in {UNKNOWN, *_warned_about}:
        _warned_about.add(status)
        warn_safely(
            f"the service reported the unknown job status {status!r}; it is treated as one that may change, "
            "until the wait's timeout",
            UserWarning,
            stacklevel=2,
        )
    return False


def is_known_pending(status: str) -> bool:
    """Return whether a status is known and means that the job is queued or running."""
    return status.lower() in _PENDING


def is_known_final(status: str) -> bool:
    """Return whether a status is known to be final, without a warning about an unknown one."""
    return status.lower().startswith(_FINAL_PREFIXES)


@dataclass(frozen=True, slots=True)
class JobError:
    """Why a job failed or was cancelled; its string form combines code, reason and advice.

        str(JobError(1517, "The circuit is not ISA", "Transpile it"))    # "code 1517: The circuit is not ISA. Transpile it"

    Attributes:
        code: Reason code, such as 1517, or None; https://quantum.cloud.ibm.com/docs/errors lists them.
        message: The service's reason, or None.
        solution: What the service advises, or None.
    """

    code: int | None
    message: str | None
    solution: str | None

    def __str__(self) -> str:
        said = _with_advice(self.message or "", self.solution or "") or "no reason given"
        return said if self.code is None else f"code {self.code}: {said}"


def _with_advice(reason: str, advice: str) -> str:
    """Return a reason with the service's advice, which gets its own line if the reason shows a line of a program."""
    if not reason or not advice:
        return reason or advice
    if "\n" in reason:
        return f"{reason}\n{advice}"
    return f"{reason if reason.endswith(('.', '!', '?')) else f'{reason}.'} {advice}"


@dataclass(frozen=True, slots=True)
class JobState:
    """A job as last described by the service: `job.state`.

        job.state.status, job.state.ended                # ("Completed", True)

    Attributes:
        id: The job's id.
        status: `Queued`, `Running`, `Completed`, `Cancelled`, `Cancelled - Ran too long`, `Failed`, or a status added
            later.
        backend: Name of the backend, or None if the service omits it.
        program_id: `sampler`, `estimator`, ..., or None if the service omits it.
        created: When it was submitted, aware, in UTC, or None while unknown.
        tags: The caller's tags, without those that the submission added.
        all_tags: All tags.
        session_id: Id of its session or batch, or None.
        private: Whether its parameters are never returned and its result can be read only once.
        usage_seconds: Seconds of QPU time charged, or None while unknown, or if the service sends only RUs.
        estimated_seconds: Seconds of QPU time the service expects, or None.
        position_in_queue: Position in the queue, if the service reports it, or None.
        estimated_start_time: When it is expected to run, aware, in UTC, if the service reports it, or None.
        reason: Why it ended as it did, or None.
        privacy_known: Whether it is known if the job is private. The service sends the field only if it is true, so a
            response without it proves nothing to a caller who could lose a result.
        dry_run: Whether it ran, or runs, on a mock device: its result is random.
        usage_ru: Resource units (RUs) charged, or None while unknown, or if the service sends none.
        usage_status: `complete` once the charge is settled, `pending` before; None if the service omits it.
        user_id: User who submitted it, such as `IBMid-0000000000`, or None while unknown.
    """

    id: str
    status: str
    backend: str | None = None
    program_id: str | None = None
    created: datetime | None = None
    tags: tuple[str, ...] = ()
    all_tags: tuple[str, ...] = ()
    session_id: str | None = None
    private: bool = False
    usage_seconds: float | None = None
    estimated_seconds: float | None = None
    position_in_queue: int | None = None
    estimated_start_time: datetime | None = None
    reason: JobError | None = None
    privacy_known: bool = False
    dry_run: bool = False
    usage_ru: float | None = None
    usage_status: str | None = None
    user_id: str | None = None

    @property
    def usage(self) -> JobUsage:
        """The job's charge: resource units, seconds and whether they are settled; unknown values are None."""
        return JobUsage(self.usage_ru, self.usage_seconds, self.usage_status)

    @property
    def ended(self) -> bool:
        """Whether the status is final."""
        return is_final(self.status)

    def following(self, before: JobState) -> JobState:
        """Merge this state with an earlier one: a job that has ended, is private or is a dry run stays so.

        A cache, a replica that lags behind or a slow connection may deliver an older state after a newer one.

        Args:
            before: The earlier state of the same job.
        """
        if self.id == before.id and is_known_final(before.status) and not is_known_final(self.status):
            return before
        state = self
        if before.dry_run and not self.dry_run:
            state = replace(state, dry_run=True)
        if before.private or (before.privacy_known and not self.privacy_known):
            state = replace(state, private=before.private, privacy_known=True)
        return state

    def facts(self) -> Facts:
        """Return labels and values for display; the expected QPU time only until the job is charged or has ended."""
        charged = self.usage_seconds is not None or self.usage_ru is not None
        settled = charged or is_known_final(self.status)
        return [
            ("status", self.status),
            ("reason", None if self.reason is None else str(self.reason)),
            ("program", self.program_id),
            ("backend", self.backend),
            ("created", self.created),
            ("session", self.session_id),
            ("user", self.user_id),
            ("private", "yes: its result can be read only once" if self.private else None),
            ("dry run", DRY_RUN_NOTE if self.dry_run else None),
            ("tags", ", ".join(self.tags)),
            ("usage", resource_units(self.usage_ru)),
            ("QPU time", seconds(self.usage_seconds)),
            ("QPU time expected", None if settled else seconds(self.estimated_seconds)),
        ]

    def _repr_html_(self) -> str:
        return facts_table(f"Job {self.id}", self.facts())

    @classmethod
    def of(cls, answer: Mapping[str, Any], *, job_id: str) -> JobState:
        """Parse the service's response; missing fields are tolerated."""
        state = mapping_of(answer.get("state"))
        tags, all_tags = split_tags(texts_of(answer.get("tags")))
        backend = text_of(answer.get("backend"))
        usage_ru, usage_seconds, usage_status = charged(mapping_of(answer.get("usage")))
        return cls(
            id=text_of(answer.get("id")) or job_id,
            status=str(answer.get("status") or state.get("status") or UNKNOWN),
            backend=backend,
            program_id=text_of(mapping_of(answer.get("program")).get("id")),
            created=parse_time(answer.get("created")),
            tags=tags,
            all_tags=all_tags,
            session_id=text_of(answer.get("session_id")),
            private=answer.get("private") is True,
            usage_seconds=usage_seconds,
            estimated_seconds=number_of(answer.get("estimated_running_time_seconds")),
            position_in_queue=whole_of(answer.get("position_in_queue")),
            estimated_start_time=parse_time(answer.get("estimated_start_time")),
            reason=_reason(state),
            privacy_known=isinstance(answer.get("private"), bool),
            dry_run=is_mock_name(backend),
            usage_ru=usage_ru,
            usage_status=usage_status,
            user_id=text_of(answer.get("user_id")),
        )


def error_for(state: JobState, *, explanation: str | None = None, job: Any = None) -> QrtError | None:
    """Return the error that the end of a job means; None for a job that completed or has not ended."""
    lowered = state.status.lower()
    reason = state.reason
    if lowered.startswith("failed"):
        why = str(reason) if reason else explanation or "the service gives no reason"
        return JobFailedError(
            f"job {state.id} failed: {why}",
            job_id=state.id,
            code=reason.code if reason else None,
            reason=(reason.message if reason else None) or explanation,
            solution=reason.solution if reason else None,
            job=job,
        )
    if lowered.startswith("cancel"):
        too_long = (
            reason is not None and reason.code == reason_codes.RAN_TOO_LONG
        ) or "ran too long" in lowered
        why = "by the service, because it exceeded its time limit" if too_long else "before it completed"
        return JobCancelledError(
            f"job {state.id} was cancelled {why}" + (f" ({reason})" if reason else ""),
            job_id=state.id,
            ran_too_long=too_long,
            code=reason.code if reason else None,
            reason=reason.message if reason else None,
            job=job,
        )
    return None


def _reason(state: Mapping[str, Any]) -> JobError | None:
    code = whole_of(state.get("reason_code"))
    message = redacted_text(state.get("reason"))
    solution = redacted_text(state.get("reason_solution"))
    if code is None and message is None and solution is None:
        return None
    return JobError(code, message, solution)
