"""A local emulator of the Qiskit Runtime REST API: real HTTP on loopback, circuits executed by Qiskit Aer.

Of the client it shares facts and no code that encodes or decodes. Importing this package is cheap; the server's
dependencies (extra `local`) are imported by `start()`, and Qiskit only by the worker processes that simulate.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from qrt_facade.emulator.domain.plans import Plan
from qrt_facade.emulator.options import DEFAULT_API_KEY, DEFAULT_INSTANCE

if TYPE_CHECKING:
    from collections.abc import Sequence
    from os import PathLike

    from qrt_facade.emulator.server import Emulator

__all__ = ["DEFAULT_API_KEY", "DEFAULT_INSTANCE", "Emulator", "Plan", "start"]


def start(
    *,
    port: int = 0,
    host: str = "127.0.0.1",
    data: str | PathLike[str] | None = None,
    api_key: str | None = None,
    instance: str | Sequence[str] | None = None,
    plan: Plan = "paygo",
    backends: str | Sequence[str] | None = None,
    noise: bool = True,
    seed: int | None = None,
    queue_seconds: float = 0.2,
    run_seconds: float | None = 0.1,
    token_seconds: int = 3600,
    workers: int | None = None,
    lanes: int = 5,
    job_timeout: float = 600.0,
    memory_mb: int = 4096,
    rate_limit: int | None = None,
    speed: float = 1.0,
    scenario: str | PathLike[str] | None = None,
) -> Emulator:
    """Start an emulator in a daemon thread of this process and return when it answers.

    Args:
        port: TCP port; 0 takes a free one.
        host: address to bind; the emulator is made for loopback and has no TLS. Any other address demands an
            `api_key` of your own, which its page and its paths under `/emulator` then ask for, too.
        data: directory for the database; jobs in it survive a restart. Without one, state is in memory.
        api_key: the key that `POST /identity/token` accepts; default `DEFAULT_API_KEY`.
        instance: the instance CRN that is served, or several (a sequence or comma-separated), each a
            tenant of its own; default `DEFAULT_INSTANCE`.
        plan: plan of the instances; `open` refuses dedicated sessions and allows 600 s in 28 days.
        backends: names of devices (a sequence or comma-separated), for example `ibm_fez`; default: seven.
        noise: whether circuits run with the device's reported errors.
        seed: makes results repeatable: the n-th submission of the same parameters gives the same result.
        queue_seconds: how long a job stays Queued at least, in seconds.
        run_seconds: how long a job stays Running at least, in seconds; None lasts as long as the QPU would.
        token_seconds: life of an access token in seconds.
        workers: simulation processes at most; default: one per core, two at most.
        lanes: jobs that one device runs at once.
        job_timeout: wall-clock seconds that one simulation may take before its job fails with 1500.
        memory_mb: memory in MiB that one simulation may use.
        rate_limit: submissions a minute before `POST /jobs` answers 429; default: no limit.
        speed: how many times faster than real time jobs wait and run and sessions grow old.
        scenario: a TOML or JSON file with devices' states, failing jobs and HTTP faults (see README.md).

    Raises:
        ImportError: the extra `local` is not installed.
        ValueError: a setting is not acceptable; the message names it.
        OSError: the port is taken.
    """
    try:
        from qrt_facade.emulator.server import Emulator
    except ModuleNotFoundError as error:
        raise ImportError(
            f"the emulator needs {error.name!r}, which is not installed: pip install 'qrt-facade[local]'",
            name=error.name,
        ) from error
    from qrt_facade.emulator.options import Settings

    settings = Settings.from_options(
        port=port, host=host, data=data, api_key=api_key, instance=instance, plan=plan, backends=backends,
        noise=noise, seed=seed, queue_seconds=queue_seconds, run_seconds=run_seconds,
        token_seconds=token_seconds, workers=workers, lanes=lanes, job_timeout=job_timeout,
        memory_mb=memory_mb, rate_limit=rate_limit, speed=speed, scenario=scenario,
    )  # fmt: skip
    return Emulator(settings).start()


def __getattr__(name: str) -> Any:
    """Import `Emulator`, and with it the server's dependencies, only for those who ask for the class."""
    if name == "Emulator":
        from qrt_facade.emulator.server import Emulator

        return Emulator
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
