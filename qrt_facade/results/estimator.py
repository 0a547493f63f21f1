"""What an estimator job returns: for each PUB, expectation values and their standard errors."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qrt_facade.results.base import PubResult, Result

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

__all__ = ["EstimatorPubResult", "EstimatorResult"]


class EstimatorPubResult(PubResult):
    """Expectation values of one PUB, as float64 arrays of the PUB's shape: observables broadcast with parameters.

    Beside `evs` and `stds` the service may return, as attributes and by name:

    - `ensemble_standard_error`: standard error from shot noise alone, shape as `evs`;
    - with zero-noise extrapolation: `evs_noise_factors`, `stds_noise_factors` and `ensemble_stds_noise_factors` of
      shape (*shape, noise factors), `evs_extrapolated` and `stds_extrapolated` of shape
      (*shape, extrapolators, extrapolated noise factors).
    """

    kind = "field"

    @property
    def evs(self) -> NDArray[np.float64]:
        """Expectation values."""
        evs: NDArray[np.float64] = self["evs"]
        return evs

    @property
    def stds(self) -> NDArray[np.float64]:
        """Standard errors of the expectation values."""
        stds: NDArray[np.float64] = self["stds"]
        return stds


class EstimatorResult(Result[EstimatorPubResult]):
    """Result of an estimator job: a sequence with one `EstimatorPubResult` for each PUB."""

    program_id = "estimator"
