"""Rules of a scenario: for some requests or jobs, how often, and what becomes of them."""

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
"""The numbers of rules; `status` is one of a fault alone, and that of a job's rule is text."""

_HEADER_NAME = re.compile(r"[!#$%&'*+.^_`|~0-9A-Za-z-]+")
_HEADER_VALUE = re.compile(r"[\t\x20-\x7e\x80-\xff]*")


def _is_of(value: Any, annotation: str) -> bool:
    """Whether a value that TOML or JSON can spell is of a field's type."""
    for kind in annotation.split(" | "):
        accepted = _KINDS[kind]
        # True is an int to Python, and to nobody who writes a scenario.
        if isinstance(value, accepted) and (accepted in (object, bool) or not isinstance(value, bool)):
            return True
    return False


@dataclass
class Entry:
    """An entry of one of the scenario's lists, read from a table."""

    def __post_init__(self) -> None:
        """Check the numbers.

        Raises:
            ConfigurationError: one is out of its range; the message names it.
        """
        for entry in dataclasses.fields(self):
            if entry.name in _NUMBERS and entry.type != "str":
                _NUMBERS[entry.name].check(f"{entry.name} of a rule", getattr(self, entry.name))

    @classmethod
    def read(cls, table: Any) -> Self:
        """A rule from a table.

        Args:
            table: A table of TOML or an object of JSON: names of the rule's attributes, and their values.

        Raises:
            ConfigurationError: a key is not known, or a value of the wrong kind.
        """
        if not isinstance(table, dict):
            raise ConfigurationError(f"a rule is {table!r:.60}; it is a table")
        fields = {entry.name: str(entry.type) for entry in dataclasses.fields(cls) if entry.init}
        # What the emulator shows of a rule can be given back to it as it stands.
        shown = {entry.name for entry in dataclasses.fields(cls) if not entry.init}
        table = {name: value for name, value in table.items() if name not in shown}
        if unknown := sorted(set(table) - set(fields)):
            raise ConfigurationError(
                f"unknown in a rule: {', '.join(unknown)}; known are {', '.join(fields)}"
            )
        for name, value in table.items():
            if not _is_of(value, fields[name]):
                raise ConfigurationError(f"{name} of a rule is {value!r:.60}; it is {fields[name]}")
        return cls(**table)

    @classmethod
    def read_all(cls, name: str, tables: Any) -> list[Self]:
        """The rules of a list of tables.

        Args:
            name: What the list is called, for messages.
            tables: A list of tables, each as for `read`.

        Raises:
            ConfigurationError: it is no list, or as for `read`.
        """
        if not isinstance(tables, list | tuple):
            raise ConfigurationError(f"{name} is {tables!r:.60}; it is a list of rules")
        return [cls.read(table) for table in tables]


@dataclass
class Rule(Entry):
    """A rule that applies to some requests or jobs: not to the first `skip`, then to `times` of them.

    Attributes:
        skip: How many more it passes over before it applies.
        times: How many more it applies to; None for all.
    """

    skip: int = 0
    times: int | None = None

    def take(self) -> bool:
        """Whether the rule applies to this one, which counts."""
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

    `when="after"` lets the emulator do the work first, so that only the answer is lost. One of `status`
    (with `body`, `headers`), `drop` (cut the connection) and `truncate` (cut it after so many bytes of the
    body) says what the client gets; with `delay` alone it gets the true answer, later.

    Attributes:
        path: Shell pattern of the paths that it applies to; each path when not given.
        method: HTTP method that it applies to, such as `POST`; None for each.
        when: `before` or `after` the emulator has done the work.
        delay: Seconds until the answer.
        status: HTTP status of the answer; None for the status that the emulator itself answers with.
        body: Body of the answer where there is a `status`: text as it stands, or anything else as JSON.
        headers: Headers of that answer, name -> value.
        drop: Whether the connection is cut instead of an answer.
        truncate: Bytes of the body after which the connection is cut; None sends the whole of it.
        enabled: Whether it applies at all; while it is switched off, no request counts for `skip` and `times`.
        number: What it is called by, from 1 on in the order of adding; 0 until a scenario has it.
        injected: Whether it was added to a running emulator, rather than by the scenario file.
        met: How many requests it has applied to.
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
        """Check what goes over the wire, too.

        Raises:
            ConfigurationError: something cannot be sent; the message names it.
        """
        super().__post_init__()
        if self.when not in {"before", "after"}:
            raise ConfigurationError(f"when is {self.when!r:.60}; accepted are before, after")
        for name, value in self.headers.items():
            if (
                not _HEADER_NAME.fullmatch(name)
                or not isinstance(value, str)
                or not _HEADER_VALUE.fullmatch(value)
            ):
                raise ConfigurationError(
                    f"headers of a rule: {name!r:.60} is {value!r:.60}; a header is a token, and a line of Latin-1"
                )
        try:
            json.dumps(self.body, allow_nan=False)
        except (TypeError, ValueError, RecursionError) as error:
            raise ConfigurationError(f"body of a rule cannot be written as JSON: {error}") from error

    def matches(self, method: str, path: str) -> bool:
        """Whether a request is of the kind that the fault is about, which is never the case while it is switched off."""
        return self.enabled and self.method in {None, method} and fnmatchcase(path, self.path)


class FaultOptions(TypedDict, total=False):
    """The keywords of `Emulator.inject`, for type checkers: names and types of the attributes of `Fault`.

    Attributes:
        skip: Requests that pass before the fault applies; 0 when not given.
        times: Requests that it applies to; None, or all, when not given.
        path: Shell pattern of their paths, such as `/api/v1/jobs*`; each path when not given.
        method: Their HTTP method, such as `POST`; any when not given.
        when: `before` (the work is not done) or `after` (only the answer is lost); `before` when not given.
        delay: Seconds until the answer; 0 when not given.
        status: HTTP status of the answer, in place of the emulator's own.
        body: Body of that answer: text as it stands, or anything else as JSON, which is why it is typed `object`.
        headers: Headers of that answer, name -> value.
        drop: True cuts the connection instead of answering.
        truncate: Bytes of the body after which the connection is cut.
        enabled: False adds it switched off; it applies when not given.
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
    """How jobs end whose backend, program and tags match, instead of being simulated.

    Attributes:
        backend: Shell pattern of the backends' names; each backend when not given.
        program_id: Shell pattern of the programs, such as `sampler`; each program when not given.
        tag: A tag that the job carries; None for any job.
        status: What the job ends as; `Failed` when not given.
        reason: The reason that the service gives; None for the words of an internal error.
        reason_code: The code of that reason, such as 1517; None for that of an internal error.
        reason_solution: What the service advises; None for what it advises after an internal error.
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
        """Whether a job is of the kind that the rule is about."""
        return (
            fnmatchcase(job.backend, self.backend)
            and fnmatchcase(job.program_id, self.program_id)
            and (self.tag is None or self.tag in job.tags)
        )

    def outcome(self) -> Outcome:
        """What becomes of the job; a status that does not exist is possible, to see what a client makes of it."""
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
    """A run of a function, which is a workload beside jobs, sessions and batches; it is shown as it stands.

    Attributes:
        id: Its id.
        status: Its status as a workload, such as `in_progress`; `completed` when not given.
        backend: Name of the device that it used; none when not given.
        created: When it was started, ISO 8601; the present when not given.
        ended: When it ended; None while it goes on.
        qpu_seconds: What it has been charged, in seconds of QPU time. The usage of the instance is not changed by it.
        user_id: Who started it; the owner of the emulator's API key when not given.
    """

    id: str = "function-run"
    status: str = "completed"
    backend: str = ""
    created: str = field(default_factory=clock.now)
    ended: str | None = None
    qpu_seconds: float = 0.0
    user_id: str = OWNER

    def __post_init__(self) -> None:
        """Check the number and the instants.

        Raises:
            ConfigurationError: one cannot be; the message names it.
        """
        super().__post_init__()
        try:
            self.created = clock.text(clock.parse(self.created))
            self.ended = None if self.ended is None else clock.text(clock.parse(self.ended))
        except ValueError as error:
            raise ConfigurationError(f"created or ended of a function: {error}") from error
