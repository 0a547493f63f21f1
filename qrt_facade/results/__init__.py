"""Results of jobs as values over NumPy: samples, expectation values, and the results of other programs.

    result = decode_result("sampler", body)      # as client.sampler.run(...) does
    result[0].c.counts()                         # such as {"00": 498, "11": 526}

Bit order is the same in the whole package and in Qiskit: bit k of a sample is classical bit `c[k]`, and a bitstring is
written like a number, so its rightmost character is `c[0]`:

    c[2] = 1, c[1] = 0, c[0] = 0      ->  "100"  ->  4
"""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from qrt_facade.results.base import PubData
    from qrt_facade.results.calibrator import CalibrationResult
    from qrt_facade.results.decoding import JobResult, decode_result, load_result
    from qrt_facade.results.estimator import EstimatorPubResult, EstimatorResult
    from qrt_facade.results.execution_spans import ExecutionSpan, ExecutionSpans, SpanSlice
    from qrt_facade.results.executor import ExecutorItemResult, ExecutorResult
    from qrt_facade.results.kept import KeptResult
    from qrt_facade.results.noise_learner import (
        LayerError,
        LearnedNoise,
        NoiseLearnerResult,
        PauliLindbladError,
    )
    from qrt_facade.results.noise_learner_v3 import NoiseLearnerV3Result
    from qrt_facade.results.sampler import SamplerPubResult, SamplerResult
    from qrt_facade.results.samples import Samples
    from qrt_facade.results.timing import (
        ChunkPart,
        ChunkSpan,
        CircuitTiming,
        StretchValue,
        TimedInstruction,
    )
    from qrt_facade.results.version1 import EstimatorResultV1, QuasiDistribution, SamplerResultV1

__all__ = [
    "CalibrationResult",
    "ChunkPart",
    "ChunkSpan",
    "CircuitTiming",
    "EstimatorPubResult",
    "EstimatorResult",
    "EstimatorResultV1",
    "ExecutionSpan",
    "ExecutionSpans",
    "ExecutorItemResult",
    "ExecutorResult",
    "JobResult",
    "KeptResult",
    "LayerError",
    "LearnedNoise",
    "NoiseLearnerResult",
    "NoiseLearnerV3Result",
    "PauliLindbladError",
    "PubData",
    "QuasiDistribution",
    "SamplerPubResult",
    "SamplerResult",
    "SamplerResultV1",
    "Samples",
    "SpanSlice",
    "StretchValue",
    "TimedInstruction",
    "decode_result",
    "load_result",
]

# The modules below import NumPy, so they are imported only when a result is decoded.
_NAMES = {
    "base": "PubData",
    "calibrator": "CalibrationResult",
    "decoding": "JobResult decode_result load_result",
    "estimator": "EstimatorPubResult EstimatorResult",
    "execution_spans": "ExecutionSpan ExecutionSpans SpanSlice",
    "executor": "ExecutorItemResult ExecutorResult",
    "kept": "KeptResult",
    "noise_learner": "LayerError LearnedNoise NoiseLearnerResult PauliLindbladError",
    "noise_learner_v3": "NoiseLearnerV3Result",
    "sampler": "SamplerPubResult SamplerResult",
    "samples": "Samples",
    "timing": "ChunkPart ChunkSpan CircuitTiming StretchValue TimedInstruction",
    "version1": "EstimatorResultV1 QuasiDistribution SamplerResultV1",
}
_HOMES = {name: home for home, names in _NAMES.items() for name in names.split()}


if not TYPE_CHECKING:  # otherwise type checkers would accept any name

    def __getattr__(name: str) -> Any:
        if name not in _HOMES:
            raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
        value = getattr(importlib.import_module(f"{__name__}.{_HOMES[name]}"), name)
        globals()[name] = value
        return value


def __dir__() -> list[str]:
    return sorted(__all__)
