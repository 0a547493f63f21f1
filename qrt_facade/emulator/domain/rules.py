"""Rules of a scenario: which requests or jobs they affect, how often, and how."""

from __future__ import annotations

import dataclasses
import json
import re
from dataclasses import dataclass, field
from fnmatch import fnmatchcase
from typing import TYPE_CHECKING, Any, Literal, Self, TypedDict

from qrt_facade._service.statuses import FAILED
from qrt_facade.emulator.domain import clock, kinds
from qrt_facade.emulator.domain.records import INTERNAL_ERROR, Outcome
from qrt_facade.emulator.domain.users import OWNER
from qrt_facade.errors import ConfigurationError

if TYPE_CHECKING:
    from qrt_facade.emulator.domain.records import Job

_KINDS: dict[str, Any] = {
    "int": int, "float": int | float, "str": str, "bool": bool, "None": type(None), "Any": object, "dict[str, str]": dict,
}  # fmt: skip


_NUMBERS = {
    "skip": kinds.NUMBER,
    "times": kinds.NUMBER_OR_NONE,
    "delay": kinds.SECONDS,
    "status": kinds.STATUS_OR_NONE,
    "truncate": kinds.NUMBER_OR_NONE,
    "reason_code": kinds.NUMBER_OR_NONE,
    "qpu_seconds": kinds.SECONDS,
}
"""Kinds of the rules' numeric fields; only a fault's `status` is a number, that of a job rule is text."""

_HEADER_NAME = re.compile(r"[!#$%&'*+.^_`|~0-9A-Za-z-]+")
_HEADER_VALUE = re.compile(r"[\t\x20-\x7e\x80-\xff]*")


def _is_of(value: Any, annotation: str) -> bool:
    """Whether a value from TOML or JSON matches a field's type annotation."""
    for kind in annotation.split(" | "):
        accepted = _KINDS[kind]
        # In Python True is an int, but a boolean is not a number in a scenario.
        if isinstance(value, accepted) and (accepted in (object, bool) or not isinstance(value, bool)):
            return True
    return False


@dataclass
class Entry:
    """Base class of the entries in the scenario's lists."""

    def __post_init__(self) -> None:
        """Check the numeric fields.

        Raises:
            ConfigurationError: a number is out of range; the message names it.
        """
        for entry in dataclasses.fields(self):
            if entry.name in _NUMBERS and entry.type != "str":
                _NUMBERS[entry.name].check(f"{entry.name} of a rule", getattr(self, entry.name))

    @classmethod
    def read(cls, table: Any) -> Self:
        """Return the entry described by a table.

        Args:
            table: A TOML table or JSON object with the names and values of the entry's attributes.

        Raises:
            ConfigurationError: a key is unknown, or a value has the wrong type.
        """
        if not isinstance(table, dict):
            raise ConfigurationError(f"a rule is {table!r:.60}; it must be a table")
        fields = {entry.name: str(entry.type) for entry in dataclasses.fields(cls) if entry.init}
        # Output of the emulator can be passed back unchanged, so read-only attributes are ignored.
        shown = {entry.name for entry in dataclasses.fields(cls) if not entry.init}
        table = {name: value for name, value in table.items() if name not in shown}
        if unknown := sorted(set(table) - set(fields)):
            raise ConfigurationError(
                f"unknown keys in a rule: {', '.join(unknown)}; accepted are {', '.join(fields)}"
            )
        for name, value in table.items():
            if not _is_of(value, fields[name]):
                raise ConfigurationError(f"{name} of a rule is {value!r:.60}; it must be {fields[name]}")
        return cls(**table)

    @classmethod
    def read_all(cls, name: str, tables: Any) -> list[Self]:
        """Return the entries described by a list of tables.

        Args:
            name: Name of the list, for messages.
            tables: A list of tables in the form that `read` accepts.

        Raises:
            ConfigurationError: the value is not a list, or a table is invalid.
        """
        if not isinstance(tables, list | tuple):
            raise ConfigurationError(f"{name} is {tables!r:.60}; it must be a list of rules")
        return [cls.read(table) for table in tables]


@dataclass
class Rule(Entry):
    """A rule that skips the first `skip` matching requests or jobs and then applies to `times` of them.

    Attributes:
        skip: How many more are skipped before it applies.
        times: How many more it applies to; None for all.
    """

    skip: int = 0
    times: int | None = None

    def take(self) -> bool:
        """Count a matching request or job, and return whether the rule applies to it."""
        if self.skip > 0:
            self.skip -= 1
            return False
        if self.times is not None:
            if self.times <= 0:
                return False
            self.times -= 1
        return True


@dataclass
class Fault(Rule):
    """An HTTP fault for requests whose path matches a shell pattern such as `/api/v1/jobs*`.

    With `when="after"` the emulator processes the request first, so that only the response is lost. `status` (with
    `body` and `headers`), `drop` (no response) or `truncate` (a part of the body) determine what the client gets; with
    `delay` alone it gets the real response, later.

    Attributes:
        path: Shell pattern of the paths; matches all by default.
        method: HTTP method, such as `POST`; None for all.
        when: `before` or `after` the emulator processes the request.
        delay: Seconds by which the response is delayed.
        status: HTTP status of the response; None for the emulator's own response.
        body: Response body if there is a `status`: text as is, anything else as JSON.
        headers: Response headers, name -> value.
        drop: Whether the connection is closed without a response.
        truncate: Number of bytes of the body after which the connection is closed; None sends the whole body.
        enabled: Whether the fault is switched on; otherwise requests do not count for `skip` and `times`.
        number: Identifies the fault, from 1 in the order of adding; 0 until it is added to a scenario.
        injected: Whether it was added to a running emulator, rather than by the scenario file.
        met: Number of requests that it has applied to.
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
    enabled: bool = True
    number: int = field(default=0, init=False)
    injected: bool = field(default=False, init=False)
    met: int = field(default=0, init=False)

    def __post_init__(self) -> None:
        """Check the numeric fields, `when`, the headers and the body.

        Raises:
            ConfigurationError: a value cannot be sent; the message names it.
        """
        super().__post_init__()
        if self.when not in {"before", "after"}:
            raise ConfigurationError(f"when is {self.when!r:.60}; it must be before or after")
        for name, value in self.headers.items():
            if (
                not _HEADER_NAME.fullmatch(name)
                or not isinstance(value, str)
                or not _HEADER_VALUE.fullmatch(value)
            ):
                raise ConfigurationError(
                    f"headers of a rule: {name!r:.60} is {value!r:.60}; the name must be a token, the value one line of"
                    " Latin-1"
                )
        try:
            json.dumps(self.body, allow_nan=False)
        except (TypeError, ValueError, RecursionError) as error:
            raise ConfigurationError(f"body of a rule cannot be encoded as JSON: {error}") from error

    def matches(self, method: str, path: str) -> bool:
        """Whether the fault is switched on and a request has its method and path."""
        return self.enabled and self.method in {None, method} and fnmatchcase(path, self.path)


class FaultOptions(TypedDict, total=False):
    """The keywords of `Emulator.inject`, for type checkers: names and types match the attributes of `Fault`.

    Attributes:
        skip: Number of matching requests that pass first (default: 0).
        times: Number of requests that fail after those; None, the default, for all.
        path: Shell pattern of their paths, such as `/api/v1/jobs*`; matches all by default.
        method: Their HTTP method, such as `POST`; matches all by default.
        when: `before` the request is processed (default), or `after`, so that only the response is lost.
        delay: Seconds by which the response is delayed (default: 0).
        status: HTTP status of the response, in place of the emulator's own.
        body: Response body: text as is, anything else as JSON, hence its type `object`.
        headers: Response headers, name -> value.
        drop: True to close the connection without a response.
        truncate: Number of bytes of the body after which the connection is closed.
        enabled: False to add the fault switched off (default: True).
    """

    skip: int
    times: int | None
    path: str
    method: str | None
    when: Literal["before", "after"]
    delay: float
    status: int | None
    body: object
    headers: dict[str, str]
    drop: bool
    truncate: int | None
    enabled: bool


@dataclass
class JobRule(Rule):
    """A rule for jobs that end as specified instead of being simulated.

    Attributes:
        backend: Shell pattern of backend names; matches all by default.
        program_id: Shell pattern of programs, such as `sampler`; matches all by default.
        tag: A tag of the job; None for any job.
        status: The job's final status (default: `Failed`).
        reason: The reason that the service reports; None for the text of an internal error.
        reason_code: The code of that reason, such as 1517; None for that of an internal error.
        reason_solution: The solution that the service suggests; None for that of an internal error.
        qpu_seconds: Seconds of QPU time that are charged.
    """

    backend: str = "*"
    program_id: str = "*"
    tag: str | None = None
    status: str = FAILED
    reason: str | None = None
    reason_code: int | None = None
    reason_solution: str | None = None
    qpu_seconds: float = 0.0

    def matches(self, job: Job) -> bool:
        """Whether the rule applies to jobs like this one."""
        return (
            fnmatchcase(job.backend, self.backend)
            and fnmatchcase(job.program_id, self.program_id)
            and (self.tag is None or self.tag in job.tags)
        )

    def outcome(self) -> Outcome:
        """Return the outcome of the job; an unknown status is allowed, to test how clients handle it."""
        if self.status == FAILED:
            code, reason, solution = INTERNAL_ERROR
            return Outcome.failed(
                self.reason_code or code, self.reason or reason, self.reason_solution or solution,
                qpu_seconds=self.qpu_seconds,
            )  # fmt: skip
        return Outcome(
            self.status, "", self.qpu_seconds, reason=self.reason, reason_code=self.reason_code,
            reason_solution=self.reason_solution,
        )  # fmt: skip


@dataclass
class FunctionRun(Entry):
    """A run of a function: a kind of workload besides jobs, sessions and batches, listed exactly as given.

    Attributes:
        id: Its id.
        status: Its status as a workload, such as `in_progress` (default: `completed`).
        backend: Name of the device that it used, if any.
        created: When it was started, ISO 8601 (default: now).
        ended: When it ended; None while it is running.
        qpu_seconds: The charged QPU time in seconds. The usage of the instance does not include it.
        user_id: The user who started it (default: the owner of the emulator's API key).
    """

    id: str = "function-run"
    status: str = "completed"
    backend: str = ""
    created: str = field(default_factory=clock.now)
    ended: str | None = None
    qpu_seconds: float = 0.0
    user_id: str = OWNER

    def __post_init__(self) -> None:
        """Check the number and the timestamps.

        Raises:
            ConfigurationError: a value is invalid; the message names it.
        """
        super().__post_init__()
        try:
            self.created = clock.text(clock.parse(self.created))
            self.ended = None if self.ended is None else clock.text(clock.parse(self.ended))
        except ValueError as error:
            raise ConfigurationError(f"created or ended of a function: {error}") from error
