"""Options of the primitives and the noise learner.

Options come as one of the typed classes, as a dict of the same names, or as keywords. Whatever the form, an unknown
name is refused with the nearest one, and what the service would refuse after queueing is refused here.
"""

from __future__ import annotations

from qrt_facade._programs.options.fields import UNSET, Unset
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
from qrt_facade._programs.options.programs import EstimatorOptions, NoiseLearnerOptions, SamplerOptions

__all__ = [
    "UNSET",
    "DynamicalDecouplingOptions",
    "EstimatorOptions",
    "ExecutionOptions",
    "LayerNoiseLearningOptions",
    "MeasureNoiseLearningOptions",
    "NoiseLearnerOptions",
    "PecOptions",
    "ResilienceOptions",
    "SamplerExecutionOptions",
    "SamplerOptions",
    "SimulatorOptions",
    "TwirlingOptions",
    "Unset",
    "ZneOptions",
]
