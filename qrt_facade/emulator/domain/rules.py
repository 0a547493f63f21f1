"""Rules of a scenario: for some requests or jobs, how often, and what becomes of them."""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass, field
from fnmatch import fnmatchcase
from typing import TYPE_CHECKING, Any, Self

from qrt_facade._service.statuses import FAILED
from qrt_facade.emulator.domain.records import INTERNAL_ERROR, Outcome

if TYPE_CHECKING:
    from qrt_facade.emulator.domain.records import Job

_KINDS: dict[str, Any] = {
    "int": int, "float": int | float, "str": str, "bool": bool, "None": type(None), "Any": object, "dict[str, str]": dict,
}  # fmt: skip


def _is_of(value: Any, annotation: str) -> bool:
    """Whether a value that TOML or JSON can spell is of a field's type."""
    for kind in annotation.split(" | "):
        accepted = _KINDS[kind]
        # True is an int to Python, and to nobody who writes a scenario.
        if isinstance(value, accepted) and (accepted in (object, bool) or not isinstance(value, bool)):
            return True
    return False


@dataclass
class Rule:
    """A rule that applies to some requests or jobs: not to the first `skip`, then to `times` (None: all)."""

    skip: int = 0
    times: int | None = None

    @classmethod
    def read(cls, table: Any) -> Self:
        """A rule from a table.

        Raises:
            ValueError: a key is not known, or a value of the wrong kind.
        """
        if not isinstance(table, dict):
            raise ValueError(f"a rule is {table!r:.60}; it is a table")  # noqa: TRY004  # told as one kind of mistake
        fields = {entry.name: str(entry.type) for entry in dataclasses.fields(cls)}
        if unknown := sorted(set(table) - set(fields)):
            raise ValueError(f"unknown in a rule: {', '.join(unknown)}; known are {', '.join(fields)}")
        for name, value in table.items():
            if not _is_of(value, fields[name]):
                raise ValueError(f"{name} of a rule is {value!r:.60}; it is {fields[name]}")
        return cls(**table)

    @classmethod
    def read_all(cls, name: str, tables: Any) -> list[Self]:
        """The rules of a list of tables that is called `name`.

        Raises:
            ValueError: it is no list, or as for `read`.
        """
        if not isinstance(tables, list):
            raise ValueError(f"{name} is {tables!r:.60}; it is a list of rules")  # noqa: TRY004  # one kind of mistake
        return [cls.read(table) for table in tables]

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
            code, reason, solution = INTERNAL_ERROR
            return Outcome.failed(
                self.reason_code or code, self.reason or reason, self.reason_solution or solution,
                qpu_seconds=self.qpu_seconds,
            )  # fmt: skip
        return Outcome(
            self.status, "", self.qpu_seconds, reason=self.reason, reason_code=self.reason_code,
            reason_solution=self.reason_solution,
        )  # fmt: skip
