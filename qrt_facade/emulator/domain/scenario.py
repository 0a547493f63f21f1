"""The simulated failures and conditions: device states, failing jobs, HTTP faults and timing; changeable at any time.

A scenario is a table (from a TOML or JSON file, or over HTTP) with any of these keys: `queue_seconds`, `run_seconds`
(or "qpu"), `speed`, `latency_seconds`, `list_lag_seconds`, `token_seconds`, `rate_limit`, `plan`, `users` (a list of
ids), `usage` (seconds, both or units), `results_content_type` (documented, application/json or text/plain),
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
    """The current scenario, initialized from the emulator's options; thread-safe.

    `reset` restores the scenario as of the call of `keep_as_start`; faults that are added after it count as injected.

        emulator.inject(path="*/backends", status=503)
        emulator.scenario.clear_injected()               # keeps those of the scenario file

    Attributes:
        queue_seconds: Minimum time that a job is Queued.
        run_seconds: Minimum time that a job is Running; None for the time that a QPU would take.
        token_seconds: Seconds that an access token is valid.
        rate_limit: Submissions per minute, then 429; None for no limit.
        plan: Plan of the instances.
        users: Ids of the users besides the owner of the API key; the key of each is that key, `/` and the id.
        usage: How usage is reported: in `seconds`, in `both` seconds and resource units, or only in `units`.
        results_content_type: Content type of results: `application/json`, `text/plain`, or `documented`, which is the
            one that IBM's document states for the request's API version.
        seed: Makes results reproducible; None for random ones.
        speed: Factor by which jobs and sessions run faster than real time.
        latency_seconds: Seconds before each response.
        list_lag_seconds: Seconds until a new job appears in the job list, regardless of `speed`.
        usage_consumed_seconds: Seconds of QPU time that the instance has used before the emulator started.
        retired_programs: Programs that the service no longer has; a submission is refused with 404 like that of an
            unknown program. Jobs submitted earlier continue.
        devices: Device -> its `state` (`online`, `paused` or `offline`) and the `reason` for it.
        jobs: Rules for jobs that end as specified instead of being simulated; the first that matches applies.
        faults: HTTP faults; the first that matches and is switched on applies. Each has a `number`.
        functions: Runs of functions that the list of workloads shows.
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
        """Change the values that the table names; lists of rules replace the current ones.

        Args:
            table: Names and values of attributes, as in TOML or JSON; `{"run_seconds": "qpu"}` for None.

        Raises:
            ConfigurationError: A key, device or state is unknown, or a value is invalid; nothing is changed.
        """
        known = self._names()
        if unknown := sorted(set(table) - set(known)):
            raise ConfigurationError(
                f"unknown keys in the scenario: {', '.join(unknown)}; accepted are {', '.join(known)}"
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
        """Save the current scenario as the one that `reset` restores."""
        with self._lock:
            self._start = {name: copy.deepcopy(getattr(self, name)) for name in self._names()}

    def reset(self) -> None:
        """Restore the initial scenario: states, rules with their counts, timing; injected faults are removed."""
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
            raise ConfigurationError(f"devices is {states!r:.60}; it must be a table")
        if self._known_devices and (strangers := sorted(set(states) - set(self._known_devices))):
            raise ConfigurationError(
                f"devices.{strangers[0]} is not an emulated device; the devices are {', '.join(self._known_devices)}"
            )
        return {name: _device(name, state) for name, state in states.items()}

    @property
    def terms(self) -> PlanTerms:
        """The limits of the plan."""
        return PLANS[self.plan]

    def device_state(self, name: str, like: str | None = None) -> tuple[str, str]:
        """Return a device's state (online, paused or offline) and the reason for it.

        Args:
            name: Name of the device.
            like: Name of the device whose state applies if this one has none.
        """
        named = name if like is None or name in self.devices else like
        entry = self.devices.get(named, {"state": "online", "reason": "available"})
        return entry["state"], entry["reason"]

    def add_fault(self, fault: Fault) -> int:
        """Add one fault, after the existing ones.

        Args:
            fault: The fault; the scenario assigns its number.

        Returns:
            The fault's number.
        """
        with self._lock:
            self._number(fault)
            self.faults.append(fault)
            return fault.number

    def clear_faults(self) -> None:
        """Remove all faults, including those of the scenario file, which `clear_injected` keeps."""
        with self._lock:
            self.faults = []

    def clear_injected(self) -> None:
        """Remove the faults that were added while the emulator was running; those of its scenario file stay."""
        with self._lock:
            self.faults = [fault for fault in self.faults if not fault.injected]

    def switch_fault(self, number: int, *, enabled: bool) -> None:
        """Switch one fault on or off; its counts are kept.

        Args:
            number: Number of the fault.
            enabled: Whether it applies from now on.

        Raises:
            ConfigurationError: There is no fault with this number; the message lists the existing ones.
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
        """Return the first fault that applies to a request, and count the request.

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
        """Return the first rule that applies to a job, and count the job.

        Args:
            job: The job.
        """
        with self._lock:
            return next((rule for rule in self.jobs if rule.matches(job) and rule.take()), None)

    def shown(self) -> dict[str, Any]:
        """Return the scenario as a JSON-compatible table, hence values of type `Any`."""
        with self._lock:
            return {
                name: [_shown(entry) for entry in value] if isinstance(value, list) else value
                for name in self._names()
                for value in [getattr(self, name)]
            }


def _shown(entry: Any) -> Any:
    """Convert an entry of one of the scenario's lists: a rule to a table, a name to itself."""
    return entry if isinstance(entry, str) else dataclasses.asdict(entry)


def _programs(names: Any) -> list[str]:
    """Check a list of programs and remove duplicates.

    Raises:
        ConfigurationError: the value is not a list, or contains a program that the emulator does not know.
    """
    if not isinstance(names, list | tuple):
        raise ConfigurationError(
            f"retired_programs is {names!r:.60}; it must be a list of {', '.join(PROGRAMS)}"
        )
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
            f"devices.{name} is {state!r:.60}; it must have a state ({', '.join(DEVICE_STATES)}) and may have a reason"
        )
    return {"reason": "available" if state["state"] == "online" else "maintenance", **state}


def read_scenario(path: Path) -> dict[str, Any]:
    """Read the table in a scenario file: TOML if its name ends in `.toml`, otherwise JSON.

    Args:
        path: The file.

    Raises:
        ConfigurationError: the file cannot be read, or does not contain a table.
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
        raise ConfigurationError(f"scenario {path.name} is not a table")
    return table
