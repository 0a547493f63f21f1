"""What is made to go wrong: devices' states, failing jobs, HTTP faults, and the clock. May change at any time.

A scenario is a table (from a TOML or JSON file, or over HTTP) with any of these keys: `queue_seconds`, `run_seconds`
(or "qpu"), `speed`, `latency_seconds`, `list_lag_seconds`, `token_seconds`, `rate_limit`, `plan`, `users` (a list of ids), `usage` (seconds, both or units),
`results_content_type` (documented, application/json or text/plain),
`seed`, `usage_consumed_seconds`, `retired_programs` (a list of names), `devices` (name to `state` and `reason`), `jobs` and
`faults` (lists of rules), `functions` (a list of runs).
"""

from __future__ import annotations

import copy
import dataclasses
import json
import threading
import tomllib
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from qrt_facade.emulator.domain import kinds
from qrt_facade.emulator.domain.plans import PLANS, PlanTerms
from qrt_facade.emulator.domain.rules import Fault, FunctionRun, JobRule
from qrt_facade.emulator.domain.submission import PROGRAMS
from qrt_facade.emulator.domain.users import checked_users
from qrt_facade.errors import ConfigurationError

if TYPE_CHECKING:
    from collections.abc import Callable, Collection
    from pathlib import Path

    from qrt_facade.emulator.domain.content_types import ResultsContentType
    from qrt_facade.emulator.domain.plans import Plan
    from qrt_facade.emulator.domain.records import Job
    from qrt_facade.emulator.domain.usage import UsageMode

_LARGEST_FILE = 10_000_000

DEVICE_STATES = ("online", "paused", "offline")
_KINDS = {
    "queue_seconds": kinds.SECONDS,
    "run_seconds": kinds.RUN_SECONDS,
    "token_seconds": kinds.WHOLE_SECONDS,
    "rate_limit": kinds.COUNT_OR_NONE,
    "plan": kinds.PLAN,
    "usage": kinds.USAGE,
    "results_content_type": kinds.RESULTS_CONTENT_TYPE,
    "seed": kinds.INTEGER_OR_NONE,
    "speed": kinds.FACTOR,
    "latency_seconds": kinds.SECONDS,
    "list_lag_seconds": kinds.SECONDS,
    "usage_consumed_seconds": kinds.SECONDS,
}


@dataclass
class Scenario:
    """The present scenario, at first as the options of the emulator have it; it may be changed from any thread.

    `reset` restores the scenario as it was when `keep_as_start` was called; faults that are added later count as injected.

        emulator.inject(path="*/backends", status=503)
        emulator.scenario.clear_injected()               # those of the scenario file stay

    Attributes:
        queue_seconds: How long a job is Queued at least.
        run_seconds: How long a job is Running at least; None for as long as the QPU would take.
        token_seconds: Seconds that an access token is valid.
        rate_limit: Submissions a minute, then 429; None for no limit.
        plan: Plan of the instances.
        users: Ids of the users beside the owner of the API key; the key of each is that key, `/` and the id.
        usage: How usage is sent: in `seconds`, in `both` seconds and resource units, or in `units` alone.
        results_content_type: Content type of results: `application/json`, `text/plain`, or `documented`, as IBM's document for the
            request's API version has it.
        seed: What repeats results from run to run; None for random ones.
        speed: How many times faster than real time jobs wait and run and sessions grow old.
        latency_seconds: Seconds before each answer.
        list_lag_seconds: Seconds that the list of jobs does not show a new job; `speed` does not change them.
        usage_consumed_seconds: Seconds of QPU time that the instance has used before the emulator started.
        retired_programs: Programs that the service no longer has; a submission of one is refused with 404, as that of an
            unknown program is. Jobs that were submitted before go on.
        devices: Device -> its `state` (`online`, `paused` or `offline`) and the `reason` for it.
        jobs: Rules of jobs that end in another way than by being simulated; the first that fits is taken.
        faults: HTTP faults; the first that fits and is switched on is taken. Each has a `number`.
        functions: Runs of functions, which the list of workloads shows.
    """

    queue_seconds: float
    run_seconds: float | None
    token_seconds: int
    rate_limit: int | None
    plan: Plan
    seed: int | None
    speed: float
    users: list[str] = field(default_factory=list)
    usage: UsageMode = "both"
    results_content_type: ResultsContentType = "documented"
    latency_seconds: float = 0.0
    list_lag_seconds: float = 0.0
    usage_consumed_seconds: float = 0.0
    retired_programs: list[str] = field(default_factory=list)
    devices: dict[str, dict[str, str]] = field(default_factory=dict)
    jobs: list[JobRule] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)
    functions: list[FunctionRun] = field(default_factory=list)
    _known_devices: Collection[str] = field(default=(), repr=False)
    _lock: threading.Lock = field(default_factory=threading.Lock, repr=False)
    _start: dict[str, Any] | None = field(default=None, repr=False)
    _numbered: int = field(default=0, repr=False)

    def apply(self, table: dict[str, Any]) -> None:
        """Change what the table names; lists of rules replace the present ones.

        Args:
            table: What TOML or JSON spells: names of the attributes and their values; `{"run_seconds": "qpu"}` for None.

        Raises:
            ConfigurationError: A key, a device or a state is not known, or a value is not acceptable; nothing is changed.
        """
        known = self._names()
        if unknown := sorted(set(table) - set(known)):
            raise ConfigurationError(
                f"unknown in the scenario: {', '.join(unknown)}; known are {', '.join(known)}"
            )
        changes = dict(table)
        for name in _KINDS.keys() & table.keys():
            _KINDS[name].check(name, table[name])
        if table.get("run_seconds") == kinds.QPU:
            changes["run_seconds"] = None
        readers: dict[str, Callable[[Any], Any]] = {
            "users": checked_users,
            "retired_programs": _programs,
            "devices": lambda states: {**self.devices, **self._read_devices(states)},
            "jobs": lambda rules: JobRule.read_all("jobs", rules),
            "faults": lambda rules: Fault.read_all("faults", rules),
            "functions": lambda rules: FunctionRun.read_all("functions", rules),
        }
        for name, read in readers.items():
            if name in table:
                changes[name] = read(table[name])
        with self._lock:
            for fault in changes.get("faults", ()):
                self._number(fault)
            for name, value in changes.items():
                setattr(self, name, value)

    def keep_as_start(self) -> None:
        """Remember the present scenario as the one that `reset` restores."""
        with self._lock:
            self._start = {name: copy.deepcopy(getattr(self, name)) for name in self._names()}

    def reset(self) -> None:
        """Restore the scenario of the start: states, rules with their counts, the clock; injected faults go."""
        with self._lock:
            for name, value in (self._start or {}).items():
                setattr(self, name, copy.deepcopy(value))
            if self._start is not None:
                self._numbered = max((fault.number for fault in self.faults), default=0)

    def _names(self) -> list[str]:
        """The scenario's keys."""
        return [entry.name for entry in dataclasses.fields(self) if not entry.name.startswith("_")]

    def _number(self, fault: Fault) -> None:
        self._numbered += 1
        fault.number, fault.injected = self._numbered, self._start is not None

    def _read_devices(self, states: Any) -> dict[str, dict[str, str]]:
        if not isinstance(states, dict):
            raise ConfigurationError(f"devices is {states!r:.60}; it is a table")
        if self._known_devices and (strangers := sorted(set(states) - set(self._known_devices))):
            raise ConfigurationError(
                f"devices.{strangers[0]} is not emulated here; emulated are {', '.join(self._known_devices)}"
            )
        return {name: _device(name, state) for name, state in states.items()}

    @property
    def terms(self) -> PlanTerms:
        """What the plan allows."""
        return PLANS[self.plan]

    def device_state(self, name: str, like: str | None = None) -> tuple[str, str]:
        """A device's state (online, paused or offline) and the reason that is given for it.

        Args:
            name: Name of the device.
            like: Name of the device whose state counts where this one has been given none.
        """
        named = name if like is None or name in self.devices else like
        entry = self.devices.get(named, {"state": "online", "reason": "available"})
        return entry["state"], entry["reason"]

    def add_fault(self, fault: Fault) -> int:
        """Add one fault, after the existing ones.

        Args:
            fault: The fault; the scenario gives it its number.

        Returns:
            Its number.
        """
        with self._lock:
            self._number(fault)
            self.faults.append(fault)
            return fault.number

    def clear_faults(self) -> None:
        """Remove all faults, also those of the scenario file; `clear_injected` leaves these."""
        with self._lock:
            self.faults = []

    def clear_injected(self) -> None:
        """Remove the faults that were added while the emulator ran; those of its scenario file stay."""
        with self._lock:
            self.faults = [fault for fault in self.faults if not fault.injected]

    def switch_fault(self, number: int, *, enabled: bool) -> None:
        """Switch one fault on or off; its counts stay.

        Args:
            number: Number of the fault.
            enabled: Whether it applies from now on.

        Raises:
            ConfigurationError: There is no fault of this number; the message names those there are.
        """
        with self._lock:
            for fault in self.faults:
                if fault.number == number:
                    fault.enabled = enabled
                    return
            numbers = ", ".join(str(fault.number) for fault in self.faults)
        raise ConfigurationError(
            f"there is no fault {number!r}; " + (f"the faults are {numbers}" if numbers else "there are none")
        )

    def fault_for(self, method: str, path: str) -> Fault | None:
        """The first fault that applies to a request, which counts as one of its times.

        Args:
            method: HTTP method of the request.
            path: Path of the request.
        """
        with self._lock:
            for fault in self.faults:
                if fault.matches(method, path) and fault.take():
                    fault.met += 1
                    return fault
            return None

    def rule_for(self, job: Job) -> JobRule | None:
        """The first rule that applies to a job, which counts as one of its times.

        Args:
            job: The job.
        """
        with self._lock:
            return next((rule for rule in self.jobs if rule.matches(job) and rule.take()), None)

    def shown(self) -> dict[str, Any]:
        """The scenario as a table that can be written as JSON, which is why its values are `Any`."""
        with self._lock:
            return {
                name: [_shown(entry) for entry in value] if isinstance(value, list) else value
                for name in self._names()
                for value in [getattr(self, name)]
            }


def _shown(entry: Any) -> Any:
    """An entry of one of the scenario's lists: a rule as a table, a name as it is."""
    return entry if isinstance(entry, str) else dataclasses.asdict(entry)


def _programs(names: Any) -> list[str]:
    """The programs of a list.

    Raises:
        ConfigurationError: it is no list, or a program that the emulator never had.
    """
    if not isinstance(names, list | tuple):
        raise ConfigurationError(f"retired_programs is {names!r:.60}; it is a list of {', '.join(PROGRAMS)}")
    for name in names:
        if not isinstance(name, str) or name not in PROGRAMS:
            raise ConfigurationError(
                f"retired_programs has {name!r:.60}; the programs are {', '.join(PROGRAMS)}"
            )
    return list(dict.fromkeys(names))


def _device(name: str, state: Any) -> dict[str, str]:
    if isinstance(state, str):
        state = {"state": state}
    if (
        not isinstance(state, dict)
        or state.get("state") not in DEVICE_STATES
        or set(state) - {"state", "reason"}
    ):
        raise ConfigurationError(
            f"devices.{name} is {state!r:.60}; it has a state of {', '.join(DEVICE_STATES)} and a reason"
        )
    return {"reason": "available" if state["state"] == "online" else "maintenance", **state}


def read_scenario(path: Path) -> dict[str, Any]:
    """The table in a scenario file: TOML if it is named so, else JSON.

    Args:
        path: The file.

    Raises:
        ConfigurationError: the file cannot be read, or is no such table.
    """
    try:
        with path.open("rb") as file:
            content = file.read(_LARGEST_FILE + 1)
    except OSError as error:
        raise ConfigurationError(f"scenario {path} cannot be read: {error.strerror}") from error
    if len(content) > _LARGEST_FILE:
        raise ConfigurationError(f"scenario {path} has more than {_LARGEST_FILE} bytes")
    try:
        text = content.decode("utf-8")
        table = tomllib.loads(text) if path.suffix == ".toml" else json.loads(text)
    except (ValueError, RecursionError) as error:
        raise ConfigurationError(f"scenario {path.name}: {error}") from error
    if not isinstance(table, dict):
        raise ConfigurationError(f"scenario {path.name} is no table")
    return table
