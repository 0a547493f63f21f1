"""Types for annotating the arguments of the client's methods.

    from qrt_facade.types import EstimatorPub, SamplerOptionsDict

    pub: EstimatorPub = ("OPENQASM 3.0; qubit[2] q;", {"ZZ": 1.0, "XX": 0.5})
    options: SamplerOptionsDict = {"default_shots": 1024, "twirling": {"enable_measure": True}}

Type checkers report with them what the client would otherwise only check at run time.
"""

from __future__ import annotations

from qrt_facade._base.indices import SweepIndex
from qrt_facade._base.kinds import RealNumber, WholeNumber
from qrt_facade._circuits.kinds import Circuit, QiskitInstruction, TranspiledCircuit, WireQpy
from qrt_facade._connection.packages import RawPackage
from qrt_facade._display.frames import AnyDataFrame, AnySeries, DataFrameLibrary, Frame, FrameLibrary
from qrt_facade._display.table_files import TableFormat
from qrt_facade._policy.client_settings import ClientSettings
from qrt_facade._policy.list_filters import JobFilters
from qrt_facade._policy.polling import PollingStrategy, PollMoment
from qrt_facade._policy.programs import ProgramChoice
from qrt_facade._policy.workload_filters import WorkloadFilters
from qrt_facade._programs.executor.kinds import DataTree, ExecutorItems, OneExecutorItem
from qrt_facade._programs.executor.versions import MeasLevel, SchemaVersion
from qrt_facade._programs.noise_learner_v3 import BoxedInstructions, LearnerSchemaVersion
from qrt_facade._programs.options.dicts import (
    BitFlipChecksOptionsDict,
    EstimatorOptionsDict,
    NoiseLearnerOptionsDict,
    NoiseLearnerV3OptionsDict,
    ResilienceOptionsDict,
    SamplerOptionsDict,
)
from qrt_facade._programs.options.group_dicts import (
    DynamicalDecouplingOptionsDict,
    ExecutionOptionsDict,
    LayerNoiseLearningOptionsDict,
    MeasureNoiseLearningOptionsDict,
    PecOptionsDict,
    PostSelectionOptionsDict,
    SamplerExecutionOptionsDict,
    SimulatorOptionsDict,
    TwirlingOptionsDict,
    ZneOptionsDict,
)
from qrt_facade._programs.options.noise import LearnedNoiseModel
from qrt_facade._programs.pubs.kinds import (
    EstimatorPub,
    EstimatorPubs,
    Observables,
    ParameterValues,
    SamplerPub,
    SamplerPubs,
)
from qrt_facade._service.analytics import UsageGrouping, UsageGroupingByDate
from qrt_facade._service.limits import LogLevelName
from qrt_facade._service.names import BackendOrName, SessionOrId, TagList
from qrt_facade._service.sessions import SessionMode
from qrt_facade._service.sweep_points import PointState, StoredPoint, SweepIdentity
from qrt_facade._service.usage import UsageUnit
from qrt_facade._service.usage_totals import UsageGroup
from qrt_facade._service.workloads import WorkloadMode, WorkloadStatus
from qrt_facade.errors import ExpectedCost, JobHandle

__all__ = [
    "AnyDataFrame",
    "AnySeries",
    "BackendOrName",
    "BitFlipChecksOptionsDict",
    "BoxedInstructions",
    "Circuit",
    "ClientSettings",
    "DataFrameLibrary",
    "DataTree",
    "DynamicalDecouplingOptionsDict",
    "EstimatorOptionsDict",
    "EstimatorPub",
    "EstimatorPubs",
    "ExecutionOptionsDict",
    "ExecutorItems",
    "ExpectedCost",
    "Frame",
    "FrameLibrary",
    "JobFilters",
    "JobHandle",
    "LayerNoiseLearningOptionsDict",
    "LearnedNoiseModel",
    "LearnerSchemaVersion",
    "LogLevelName",
    "MeasLevel",
    "MeasureNoiseLearningOptionsDict",
    "NoiseLearnerOptionsDict",
    "NoiseLearnerV3OptionsDict",
    "Observables",
    "OneExecutorItem",
    "ParameterValues",
    "PecOptionsDict",
    "PointState",
    "PollMoment",
    "PollingStrategy",
    "PostSelectionOptionsDict",
    "ProgramChoice",
    "QiskitInstruction",
    "RawPackage",
    "RealNumber",
    "ResilienceOptionsDict",
    "SamplerExecutionOptionsDict",
    "SamplerOptionsDict",
    "SamplerPub",
    "SamplerPubs",
    "SchemaVersion",
    "SessionMode",
    "SessionOrId",
    "SimulatorOptionsDict",
    "StoredPoint",
    "SweepIdentity",
    "SweepIndex",
    "TableFormat",
    "TagList",
    "TranspiledCircuit",
    "TwirlingOptionsDict",
    "UsageGroup",
    "UsageGrouping",
    "UsageGroupingByDate",
    "UsageUnit",
    "WholeNumber",
    "WireQpy",
    "WorkloadFilters",
    "WorkloadMode",
    "WorkloadStatus",
    "ZneOptionsDict",
]
