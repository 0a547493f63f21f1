"""A light, typed client for IBM's Qiskit Runtime REST API.

    from qrt_facade import RuntimeClient

    with RuntimeClient.local() as client:
        flip = 'OPENQASM 3.0; include "stdgates.inc"; bit[1] c; x $0; c[0] = measure $0;'
        result = client.sampler.run(flip, backend=client.backends.least_busy())
        print(result[0].c.counts())

Names are imported on first use, so `import qrt_facade` is fast.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

from qrt_facade._version import __version__

if TYPE_CHECKING:
    from qrt_facade import errors as errors
    from qrt_facade import results as results
    from qrt_facade._async.analytics import AsyncAnalytics
    from qrt_facade._async.backends import AsyncBackend, AsyncBackends
    from qrt_facade._async.calibrator import AsyncCalibrator
    from qrt_facade._async.client import AsyncRuntimeClient
    from qrt_facade._async.executor import AsyncExecutor
    from qrt_facade._async.instances import AsyncInstances
    from qrt_facade._async.job import AsyncJob
    from qrt_facade._async.jobs import AsyncJobs, AsyncTags
    from qrt_facade._async.noise_learner import AsyncNoiseLearner
    from qrt_facade._async.primitives import AsyncEstimator, AsyncSampler
    from qrt_facade._async.raw import AsyncRawClient
    from qrt_facade._async.sessions import AsyncSession, AsyncSessions
    from qrt_facade._async.sweeps import AsyncSweep, AsyncSweepPoint
    from qrt_facade._async.workloads import AsyncWorkloads
    from qrt_facade._base.secrets import Secret
    from qrt_facade._connection.accounts import Account
    from qrt_facade._connection.discovery import FoundInstance
    from qrt_facade._policy.polling import Polling
    from qrt_facade._policy.submission_options import OnUncertain, SubmissionOptions
    from qrt_facade._policy.sweeps import SweepStatus, SweepTable
    from qrt_facade._programs.executor.item import ExecutorItem
    from qrt_facade._programs.options.fields import UNSET, Unset
    from qrt_facade._programs.options.flip_checks import BitFlipChecksOptions, PostSelectionOptions
    from qrt_facade._programs.options.groups import (
        DynamicalDecouplingOptions,
        ExecutionOptions,
        LayerNoiseLearningOptions,
        MeasureNoiseLearningOptions,
        PecOptions,
        ResilienceOptions,
        SamplerExecutionOptions,
        SimulatorOptions,
        TwirlingOptions,
        ZneOptions,
    )
    from qrt_facade._programs.options.noise import NoiseModel
    from qrt_facade._programs.options.noise_learner_v3 import NoiseLearnerV3Options
    from qrt_facade._programs.options.programs import EstimatorOptions, NoiseLearnerOptions, SamplerOptions
    from qrt_facade._programs.preflight import Problem
    from qrt_facade._service.analytics import AnalyticsFilters
    from qrt_facade._service.backends import BackendList, BackendState, BackendStatus
    from qrt_facade._service.budget_status import BudgetCharge, BudgetStatus
    from qrt_facade._service.estimates import Estimate, EstimatePart
    from qrt_facade._service.instances import Instance, InstanceLimit, Usage
    from qrt_facade._service.job_metrics import Metrics
    from qrt_facade._service.jobs import JobError, JobState
    from qrt_facade._service.jobs_usage import ChargedJob, JobsUsage
    from qrt_facade._service.sessions import SessionDetails
    from qrt_facade._service.sweep_points import SweepStore
    from qrt_facade._service.usage import JobUsage, resource_units
    from qrt_facade._service.usage_totals import UsageReport, UsageTotal, UsageTotals
    from qrt_facade._service.versions import ApiVersion
    from qrt_facade._service.workloads import Workload
    from qrt_facade._sync.analytics import Analytics
    from qrt_facade._sync.backends import Backend, Backends
    from qrt_facade._sync.calibrator import Calibrator
    from qrt_facade._sync.client import RuntimeClient
    from qrt_facade._sync.executor import Executor
    from qrt_facade._sync.instances import Instances
    from qrt_facade._sync.job import Job
    from qrt_facade._sync.jobs import Jobs, Tags
    from qrt_facade._sync.noise_learner import NoiseLearner
    from qrt_facade._sync.primitives import Estimator, Sampler
    from qrt_facade._sync.raw import RawClient
    from qrt_facade._sync.sessions import Session, Sessions
    from qrt_facade._sync.sweeps import Sweep, SweepPoint
    from qrt_facade._sync.workloads import Workloads
    from qrt_facade.errors import (
        ApiError,
        AuthenticationError,
        BudgetExceededError,
        CircuitWarning,
        ConfigurationError,
        ConflictError,
        JobCancelledError,
        JobFailedError,
        JobTimeoutError,
        NotFoundError,
        PartialResultError,
        PermissionDeniedError,
        ProgramRetiredWarning,
        QrtError,
        RateLimitError,
        ResultDecodeError,
        ServerError,
        SubmissionsStoppedError,
        SubmissionUncertainError,
        TransportError,
        UnexpectedResponseError,
    )
    from qrt_facade.results import EstimatorResult, KeptResult, SamplerResult, Samples

__all__ = [
    "UNSET",
    "Account",
    "Analytics",
    "AnalyticsFilters",
    "ApiError",
    "ApiVersion",
    "AsyncAnalytics",
    "AsyncBackend",
    "AsyncBackends",
    "AsyncCalibrator",
    "AsyncEstimator",
    "AsyncExecutor",
    "AsyncInstances",
    "AsyncJob",
    "AsyncJobs",
    "AsyncNoiseLearner",
    "AsyncRawClient",
    "AsyncRuntimeClient",
    "AsyncSampler",
    "AsyncSession",
    "AsyncSessions",
    "AsyncSweep",
    "AsyncSweepPoint",
    "AsyncTags",
    "AsyncWorkloads",
    "AuthenticationError",
    "Backend",
    "BackendList",
    "BackendState",
    "BackendStatus",
    "Backends",
    "BitFlipChecksOptions",
    "BudgetCharge",
    "BudgetExceededError",
    "BudgetStatus",
    "Calibrator",
    "ChargedJob",
    "CircuitWarning",
    "ConfigurationError",
    "ConflictError",
    "DynamicalDecouplingOptions",
    "Estimate",
    "EstimatePart",
    "Estimator",
    "EstimatorOptions",
    "EstimatorResult",
    "ExecutionOptions",
    "Executor",
    "ExecutorItem",
    "FoundInstance",
    "Instance",
    "InstanceLimit",
    "Instances",
    "Job",
    "JobCancelledError",
    "JobError",
    "JobFailedError",
    "JobState",
    "JobTimeoutError",
    "JobUsage",
    "Jobs",
    "JobsUsage",
    "KeptResult",
    "LayerNoiseLearningOptions",
    "MeasureNoiseLearningOptions",
    "Metrics",
    "NoiseLearner",
    "NoiseLearnerOptions",
    "NoiseLearnerV3Options",
    "NoiseModel",
    "NotFoundError",
    "OnUncertain",
    "PartialResultError",
    "PecOptions",
    "PermissionDeniedError",
    "Polling",
    "PostSelectionOptions",
    "Problem",
    "ProgramRetiredWarning",
    "QrtError",
    "RateLimitError",
    "RawClient",
    "ResilienceOptions",
    "ResultDecodeError",
    "RuntimeClient",
    "Sampler",
    "SamplerExecutionOptions",
    "SamplerOptions",
    "SamplerResult",
    "Samples",
    "Secret",
    "ServerError",
    "Session",
    "SessionDetails",
    "Sessions",
    "SimulatorOptions",
    "SubmissionOptions",
    "SubmissionUncertainError",
    "SubmissionsStoppedError",
    "Sweep",
    "SweepPoint",
    "SweepStatus",
    "SweepStore",
    "SweepTable",
    "Tags",
    "TransportError",
    "TwirlingOptions",
    "UnexpectedResponseError",
    "Unset",
    "Usage",
    "UsageReport",
    "UsageTotal",
    "UsageTotals",
    "Workload",
    "Workloads",
    "ZneOptions",
    "__version__",
    "resource_units",
]

_NAMES = {
    "_async.analytics": "AsyncAnalytics",
    "_async.backends": "AsyncBackend AsyncBackends",
    "_async.calibrator": "AsyncCalibrator",
    "_async.client": "AsyncRuntimeClient",
    "_async.executor": "AsyncExecutor",
    "_async.raw": "AsyncRawClient",
    "_async.instances": "AsyncInstances",
    "_async.job": "AsyncJob",
    "_async.jobs": "AsyncJobs AsyncTags",
    "_async.noise_learner": "AsyncNoiseLearner",
    "_async.primitives": "AsyncEstimator AsyncSampler",
    "_async.sessions": "AsyncSession AsyncSessions",
    "_async.sweeps": "AsyncSweep AsyncSweepPoint",
    "_async.workloads": "AsyncWorkloads",
    "_base.secrets": "Secret",
    "_connection.accounts": "Account",
    "_connection.discovery": "FoundInstance",
    "_policy.polling": "Polling",
    "_policy.submission_options": "OnUncertain SubmissionOptions",
    "_policy.sweeps": "SweepStatus SweepTable",
    "_programs.executor.item": "ExecutorItem",
    "_programs.options.fields": "UNSET Unset",
    "_programs.options.groups": """
        DynamicalDecouplingOptions ExecutionOptions LayerNoiseLearningOptions
        MeasureNoiseLearningOptions PecOptions ResilienceOptions SamplerExecutionOptions
        SimulatorOptions TwirlingOptions ZneOptions
    """,
    "_programs.options.noise": "NoiseModel",
    "_programs.options.flip_checks": "BitFlipChecksOptions PostSelectionOptions",
    "_programs.options.noise_learner_v3": "NoiseLearnerV3Options",
    "_programs.options.programs": "EstimatorOptions NoiseLearnerOptions SamplerOptions",
    "_programs.preflight": "Problem",
    "_service.analytics": "AnalyticsFilters",
    "_service.backends": "BackendList BackendState BackendStatus",
    "_service.budget_status": "BudgetCharge BudgetStatus",
    "_service.estimates": "Estimate EstimatePart",
    "_service.instances": "Instance InstanceLimit Usage",
    "_service.job_metrics": "Metrics",
    "_service.jobs": "JobError JobState",
    "_service.sessions": "SessionDetails",
    "_service.sweep_points": "SweepStore",
    "_service.jobs_usage": "ChargedJob JobsUsage",
    "_service.usage": "JobUsage resource_units",
    "_service.usage_totals": "UsageReport UsageTotal UsageTotals",
    "_service.versions": "ApiVersion",
    "_service.workloads": "Workload",
    "_sync.analytics": "Analytics",
    "_sync.backends": "Backend Backends",
    "_sync.calibrator": "Calibrator",
    "_sync.client": "RuntimeClient",
    "_sync.executor": "Executor",
    "_sync.raw": "RawClient",
    "_sync.instances": "Instances",
    "_sync.job": "Job",
    "_sync.jobs": "Jobs Tags",
    "_sync.noise_learner": "NoiseLearner",
    "_sync.primitives": "Estimator Sampler",
    "_sync.sessions": "Session Sessions",
    "_sync.sweeps": "Sweep SweepPoint",
    "_sync.workloads": "Workloads",
    "errors": """
        ApiError AuthenticationError BudgetExceededError CircuitWarning ConfigurationError ConflictError
        JobCancelledError JobFailedError JobTimeoutError NotFoundError PartialResultError PermissionDeniedError
        ProgramRetiredWarning QrtError RateLimitError ResultDecodeError ServerError SubmissionUncertainError
        SubmissionsStoppedError TransportError UnexpectedResponseError
    """,
    "results": "EstimatorResult KeptResult SamplerResult Samples",
}
_HOMES = {name: home for home, names in _NAMES.items() for name in names.split()}


if not TYPE_CHECKING:  # otherwise type checkers would accept any attribute, with any type

    def __getattr__(name: str) -> Any:
        if name in _NAMES:  # a module, such as `errors`
            return import_module(f"{__name__}.{name}")
        if name not in _HOMES:
            import_module(f"{__name__}._base.missing").refuse_name(__name__, name, __all__)
        value = getattr(import_module(f"{__name__}.{_HOMES[name]}"), name)
        globals()[name] = value
        return value


def __dir__() -> list[str]:
    return sorted([*__all__, "errors", "results"])
