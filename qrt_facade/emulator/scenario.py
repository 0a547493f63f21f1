"""What is made to go wrong: devices' states, failing jobs, HTTP faults, and the clock. May change at any time.

A scenario is a table (from a TOML or JSON file, or over HTTP) with any of these keys:
`queue_seconds`, `run_seconds`, `token_seconds`, `rate_limit`, `usage_consumed_seconds`,
`devices` (name to `state` and `reason`), `jobs` and `faults` (lists of rules).
"""

from __future__ import annotations

import dataclasses
import json
import threading
import tomllib
from dataclasses import dataclass, field
from fnmatch import fnmatchcase
from typing import TYPE_CHECKING, Any, Self

from qrt_facade.emulator.records import FAILED, Outcome

if TYPE_CHECKING:
    from pathlib import Path

    from qrt_facade.emulator.records import Job

DEVICE_STATES = ("online", "paused", "offline")


@dataclass
class Rule:
    """A rule that applies to some requests or jobs: not to the first `skip`, then to `times` (None: all)."""

    skip: int = 0
    times: int | None = None

    @classmethod
    def read(cls, table: dict[str, Any]) -> Self:
        """A rule from a table.

        Raises:
            ValueError: a key is not known.
        """
        known = [entry.name for entry in dataclasses.fields(cls)]
        if unknown := sorted(set(table) - set(known)):
            raise ValueError(f"unknown in a rule: {', '.join(unknown)}; known are {', '.join(known)}")
        return cls(**table)

    def take(self) -> bool:
        """Whether the rule applies to this one, which counts."""
        if self.skip > 0:
            self.skip -= 1
            return False
        if self.times is None:
            return True
        self.times -= 1
        return self.times >= 0


@dataclass
class Fault(Rule):
    """An HTTP fault for requests whose path matches a shell pattern such as `/api/v1/jobs*`.

    `when="after"` lets the emulator do the work first, so that only the answer is lost. One of `status`
    (with `body`, `headers`), `drop` (cut the connection) and `truncate` (cut it after so many bytes of the
    body) says what the client gets; with `delay` alone it gets the true answer, later.
    """

    path: str = "*"
    method: str | None = None
    when: str = "before"
    delay: float = 0.0
    status: int | None = None
    body: Any = ""
    headers: dict[str, str] = field(default_factory=dict)
    drop: bool = False
    truncate: int | None = None

    def __post_init__(self) -> None:
        if self.when not in {"before", "after"}:
            raise ValueError(f"when is {self.when!r}; accepted are before, after")

    def matches(self, method: str, path: str) -> bool:
        """Whether a request is of the kind that the rule is about."""
        return self.method in {None, method} and fnmatchcase(path, self.path)


@dataclass
class JobRule(Rule):
    """How jobs end whose backend, program and tags match, instead of being simulated."""

    backend: str = "*"
    program_id: str = "*"
    tag: str | None = None
    status: str = FAILED
    reason: str | None = None
    reason_code: int | None = None
    reason_solution: str | None = None
    qpu_seconds: float = 0.0

    def matches(self, job: Job) -> bool:
        """Whether a job is of the kind that the rule is about."""
        return (
            fnmatchcase(job.backend, self.backend)
            and fnmatchcase(job.program_id, self.program_id)
            and (self.tag is None or self.tag in job.tags)
        )

    def outcome(self) -> Outcome:
        """What becomes of the job; a status that does not exist is possible, to see what a client makes of it."""
        if self.status == FAILED:
            return Outcome.failed(
                self.reason_code or 1500, self.reason or "Internal error.",
                self.reason_solution or "Try again or contact support.", qpu_seconds=self.qpu_seconds,
            )  # fmt: skip
        return Outcome(
            self.status, "", self.qpu_seconds, reason=self.reason, reason_code=self.reason_code,
            reason_solution=self.reason_solution,
        )  # fmt: skip


@dataclass
class Scenario:
    """The present scenario. Rules may be added from any thread."""

    queue_seconds: float
    run_seconds: float | None
    token_seconds: int
    rate_limit: int | None
    usage_consumed_seconds: float = 0.0
    devices: dict[str, dict[str, str]] = field(default_factory=dict)
    jobs: list[JobRule] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)
    _lock: threading.Lock = field(default_factory=threading.Lock, repr=False)

    def apply(self, table: dict[str, Any]) -> None:
        """Change what the table names; lists of rules replace the present ones.

        Raises:
            ValueError: a key or a state is not known.
        """
        known = [entry.name for entry in dataclasses.fields(self) if not entry.name.startswith("_")]
        if unknown := sorted(set(table) - set(known)):
            raise ValueError(f"unknown in the scenario: {', '.join(unknown)}; known are {', '.join(known)}")
        devices = {name: _device(name, state) for name, state in table.get("devices", {}).items()}
        changes = {**table, "devices": {**self.devices, **devices}}
        for name, rule in (("jobs", JobRule), ("faults", Fault)):
            if name in table:
                changes[name] = [rule.read(entry) for entry in table[name]]
        with self._lock:
            for name, value in changes.items():
                setattr(self, name, value)

    def device_state(self, name: str) -> tuple[str, str]:
        """A device's state (online, paused or offline) and the reason that is given for it."""
        entry = self.devices.get(name, {"state": "online", "reason": "available"})
        return entry["state"], entry["reason"]

    def add_fault(self, fault: Fault) -> None:
        """Add one fault."""
        with self._lock:
            self.faults.append(fault)

    def clear_faults(self) -> None:
        """Take all faults away."""
        with self._lock:
            self.faults.clear()

    def fault_for(self, method: str, path: str) -> Fault | None:
        """The first fault that applies to a request."""
        with self._lock:
            return next(
                (fault for fault in self.faults if fault.matches(method, path) and fault.take()), None
            )

    def rule_for(self, job: Job) -> JobRule | None:
        """The first rule that applies to a job."""
        with self._lock:
            return next((rule for rule in self.jobs if rule.matches(job) and rule.take()), None)

    def shown(self) -> dict[str, Any]:
        """The scenario as a table."""
        with self._lock:
            return {
                entry.name: [dataclasses.asdict(rule) for rule in value] if isinstance(value, list) else value
                for entry in dataclasses.fields(self)
                if not entry.name.startswith("_")
                for value in [getattr(self, entry.name)]
            }


def _device(name: str, state: Any) -> dict[str, str]:
    if isinstance(state, str):
        state = {"state": state}
    if (
        not isinstance(state, dict)
        or state.get("state") not in DEVICE_STATES
        or set(state) - {"state", "reason"}
    ):
        raise ValueError(
            f"devices.{name} is {state!r}; it has a state of {', '.join(DEVICE_STATES)} and a reason"
        )
    return {"reason": "available" if state["state"] == "online" else "maintenance", **state}


def read_scenario(path: Path) -> dict[str, Any]:
    """The table in a scenario file: TOML if it is named so, else JSON.

    Raises:
        ValueError: the file is no such table.
        OSError: the file cannot be read.
    """
    text = path.read_text(encoding="utf-8")
    try:
        table = tomllib.loads(text) if path.suffix == ".toml" else json.loads(text)
    except ValueError as error:
        raise ValueError(f"scenario {path.name}: {error}") from error
    return dict(table)
