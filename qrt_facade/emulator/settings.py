"""What an emulator is told at its start, and what the service's plans allow."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from qrt_facade.emulator import DEFAULT_API_KEY, DEFAULT_INSTANCE
from qrt_facade.emulator.devices import DEFAULT_DEVICES, snapshot_files
from qrt_facade.emulator.errors import is_crn

if TYPE_CHECKING:
    from collections.abc import Sequence
    from os import PathLike

    from qrt_facade.emulator import Plan


@dataclass(frozen=True, kw_only=True)
class PlanTerms:
    """What one plan allows; seconds are seconds of QPU time, except the sessions' `max_ttl`."""

    plan_id: str
    name: str
    pricing: str
    allocation_seconds: int | None
    dedicated_sessions: bool
    custom_calibrations: bool
    max_cost: int
    max_ttl: int


# The Open plan's id and figures are IBM's (behaviour of access-instances and of a live Open instance);
# the other ids are placeholders, because no public document gives them.
PLANS: dict[Plan, PlanTerms] = {
    "open": PlanTerms(
        plan_id="850b21a7-71de-4e53-9441-1abdd202f35d", name="Open", pricing="free", allocation_seconds=600,
        dedicated_sessions=False, custom_calibrations=False, max_cost=600, max_ttl=600,
    ),
    "paygo": PlanTerms(
        plan_id="00000000-0000-4000-8000-0000000a2a60", name="Pay-As-You-Go", pricing="paygo",
        allocation_seconds=None, dedicated_sessions=True, custom_calibrations=True, max_cost=10800, max_ttl=28800,
    ),
    "flex": PlanTerms(
        plan_id="00000000-0000-4000-8000-00000000f1e8", name="Flex", pricing="subscription",
        allocation_seconds=24000, dedicated_sessions=True, custom_calibrations=True, max_cost=10800, max_ttl=28800,
    ),
    "premium": PlanTerms(
        plan_id="00000000-0000-4000-8000-0000004e310a", name="Premium", pricing="subscription",
        allocation_seconds=96000, dedicated_sessions=True, custom_calibrations=True, max_cost=10800, max_ttl=28800,
    ),
}  # fmt: skip


@dataclass(frozen=True, kw_only=True, repr=False)
class Settings:
    """The checked settings of one emulator (see `qrt_facade.emulator.start` for their meaning)."""

    port: int
    host: str
    data: Path | None
    api_key: str
    instances: tuple[str, ...]
    plan: Plan
    backends: tuple[str, ...]
    noise: bool
    seed: int | None
    queue_seconds: float
    run_seconds: float | None
    token_seconds: int
    workers: int
    lanes: int
    job_timeout: float
    memory_mb: int
    rate_limit: int | None
    scenario: Path | None

    @property
    def terms(self) -> PlanTerms:
        """What the plan allows."""
        return PLANS[self.plan]

    @classmethod
    def from_options(
        cls,
        *,
        port: int,
        host: str,
        data: str | PathLike[str] | None,
        api_key: str | None,
        instance: str | Sequence[str] | None,
        plan: Plan,
        backends: str | Sequence[str] | None,
        noise: bool,
        seed: int | None,
        queue_seconds: float,
        run_seconds: float | None,
        token_seconds: int,
        workers: int | None,
        lanes: int,
        job_timeout: float,
        memory_mb: int,
        rate_limit: int | None,
        scenario: str | PathLike[str] | None,
    ) -> Settings:
        """Fill in defaults and refuse what cannot work, with a `ValueError` that names it."""
        if plan not in PLANS:
            raise ValueError(f"plan is {plan!r}; accepted are {', '.join(PLANS)}")
        if api_key is not None and not api_key:
            raise ValueError("api_key is empty; leave it out for the default key")
        instances = _names(instance) or (DEFAULT_INSTANCE,)
        for crn in instances:
            if not is_crn(crn):
                raise ValueError(
                    f"instance is {crn!r}; a CRN starts with 'crn:' and has ten fields joined by ':'"
                )
        devices = _names(backends) or DEFAULT_DEVICES
        for name in devices:
            snapshot_files(name)
        for label, number in (("queue_seconds", queue_seconds), ("run_seconds", run_seconds or 0)):
            if number < 0:
                raise ValueError(f"{label} is {number}; it is 0 or more seconds")
        for label, count in (("token_seconds", token_seconds), ("lanes", lanes), ("workers", workers or 1)):
            if count < 1:
                raise ValueError(f"{label} is {count}; it is 1 or more")
        return cls(
            port=port, host=host, data=None if data is None else Path(data), api_key=api_key or DEFAULT_API_KEY,
            instances=instances, plan=plan, backends=devices, noise=noise, seed=seed,
            queue_seconds=queue_seconds, run_seconds=run_seconds, token_seconds=token_seconds,
            workers=workers or min(2, os.cpu_count() or 1), lanes=lanes, job_timeout=job_timeout,
            memory_mb=memory_mb, rate_limit=rate_limit, scenario=None if scenario is None else Path(scenario),
        )  # fmt: skip


def _names(value: str | Sequence[str] | None) -> tuple[str, ...]:
    if value is None:
        return ()
    parts = value.split(",") if isinstance(value, str) else value
    return tuple(dict.fromkeys(part.strip() for part in parts if part.strip()))
