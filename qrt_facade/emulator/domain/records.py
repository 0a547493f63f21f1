"""Jobs and sessions as the database stores them."""

from __future__ import annotations

import json
import secrets
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from qrt_facade._service import reason_codes
from qrt_facade._service.statuses import FAILED, PENDING, RAN_TOO_LONG
from qrt_facade.emulator.domain.users import OWNER

if TYPE_CHECKING:
    import sqlite3

INTERNAL_ERROR = (1500, "Internal error.", "Try again or contact support.")
"""Code, message and solution of a job that failed through no fault of its own."""

_XID_ALPHABET = "0123456789abcdefghijklmnopqrstuv"


def new_job_id() -> str:
    """Return a new job id: like the service's, 20 characters of xid's alphabet that sort by time."""
    number = int(time.time() * 1000) << 52 | secrets.randbits(52)
    return "".join(_XID_ALPHABET[number >> shift & 31] for shift in range(95, -1, -5))


@dataclass(frozen=True, kw_only=True)
class Submission:
    """A validated submission with defaults filled in, without its params, which may be large."""

    crn: str
    program_id: str
    backend: str
    tags: tuple[str, ...]
    cost: int
    private: bool
    estimate_seconds: float
    session_id: str | None = None
    calibration_id: str | None = None
    log_level: str | None = None
    runtime: str | None = None
    caller: str | None = None
    user_id: str = OWNER


@dataclass(frozen=True, kw_only=True)
class NewJob(Submission):
    """A validated submission with its params as JSON text."""

    params: str


@dataclass(frozen=True, kw_only=True)
class Job(Submission):
    """A job without its params and result, which are read only on request."""

    id: str
    status: str
    created: str
    seed: int | None
    attempt: int
    running: str | None = None
    finished: str | None = None
    reason: str | None = None
    reason_code: int | None = None
    reason_solution: str | None = None
    qpu_seconds: float = 0.0
    execution_ns: int = 0

    @classmethod
    def from_row(cls, row: sqlite3.Row) -> Job:
        """Return the job stored in a row of the table `jobs`."""
        values = {name: row[name] for name in cls.__dataclass_fields__}
        values["tags"] = tuple(json.loads(values["tags"]))
        values["private"] = bool(values["private"])
        return cls(**values)

    @property
    def pending(self) -> bool:
        """Whether the job is Queued or Running."""
        return self.status in PENDING


@dataclass(frozen=True)
class Session:
    """A session or batch; times are timestamps, `*_ttl` are seconds."""

    id: str
    crn: str
    mode: str
    backend: str | None
    state: str
    state_reason: str
    accepting_jobs: bool
    created: str
    interactive_ttl: int
    active_ttl: int
    max_ttl: int
    timestamps: tuple[dict[str, str], ...]
    started_at: str | None = None
    activated_at: str | None = None
    closed_at: str | None = None
    last_job_started: str | None = None
    last_job_completed: str | None = None
    user_id: str = OWNER

    @classmethod
    def from_row(cls, row: sqlite3.Row) -> Session:
        """Return the session stored in a row of the table `sessions`."""
        values: dict[str, Any] = dict(zip(row.keys(), row, strict=True))
        values["timestamps"] = tuple(json.loads(values["timestamps"]))
        values["accepting_jobs"] = bool(values["accepting_jobs"])
        return cls(**values)

    @property
    def closed(self) -> bool:
        """Whether jobs can neither enter nor run any more."""
        return self.state == "closed"


@dataclass(frozen=True)
class Outcome:
    """The outcome of a job: its terminal status, the body of `GET /results`, and its cost."""

    status: str
    body: str
    qpu_seconds: float
    execution_ns: int = 0
    reason: str | None = None
    reason_code: int | None = None
    reason_solution: str | None = None
    logs: str = ""

    @classmethod
    def failed(
        cls,
        code: int,
        message: str,
        solution: str,
        *,
        qpu_seconds: float = 0.0,
        details: str = "",
        logs: str = "",
    ) -> Outcome:
        """Return a failure with the service's reason line: message, solution and the URL of the code's description."""
        reason = f"{message} -- {solution} -- https://ibm.biz/error_codes#{code}"
        return cls(
            FAILED, details or f"Error code {code}; {reason}", qpu_seconds, reason=message, reason_code=code,
            reason_solution=solution, logs=logs,
        )  # fmt: skip

    @classmethod
    def ran_too_long(cls, qpu_seconds: float, reason: str, solution: str | None = None) -> Outcome:
        """Return the outcome of a job that the service stopped, with the charged time."""
        return cls(
            RAN_TOO_LONG,
            "",
            qpu_seconds,
            reason=reason,
            reason_code=reason_codes.RAN_TOO_LONG,
            reason_solution=solution,
        )

    @classmethod
    def broken(cls, details: str) -> Outcome:
        """Return a failure of the service itself (1500); `details` describes the cause."""
        return cls.failed(*INTERNAL_ERROR, details=f"Internal error: {details}", logs=f"ERROR: {details}\n")

    @classmethod
    def not_stored(cls, error: Exception) -> Outcome:
        """Return the failure of a job whose result could not be written to the database, as when the disk is full."""
        return cls.failed(
            INTERNAL_ERROR[0], f"The emulator could not write its data folder: {error}",
            "Free disk space and submit the job again.", logs=f"ERROR: {error}\n",
        )  # fmt: skip
