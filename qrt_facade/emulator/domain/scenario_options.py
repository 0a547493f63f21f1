"""A scenario as a dict, for type checkers: what `start(scenario=...)` takes in place of a file."""

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
    """The state of a device in a scenario.

    Attributes:
        state: `online`, `paused` or `offline`; it has to be given.
        reason: The reason that the service gives for it.
    """

    state: Literal["online", "paused", "offline"]
    reason: str


class JobRuleOptions(TypedDict, total=False):
    """How some jobs end in place of being simulated: one entry of a scenario's `jobs`.

    Attributes:
        skip: Jobs that pass before the rule applies; 0 when not given.
        times: Jobs that it applies to; None, or all, when not given.
        backend: Shell pattern of the backends' names; any when not given.
        program_id: Shell pattern of the programs; any when not given.
        tag: A tag that the jobs carry.
        status: What they end as; `Failed` when not given.
        reason: The reason that the service gives; that of an internal error when not given.
        reason_code: The code of that reason, such as 1517.
        reason_solution: What the service advises.
        qpu_seconds: Seconds of QPU time that are charged; 0 when not given.
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
    """A run of a function, which the list of workloads shows: one entry of a scenario's `functions`.

    Attributes:
        id: Its id.
        status: Its status as a workload; `completed` when not given.
        backend: Name of the device that it used.
        created: When it was started, ISO 8601; the present when not given.
        ended: When it ended; None while it goes on.
        qpu_seconds: Seconds of QPU time that it has been charged.
        user_id: Who started it; the owner of the emulator's API key when not given.
    """

    id: str
    status: str
    backend: str
    created: str
    ended: str | None
    qpu_seconds: float
    user_id: str


class ScenarioOptions(TypedDict, total=False):
    """What is made to go wrong from the start on: the keys of a scenario file, each of which may be left out.

        from qrt_facade.emulator import ScenarioOptions, start

        retired: ScenarioOptions = {"retired_programs": ["sampler", "estimator"]}
        with start(scenario=retired) as emulator:
            print(emulator.scenario.retired_programs)      # ["sampler", "estimator"]

    Attributes:
        queue_seconds: How long a job is Queued at least.
        run_seconds: How long a job is Running at least; `"qpu"` or None for as long as the QPU would take.
        token_seconds: Seconds that an access token is valid.
        rate_limit: Submissions a minute, then 429; None for no limit.
        plan: Plan of the instances.
        users: Ids of further users of the instances, such as `IBMid-ADA`.
        usage: How usage is sent: in `seconds`, in `both` seconds and resource units, or in `units` alone.
        results_content_type: Content type of results: `application/json`, `text/plain`, or `documented`, as IBM's document for the
            request's API version has it.
        seed: What repeats results from run to run; None for random ones.
        speed: How many times faster than real time jobs wait and run and sessions grow old.
        latency_seconds: Seconds before each answer.
        list_lag_seconds: Seconds that the list of jobs does not show a new job.
        usage_consumed_seconds: Seconds of QPU time that the instance has used before the emulator started.
        retired_programs: Programs that the service no longer has: a submission is refused with 404.
        devices: Device -> its state (`online`, `paused` or `offline`), alone or with a `reason`.
        jobs: Rules of jobs that end in another way than by being simulated.
        faults: HTTP faults, as `Emulator.inject` takes them.
        functions: Runs of functions, which the list of workloads shows.
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
