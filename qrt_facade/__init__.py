"""A light, typed client for IBM's Qiskit Runtime REST API.

    from qrt_facade import RuntimeClient

    with RuntimeClient.local() as client:
        flip = 'OPENQASM 3.0; include "stdgates.inc"; bit[1] c; x $0; c[0] = measure $0;'
        result = client.sampler.run(flip, backend=client.backends.least_busy())
        print(result[0].c.counts())

Everything is imported on first use, so that `import qrt_facade` costs next to nothing.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

from qrt_facade._version import __version__

if TYPE_CHECKING:
    from qrt_facade._async.backends import AsyncBackend
    from qrt_facade._async.client import AsyncRuntimeClient
    from qrt_facade._async.job import AsyncJob
    from qrt_facade._async.sessions import AsyncSession
    from qrt_facade._programs.options import (
        EstimatorOptions,
        SamplerOptions,
    )
    from qrt_facade._service.jobs import Metrics
    from qrt_facade._service.versions import ApiVersion
    from qrt_facade._sync.backends import Backend
    from qrt_facade._sync.client import RuntimeClient
    from qrt_facade._sync.job import Job
    from qrt_facade._sync.sessions import Session
    from qrt_facade.errors import (
        ApiError,
        AuthenticationError,
        ConfigurationError,
        ConflictError,
        JobCancelledError,
        JobFailedError,
        JobTimeoutError,
        NotFoundError,
        PermissionDeniedError,
        QrtError,
        RateLimitError,
        ResultDecodeError,
        ServerError,
        SubmissionsStoppedError,
        SubmissionUncertainError,
        TransportError,
        UnexpectedResponseError,
    )
    from qrt_facade.results import EstimatorResult, SamplerResult, Samples

__all__ = [
    "ApiError",
    "ApiVersion",
    "AsyncBackend",
    "AsyncJob",
    "AsyncRuntimeClient",
    "AsyncSession",
    "AuthenticationError",
    "Backend",
    "ConfigurationError",
    "ConflictError",
    "EstimatorOptions",
    "EstimatorResult",
    "Job",
    "JobCancelledError",
    "JobFailedError",
    "JobTimeoutError",
    "Metrics",
    "NotFoundError",
    "PermissionDeniedError",
    "QrtError",
    "RateLimitError",
    "ResultDecodeError",
    "RuntimeClient",
    "SamplerOptions",
    "SamplerResult",
    "Samples",
    "ServerError",
    "Session",
    "SubmissionUncertainError",
    "SubmissionsStoppedError",
    "TransportError",
    "UnexpectedResponseError",
    "__version__",
]

_HOMES = {
    "ApiVersion": "_service.versions",
    "AsyncBackend": "_async.backends",
    "AsyncJob": "_async.job",
    "AsyncRuntimeClient": "_async.client",
    "AsyncSession": "_async.sessions",
    "Backend": "_sync.backends",
    "EstimatorOptions": "_programs.options",
    "EstimatorResult": "results",
    "Job": "_sync.job",
    "Metrics": "_service.jobs",
    "RuntimeClient": "_sync.client",
    "SamplerOptions": "_programs.options",
    "SamplerResult": "results",
    "Samples": "results",
    "Session": "_sync.sessions",
}


def __getattr__(name: str) -> Any:
    home = _HOMES.get(name, "errors" if name in __all__ else None)
    if home is None:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    value = getattr(import_module(f"{__name__}.{home}"), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted(__all__)
