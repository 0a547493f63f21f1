"""What results are made of: what both type checkers must know of each."""

from __future__ import annotations

from typing import Any, assert_type

import numpy as np
from numpy.typing import NDArray

from qrt_facade.results import (
    EstimatorResult,
    ExecutionSpans,
    ExecutorResult,
    LayerError,
    LearnedNoise,
    NoiseLearnerResult,
    PubData,
    QuasiDistribution,
    SamplerPubResult,
    SamplerResult,
    SamplerResultV1,
    Samples,
)
from qrt_facade.types import Circuit, WireQpy


def sampled(result: SamplerResult) -> None:
    assert_type(result[0], SamplerPubResult)
    assert_type(result[0].c, Samples)
    assert_type(result[0]["c"], Samples)
    assert_type(result[0].data.c, Samples)
    assert_type(result[0].data["c"], Samples)
    assert_type(result[0].data, PubData[Samples])
    assert_type(result[0].counts((0, 1)), dict[str, int])
    assert_type(result[0].kerneled("c"), NDArray[np.complex128])
    assert_type(result[0].metadata, dict[str, Any])
    assert_type(result.metadata, dict[str, Any])
    assert_type(result.execution_spans, ExecutionSpans | None)
    for pub in result:
        assert_type(pub.c.counts(), dict[str, int])
        assert_type(pub.c[1, :, ...], Samples)
        assert_type(pub.c[[0, 2]], Samples)
        assert_type(pub.c[np.array([True, False])], Samples)
        assert_type(pub.c.array, NDArray[np.uint8])
        assert_type(pub.c.bits(), NDArray[np.bool_])
        assert_type(pub.c.expectation({"ZZ": 1.0}), NDArray[np.float64])
        assert_type(pub.c.shape, tuple[int, ...])


def mistaken(result: SamplerResult) -> None:
    result[0].c.count()  # type: ignore[attr-defined]  # pyright: ignore[reportAttributeAccessIssue, reportUnknownMemberType]
    result[0].c["00"]  # type: ignore[index]  # pyright: ignore[reportArgumentType]
    result[0].countz()  # type: ignore[operator]  # pyright: ignore[reportCallIssue]
    result[0].counts(point="00")  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]


def estimated(result: EstimatorResult) -> None:
    assert_type(result[0].evs, NDArray[np.float64])
    assert_type(result[0].stds, NDArray[np.float64])
    assert_type(result[0].evs_extrapolated, NDArray[np.float64])
    assert_type(result[0].data["evs"], NDArray[np.float64])


def others(learned: NoiseLearnerResult, executed: ExecutorResult, old: SamplerResultV1) -> None:
    assert_type(learned[0], LayerError | LearnedNoise)
    for layer in learned:
        if isinstance(layer, LayerError):
            assert_type(layer.circuit, WireQpy)
            submitted: Circuit = layer.circuit
            print(submitted)
    assert_type(executed[0].meas, Samples)
    assert_type(executed[0].meas.counts(), dict[str, int])
    assert_type(executed[0].counts(), dict[str, int])
    assert_type(executed[0].merged(0).meas, Samples)
    assert_type(executed[0].array("meas"), NDArray[Any])
    assert_type(executed[0].kerneled("meas"), NDArray[np.complex128])
    assert_type(executed[0].samples("meas"), Samples)
    assert_type(old[0], QuasiDistribution)
    assert_type(old[0].num_bits, int)
