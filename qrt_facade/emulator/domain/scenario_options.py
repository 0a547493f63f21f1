"""Types of a scenario as a dict: what `start(scenario=...)` accepts in place of a file."""

from __future__ import annotations

from collections.abc import Mapping, Sequence  # noqa: TC003 - `typing.get_type_hints` looks them up
from typing import Literal, TypedDict

from qrt_facade.emulator.domain.content_types import (
    ResultsContentType,  # noqa: TC001 - `typing.get_type_hints` looks it up
)
from qrt_facade.emulator.domain.plans import Plan  # noqa: TC001 - `typing.get_type_hints` looks it up
from qrt_facade.emulator.domain.rules import FaultOptions  # noqa: TC001 - `typing.get_type_hints` looks it up
from qrt_facade.emulator.domain.usage import UsageMode  # noqa: TC001 - `typing.get_type_hints` looks it up


class DeviceOptions(TypedDict, total=False):
    """State of a device in a scenario.

    Attributes:
        state: `online`, `paused` or `offline`; required.
        reason: The reason that the service reports for it.
    """

    state: Literal["online", "paused", "offline"]
    reason: str


class JobRuleOptions(TypedDict, total=False):
    """A rule for jobs that end as specified instead of being simulated: an entry of a scenario's `jobs`.

    Attributes:
        skip: Number of matching jobs that pass first (default: 0).
        times: Number of jobs that the rule then applies to; None, the default, for all.
        backend: Shell pattern of backend names; matches all by default.
        program_id: Shell pattern of programs; matches all by default.
        tag: A tag of the jobs.
        status: Their final status (default: `Failed`).
        reason: The reason that the service reports; that of an internal error by default.
        reason_code: The code of that reason, such as 1517.
        reason_solution: The solution that the service suggests.
        qpu_seconds: Seconds of QPU time that are charged (default: 0).
    """

    skip: int
    times: int | None
    backend: str
    program_id: str
    tag: str | None
    status: str
    reason: str | None
    reason_code: int | None
    reason_solution: str | None
    qpu_seconds: float


class FunctionRunOptions(TypedDict, total=False):
    """A run of a function that the list of workloads shows: an entry of a scenario's `functions`.

    Attributes:
        id: Its id.
        status: Its status as a workload (default: `completed`).
        backend: Name of the device that it used.
        created: When it was started, ISO 8601 (default: now).
        ended: When it ended; None while it is running.
        qpu_seconds: The charged QPU time in seconds.
        user_id: The user who started it (default: the owner of the emulator's API key).
    """

    id: str
    status: str
    backend: str
    created: str
    ended: str | None
    qpu_seconds: float
    user_id: str


class ScenarioOptions(TypedDict, total=False):
    """The keys of a scenario file; all are optional.

        from qrt_facade.emulator import ScenarioOptions, start

        retired: ScenarioOptions = {"retired_programs": ["sampler", "estimator"]}
        with start(scenario=retired) as emulator:
            print(emulator.scenario.retired_programs)      # ["sampler", "estimator"]

    Attributes:
        queue_seconds: Minimum time that a job is Queued.
        run_seconds: Minimum time that a job is Running; `"qpu"` or None for the time that a QPU would take.
        token_seconds: Seconds that an access token is valid.
        rate_limit: Submissions per minute, then 429; None for no limit.
        plan: Plan of the instances.
        users: Ids of further users of the instances, such as `IBMid-ADA`.
        usage: How usage is reported: in `seconds`, in `both` seconds and resource units, or only in `units`.
        results_content_type: Content type of results: `application/json`, `text/plain`, or `documented`, which is the
            one that IBM's document states for the request's API version.
        seed: Makes results reproducible; None for random ones.
        speed: Factor by which jobs and sessions run faster than real time.
        latency_seconds: Seconds before each response.
        list_lag_seconds: Seconds until a new job appears in the job list.
        usage_consumed_seconds: Seconds of QPU time that the instance has used before the emulator started.
        retired_programs: Programs that the service no longer has: a submission is refused with 404.
        devices: Device -> its state (`online`, `paused` or `offline`), alone or with a `reason`.
        jobs: Rules for jobs that end as specified instead of being simulated.
        faults: HTTP faults, with the keywords of `Emulator.inject`.
        functions: Runs of functions that the list of workloads shows.
    """

    queue_seconds: float
    run_seconds: float | Literal["qpu"] | None
    token_seconds: int
    rate_limit: int | None
    plan: Plan
    users: Sequence[str]
    usage: UsageMode
    results_content_type: ResultsContentType
    seed: int | None
    speed: float
    latency_seconds: float
    list_lag_seconds: float
    usage_consumed_seconds: float
    retired_programs: Sequence[str]
    devices: Mapping[str, str | DeviceOptions]
    jobs: Sequence[JobRuleOptions]
    faults: Sequence[FaultOptions]
    functions: Sequence[FunctionRunOptions]
