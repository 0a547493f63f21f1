"""What an emulator is told at its start."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from qrt_facade.emulator.domain.devices import DEFAULT_DEVICES, snapshot_files
from qrt_facade.emulator.domain.instances import is_crn
from qrt_facade.emulator.domain.loopback import is_loopback
from qrt_facade.emulator.domain.plans import PLANS

if TYPE_CHECKING:
    from collections.abc import Sequence
    from os import PathLike

    from qrt_facade.emulator.domain.plans import Plan


DEFAULT_API_KEY = "emulator-api-key-that-opens-nothing-at-IBM"
"""The API key that an emulator accepts when none is given."""

DEFAULT_INSTANCE = (
    "crn:v1:bluemix:public:quantum-computing:us-east:"
    "a/00000000000000000000000000e3a1a7:00000000-0000-4000-8000-00000000e3a1::"
)
"""The instance CRN that an emulator serves when none is given."""


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
    speed: float
    scenario: Path | None

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
        speed: float,
        scenario: str | PathLike[str] | None,
    ) -> Settings:
        """Fill in defaults and refuse what cannot work, with a `ValueError` that names it."""
        if plan not in PLANS:
            raise ValueError(f"plan is {plan!r}; accepted are {', '.join(PLANS)}")
        _check_access(host, api_key)
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
        if not speed > 0:
            raise ValueError(f"speed is {speed}; it is a factor above 0")
        for label, count in (("token_seconds", token_seconds), ("lanes", lanes), ("workers", workers or 1)):
            if count < 1:
                raise ValueError(f"{label} is {count}; it is 1 or more")
        return cls(
            port=port, host=host, data=None if data is None else Path(data), api_key=api_key or DEFAULT_API_KEY,
            instances=instances, plan=plan, backends=devices, noise=noise, seed=seed,
            queue_seconds=queue_seconds, run_seconds=run_seconds, token_seconds=token_seconds,
            workers=workers or min(2, os.cpu_count() or 1), lanes=lanes, job_timeout=job_timeout,
            memory_mb=memory_mb, rate_limit=rate_limit, speed=speed, scenario=None if scenario is None else Path(scenario),
        )  # fmt: skip


def _check_access(host: str, api_key: str | None) -> None:
    if api_key is not None and not api_key:
        raise ValueError("api_key is empty; leave it out for the default key")
    if not is_loopback(host) and api_key in {None, DEFAULT_API_KEY}:
        raise ValueError(
            f"host is {host!r}, which others can reach, and everybody knows the default key: give an api_key of"
            " your own, or bind to 127.0.0.1, ::1 or localhost"
        )


def _names(value: str | Sequence[str] | None) -> tuple[str, ...]:
    if value is None:
        return ()
    parts = value.split(",") if isinstance(value, str) else value
    return tuple(dict.fromkeys(part.strip() for part in parts if part.strip()))
