"""What an emulator is started with: by `start()`, by both command lines, and as the README lists it."""

# ruff: noqa: RUF009  # `_option` makes fields

from __future__ import annotations

import os
from collections.abc import Sequence  # noqa: TC003 - `typing.get_type_hints(StartOptions)` looks it up
from dataclasses import dataclass, field, fields
from os import PathLike
from typing import TYPE_CHECKING, Any, TypedDict, TypeVar

from qrt_facade._base.loopback import is_loopback
from qrt_facade.emulator.domain import kinds
from qrt_facade.emulator.domain.content_types import (
    ResultsContentType,  # noqa: TC001 - `typing.get_type_hints(StartOptions)` looks it up
)
from qrt_facade.emulator.domain.instances import is_crn
from qrt_facade.emulator.domain.plans import Plan  # noqa: TC001 - `typing.get_type_hints(StartOptions)` looks it up
from qrt_facade.emulator.domain.scenario_options import ScenarioOptions  # noqa: TC001 - as above
from qrt_facade.emulator.domain.usage import (
    RUS_PER_SECOND,
    UsageMode,
)
from qrt_facade.errors import ConfigurationError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from qrt_facade.emulator.domain.kinds import Kind

DEFAULT_API_KEY = "emulator-api-key-that-opens-nothing-at-IBM"
"""The API key that an emulator accepts when none is given."""

DEFAULT_INSTANCE = (
    "crn:v1:bluemix:public:quantum-computing:us-east:"
    "a/00000000000000000000000000e3a1a7:00000000-0000-4000-8000-00000000e3a1::"
)
"""The instance CRN that an emulator serves when none is given."""


T = TypeVar("T")


def _option(default: T, meaning: str, kind: Kind, shown: str | None = None) -> T:
    """A field of `Options`; `shown` is the default in words, where it does not speak for itself."""
    return field(
        default=default, metadata={"meaning": meaning, "kind": kind, "shown_default": shown or str(default)}
    )


@dataclass(frozen=True, kw_only=True, repr=False)
class Options:
    """What an emulator is started with, checked: each field is one option, which `StartOptions` describes.

    Raises:
        ConfigurationError: A value is not accepted; the message names it.
    """

    # fmt: off
    port: int = _option(0, "TCP port; 0 takes a free one", kinds.PORT)
    host: str = _option(
        "127.0.0.1", "address to listen on; one that others can reach needs an API key of your own", kinds.text("ADDRESS", optional=False),
    )
    data: str | PathLike[str] | None = _option(
        None, "directory for jobs; they survive restarts and SIGKILL, and what was running runs again",
        kinds.path("DIR"), "in memory",
    )
    api_key: str | None = _option(None, "the API key that IAM accepts", kinds.text("KEY"), "a fake one, printed")
    instance: str | Sequence[str] | None = _option(
        None, "CRN of the instance; several, joined by commas, are tenants that learn nothing of each other",
        kinds.text("CRN"), "a fake one, printed",
    )
    plan: Plan = _option(
        "paygo", "plan; `open` refuses dedicated sessions (400/1352), caps jobs at 600 s and allows 600 s in 28 days; `flex`"
        " and `premium` have mock devices for dry runs",
        kinds.PLAN,
    )
    usage: UsageMode = _option(
        "both",
        "how usage is sent: `seconds`, `both`, or resource units alone (`units`), as IBM has announced;"
        f" {RUS_PER_SECOND:g} RUs a second, which is invented",
        kinds.USAGE,
    )
    results_content_type: ResultsContentType = _option(
        "documented",
        "content type of results: `application/json`, `text/plain`, or as IBM's document for the request's API version has it"
        " (`documented`: text until 2026-02-01)",
        kinds.RESULTS_CONTENT_TYPE,
    )
    backends: str | Sequence[str] | None = _option(
        None, "devices of qiskit-ibm-runtime's snapshots, joined by commas, such as `ibm_fez,ibm_torino`",
        kinds.text("NAMES"), "seven",
    )
    noise: bool = _option(True, "simulate the errors that the devices have reported", kinds.SWITCH, "noisy")
    seed: int | None = _option(
        None, "makes the n-th submission of the same params always give the same result", kinds.INTEGER_OR_NONE, "random"
    )
    queue_seconds: float = _option(0.2, "how long a job is Queued at least", kinds.SECONDS)
    run_seconds: float | None = _option(
        0.1, "how long a job is Running at least; `qpu` is as long as the QPU would take", kinds.RUN_SECONDS
    )
    token_seconds: int = _option(3600, "life of an access token", kinds.WHOLE_SECONDS)
    workers: int | None = _option(None, "simulation processes at most", kinds.COUNT_OR_NONE, "one a core, at most 2")
    lanes: int = _option(5, "jobs that a device runs at once", kinds.COUNT)
    job_timeout: float = _option(
        600.0, "how long one simulation may take before its job fails with 1500", kinds.TIMEOUT, "600"
    )
    memory_mb: int = _option(4096, "MiB of memory that one simulation may use", kinds.COUNT)
    rate_limit: int | None = _option(
        None, "submissions a minute, then 429 with Retry-After (IBM: 5)", kinds.COUNT_OR_NONE, "none"
    )
    list_lag_seconds: float = _option(
        0.0, "how long the list of jobs does not show a new job; real seconds, whatever the speed", kinds.SECONDS, "0"
    )
    speed: float = _option(
        1.0, "how many times faster than real time jobs wait and run and sessions grow old", kinds.FACTOR, "1"
    )
    scenario: str | PathLike[str] | ScenarioOptions | None = _option(
        None, "TOML or JSON file with devices' states, failing jobs, retired programs and HTTP faults; in Python also a dict",
        kinds.table_or_path("FILE", note="; `Emulator.inject(...)` adds a fault from Python"), "none",
    )
    # fmt: on

    def __post_init__(self) -> None:
        for item in fields(self):
            item.metadata["kind"].check(item.name, getattr(self, item.name))
        _check_access(self.host, self.api_key)
        for crn in self.instances:
            if not is_crn(crn):
                raise ConfigurationError(
                    f"instance is {crn!r}; a CRN starts with 'crn:' and has ten fields joined by ':'"
                )

    @property
    def key(self) -> str:
        """The API key that is accepted."""
        return self.api_key or DEFAULT_API_KEY

    @property
    def instances(self) -> tuple[str, ...]:
        """The CRNs of the instances that are served, one at least."""
        return _names(self.instance) or (DEFAULT_INSTANCE,)

    @property
    def device_names(self) -> tuple[str, ...]:
        """The devices that are asked for; none means those that there are by default."""
        return _names(self.backends)

    @property
    def processes(self) -> int:
        """How many simulation processes there may be."""
        return self.workers or min(2, os.cpu_count() or 1)

    @classmethod
    def on_command_line(cls) -> Iterator[CommandLineOption]:
        """The options as a command line takes them."""
        for item in fields(cls):
            yield CommandLineOption(item.name, item.default, **item.metadata)


@dataclass(frozen=True)
class CommandLineOption:
    """One option as a command line takes it.

    Attributes:
        name: The keyword of `start()`.
        default: What it is when not given: a value of the option's own type, which is why it is `Any`.
        meaning: What it does, in words for a help page.
        kind: How its text is read and its value checked.
        shown_default: The default in words.
    """

    name: str
    default: Any
    meaning: str
    kind: Kind
    shown_default: str

    @property
    def is_switch(self) -> bool:
        """Whether it has no value, and switches off what is on by default."""
        return self.default is True

    @property
    def flag(self) -> str:
        """Its name on a command line, such as `--queue-seconds` or `--no-noise`."""
        return f"--{'no-' if self.is_switch else ''}{self.name.replace('_', '-')}"

    @property
    def help(self) -> str:
        """The line of it on a help page."""
        return (
            f"do not {self.meaning}" if self.is_switch else f"{self.meaning} (default: {self.shown_default})"
        )


class StartOptions(TypedDict, total=False):
    """The keywords of `start()`, for type checkers: names and types of the fields of `Options`.

    Attributes:
        port: TCP port; a free one when not given, or 0.
        host: Address to listen on; 127.0.0.1 when not given. One that others can reach needs an `api_key` of your own.
        data: Folder for jobs, which survive restarts there; in memory when not given.
        api_key: The API key that IAM accepts; `DEFAULT_API_KEY` when not given.
        instance: CRNs of the instances, in one text joined by commas or in a list; `DEFAULT_INSTANCE` when not given.
        plan: Plan of the instances; `paygo` when not given. `open` refuses dedicated sessions and limits QPU time; `flex` and
            `premium` have mock devices for dry runs.
        usage: How usage is sent: in `seconds`, in `both` seconds and resource units (RUs), or in `units` alone, as IBM has
            announced; `both` when not given. The rate, 2.5 RUs for a second, is the emulator's invention.
        results_content_type: Content type of results: `application/json`, `text/plain`, or `documented`, which is as IBM's document
            for the request's API version has it; `documented` when not given.
        backends: Names of devices, in one text joined by commas or in a list; seven devices when not given.
        noise: Whether the errors that the devices have reported are simulated; True when not given.
        seed: The n-th submission of the same parameters always has the same result; random when not given.
        queue_seconds: How long a job is Queued at least; 0.2 when not given.
        run_seconds: How long a job is Running at least; 0.1 when not given, None for as long as the QPU would take.
        token_seconds: Seconds that an access token is valid; 3600 when not given.
        workers: Processes that simulate, at most; one for each core, but no more than two, when not given.
        lanes: Jobs that a device runs at once; 5 when not given.
        job_timeout: Seconds that one simulation may take before its job fails with 1500; 600 when not given.
        memory_mb: MiB of memory that one simulation may use; 4096 when not given.
        rate_limit: Submissions a minute, then 429 with Retry-After (IBM: 5); no limit when not given.
        list_lag_seconds: Seconds that the list of jobs does not show a new job, which everything else knows at once; 0 when
            not given. They are real seconds, whatever the `speed`.
        speed: How many times faster than real time jobs wait and run and sessions grow old; 1 when not given.
        scenario: TOML or JSON file with devices' states, failing jobs, retired programs and HTTP faults, or a dict of what
            would be in it (`ScenarioOptions`); none when not given.
    """

    port: int
    host: str
    data: str | PathLike[str] | None
    api_key: str | None
    instance: str | Sequence[str] | None
    plan: Plan
    usage: UsageMode
    results_content_type: ResultsContentType
    backends: str | Sequence[str] | None
    noise: bool
    seed: int | None
    queue_seconds: float
    run_seconds: float | None
    token_seconds: int
    workers: int | None
    lanes: int
    job_timeout: float
    memory_mb: int
    rate_limit: int | None
    list_lag_seconds: float
    speed: float
    scenario: str | PathLike[str] | ScenarioOptions | None


def _check_access(host: str, api_key: str | None) -> None:
    if api_key is not None and not api_key:
        raise ConfigurationError("api_key is empty; leave it out for the default key")
    if not is_loopback(host) and api_key in {None, DEFAULT_API_KEY}:
        raise ConfigurationError(
            f"host is {host!r}, which others can reach, and everybody knows the default key: give an api_key of"
            " your own, or bind to 127.0.0.1, ::1 or localhost"
        )


def _names(value: str | Sequence[str] | None) -> tuple[str, ...]:
    if value is None:
        return ()
    parts = value.split(",") if isinstance(value, str) else value
    return tuple(dict.fromkeys(part.strip() for part in parts if part.strip()))
