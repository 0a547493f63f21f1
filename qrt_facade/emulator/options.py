"""Options of the emulator: shared by `start()`, both command lines and the README's table."""

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
"""The default API key of an emulator."""

DEFAULT_INSTANCE = (
    "crn:v1:bluemix:public:quantum-computing:us-east:"
    "a/00000000000000000000000000e3a1a7:00000000-0000-4000-8000-00000000e3a1::"
)
"""The CRN of the default instance of an emulator."""


T = TypeVar("T")


def _option(default: T, meaning: str, kind: Kind, shown: str | None = None) -> T:
    """Return a field of `Options`; `shown` is the default in words, where the value does not explain itself."""
    return field(
        default=default, metadata={"meaning": meaning, "kind": kind, "shown_default": shown or str(default)}
    )


@dataclass(frozen=True, kw_only=True, repr=False)
class Options:
    """Validated options of an emulator, one field each; `StartOptions` describes them.

    Raises:
        ConfigurationError: A value is invalid; the message names it.
    """

    # fmt: off
    port: int = _option(0, "TCP port; 0 picks a free one", kinds.PORT)
    host: str = _option(
        "127.0.0.1", "address to listen on; one that others can reach requires your own API key", kinds.text("ADDRESS", optional=False),
    )
    data: str | PathLike[str] | None = _option(
        None, "directory for jobs; they survive restarts and SIGKILL, and running jobs run again",
        kinds.path("DIR"), "in memory",
    )
    api_key: str | None = _option(None, "the API key that IAM accepts", kinds.text("KEY"), "a fake key, printed")
    instance: str | Sequence[str] | None = _option(
        None, "CRN of the instance; several, separated by commas, are tenants isolated from each other",
        kinds.text("CRN"), "a fake CRN, printed",
    )
    plan: Plan = _option(
        "paygo", "plan; `open` refuses dedicated sessions (400/1352), caps jobs at 600 s and allows 600 s in 28 days; `flex`"
        " and `premium` have mock devices for dry runs",
        kinds.PLAN,
    )
    usage: UsageMode = _option(
        "both",
        "how usage is reported: `seconds`, `both`, or only resource units (`units`), as IBM has announced;"
        f" {RUS_PER_SECOND:g} RUs per second, an invented rate",
        kinds.USAGE,
    )
    results_content_type: ResultsContentType = _option(
        "documented",
        "content type of results: `application/json`, `text/plain`, or the one that IBM's document states for the"
        " request's API version (`documented`: text until 2026-02-01)",
        kinds.RESULTS_CONTENT_TYPE,
    )
    backends: str | Sequence[str] | None = _option(
        None, "devices from qiskit-ibm-runtime's snapshots, separated by commas, such as `ibm_fez,ibm_torino`",
        kinds.text("NAMES"), "seven",
    )
    noise: bool = _option(True, "simulate the errors reported for the devices", kinds.SWITCH, "noisy")
    seed: int | None = _option(
        None, "the n-th submission of the same params always has the same result", kinds.INTEGER_OR_NONE, "random"
    )
    queue_seconds: float = _option(0.2, "minimum time that a job is Queued", kinds.SECONDS)
    run_seconds: float | None = _option(
        0.1, "minimum time that a job is Running; `qpu` is the time that a QPU would take", kinds.RUN_SECONDS
    )
    token_seconds: int = _option(3600, "lifetime of an access token", kinds.WHOLE_SECONDS)
    workers: int | None = _option(None, "maximum of simulation processes", kinds.COUNT_OR_NONE, "one per core, up to 2")
    lanes: int = _option(5, "jobs that a device runs at the same time", kinds.COUNT)
    job_timeout: float = _option(
        600.0, "time limit of one simulation, after which its job fails with 1500", kinds.TIMEOUT, "600"
    )
    memory_mb: int = _option(4096, "memory limit of one simulation in MiB", kinds.COUNT)
    rate_limit: int | None = _option(
        None, "submissions per minute, then 429 with Retry-After (IBM: 5)", kinds.COUNT_OR_NONE, "none"
    )
    list_lag_seconds: float = _option(
        0.0, "how long the job list does not show a new job; in real seconds, regardless of `speed`", kinds.SECONDS, "0"
    )
    speed: float = _option(
        1.0, "factor by which jobs and sessions run faster than real time", kinds.FACTOR, "1"
    )
    scenario: str | PathLike[str] | ScenarioOptions | None = _option(
        None, "TOML or JSON file with device states, failing jobs, retired programs and HTTP faults; in Python also a dict",
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
        """The accepted API key."""
        return self.api_key or DEFAULT_API_KEY

    @property
    def instances(self) -> tuple[str, ...]:
        """The CRNs of the instances, at least one."""
        return _names(self.instance) or (DEFAULT_INSTANCE,)

    @property
    def device_names(self) -> tuple[str, ...]:
        """The requested devices; empty for the default devices."""
        return _names(self.backends)

    @property
    def processes(self) -> int:
        """The maximum number of simulation processes."""
        return self.workers or min(2, os.cpu_count() or 1)

    @classmethod
    def on_command_line(cls) -> Iterator[CommandLineOption]:
        """Yield the options in the form that a command line needs."""
        for item in fields(cls):
            yield CommandLineOption(item.name, item.default, **item.metadata)


@dataclass(frozen=True)
class CommandLineOption:
    """One option in the form that a command line needs.

    Attributes:
        name: The keyword of `start()`.
        default: Default value, of the option's own type, hence `Any`.
        meaning: What it does, for a help page.
        kind: How its text is parsed and its value checked.
        shown_default: The default in words.
    """

    name: str
    default: Any
    meaning: str
    kind: Kind
    shown_default: str

    @property
    def is_switch(self) -> bool:
        """Whether the flag takes no value and switches off what is on by default."""
        return self.default is True

    @property
    def flag(self) -> str:
        """The flag on a command line, such as `--queue-seconds` or `--no-noise`."""
        return f"--{'no-' if self.is_switch else ''}{self.name.replace('_', '-')}"

    @property
    def help(self) -> str:
        """The help text."""
        return (
            f"do not {self.meaning}" if self.is_switch else f"{self.meaning} (default: {self.shown_default})"
        )


class StartOptions(TypedDict, total=False):
    """The keywords of `start()`, for type checkers: names and types match the fields of `Options`.

    Attributes:
        port: TCP port; 0, the default, picks a free one.
        host: Address to listen on (default: 127.0.0.1). One that other machines can reach requires your own `api_key`.
        data: Folder for jobs, which survive restarts there; by default jobs are in memory.
        api_key: The API key that IAM accepts (default: `DEFAULT_API_KEY`).
        instance: CRNs of the instances, as a list or as text separated by commas (default: `DEFAULT_INSTANCE`).
        plan: Plan of the instances (default: `paygo`). `open` refuses dedicated sessions and limits QPU time; `flex`
            and `premium` have mock devices for dry runs.
        usage: How usage is reported: in `seconds`, in `both` seconds and resource units (RUs), or only in `units`, as
            IBM has announced (default: `both`). The rate, 2.5 RUs per second, is the emulator's invention.
        results_content_type: Content type of results: `application/json`, `text/plain`, or `documented`, the default,
            which is the one that IBM's document states for the request's API version.
        backends: Names of devices, as a list or as text separated by commas (default: seven devices).
        noise: Whether to simulate the errors reported for the devices (default: True).
        seed: With a seed, the n-th submission of the same parameters always has the same result (default: random).
        queue_seconds: Minimum time that a job is Queued (default: 0.2).
        run_seconds: Minimum time that a job is Running (default: 0.1); None for the time that a QPU would take.
        token_seconds: Seconds that an access token is valid (default: 3600).
        workers: Maximum number of simulation processes (default: one per core, at most two).
        lanes: Jobs that a device runs at the same time (default: 5).
        job_timeout: Time limit of one simulation in seconds, after which its job fails with 1500 (default: 600).
        memory_mb: Memory limit of one simulation in MiB (default: 4096).
        rate_limit: Submissions per minute, then 429 with Retry-After (IBM: 5); no limit by default.
        list_lag_seconds: Seconds until a new job appears in the job list; everything else shows it immediately
            (default: 0). They are real seconds, regardless of `speed`.
        speed: Factor by which jobs and sessions run faster than real time (default: 1).
        scenario: TOML or JSON file with device states, failing jobs, retired programs and HTTP faults, or a dict with
            the same content (`ScenarioOptions`); none by default.
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
        raise ConfigurationError("api_key is empty; omit it to use the default key")
    if not is_loopback(host) and api_key in {None, DEFAULT_API_KEY}:
        raise ConfigurationError(
            f"host is {host!r}, which other machines can reach, and the default key is public: pass your own api_key,"
            " or bind to 127.0.0.1, ::1 or localhost"
        )


def _names(value: str | Sequence[str] | None) -> tuple[str, ...]:
    if value is None:
        return ()
    parts = value.split(",") if isinstance(value, str) else value
    return tuple(dict.fromkeys(part.strip() for part in parts if part.strip()))
