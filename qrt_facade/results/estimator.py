"""Result of an estimator job: for each PUB, expectation values and their standard errors."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Self

import numpy as np
from numpy.typing import NDArray

from qrt_facade._display.frames import Framed, table_of
from qrt_facade._display.html import values_table
from qrt_facade._display.plots import expectation
from qrt_facade._service.mocks import DRY_RUN
from qrt_facade.errors import ResultDecodeError
from qrt_facade.results import to_qiskit
from qrt_facade.results.base import PubResult, Result
from qrt_facade.results.executor import executor_result_of
from qrt_facade.results.pubs import read_pubs
from qrt_facade.results.samples import Samples
from qrt_facade.results.tables import ESTIMATED, estimated_table, labelled, stacked
from qrt_facade.results.version1 import refuse_version_1

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from numpy.typing import ArrayLike

    from qrt_facade._display.rows import ColumnTable
    from qrt_facade.results.document import Document
    from qrt_facade.results.executor import ExecutorResult


class EstimatorPubResult(PubResult[NDArray[np.float64]], Framed):
    """Expectation values of one PUB, as float64 arrays of the PUB's shape: observables broadcast with parameters.

        float(result[0].evs)               # 0.5
        float(result[0].stds)              # 0.01

    In addition to `evs` and `stds` the service may return, as attributes and by name:

    - `ensemble_standard_error`: standard error from shot noise only, in the shape of `evs`;
    - with zero-noise extrapolation: `evs_noise_factors`, `stds_noise_factors` and `ensemble_stds_noise_factors` of
      shape (*shape, noise factors), `evs_extrapolated` and `stds_extrapolated` of shape
      (*shape, extrapolators, extrapolated noise factors).

    The frame (`to_frame`) has one row per value: `index_0`, `index_1`, ... are its index in the PUB's shape, which is
    the shape of observables broadcast with parameters (no such columns for a single value), followed by `evs`, `stds`
    (null if the service sends none) and other arrays of that shape, such as `ensemble_standard_error`. For a dry run
    there is also `dry_run`, which is True.

    Attributes:
        data: All of these by name.
        metadata: The service's metadata of the PUB, such as `target_precision`: JSON, with typed values decoded.
    """

    @property
    def evs(self) -> NDArray[np.float64]:
        """Expectation values: float64 of the PUB's shape, () for one observable and no sweep."""
        return self["evs"]

    @property
    def stds(self) -> NDArray[np.float64]:
        """Standard errors of the expectation values: float64 of the PUB's shape.

        Raises:
            KeyError: The service sent none.
        """
        return self["stds"]

    def plot(
        self,
        x: ArrayLike | None = None,
        *,
        observables: ArrayLike | None = None,
        ax: Axes | None = None,
    ) -> Axes:
        """Draw the expectation values with error bars, one row per index of the other axes; needs the extra `plot`.

        Points are joined by a line if `x` is given; without it they may be observables, which have no order.

            result[0].plot(observables="ZZ").get_ylabel()    # "expectation value"

        Args:
            x: Values of the swept parameter, one for each point of the last axis; defaults to the number of the point.
            observables: Names of the observables, which a result does not contain, as in the PUB:
                `["ZZ", "XX"]` or `[["ZZ"], ["XX"]]`, broadcast with its shape. They label the points or the rows.
            ax: matplotlib axes to draw on; defaults to a new pyplot figure.

        Returns:
            The axes.

        Raises:
            ImportError: matplotlib is not installed.
            ConfigurationError: `x` differs in length from the sweep, or `observables` in shape from the PUB.
        """
        return expectation.plot(
            [_values(self)], x=x, ax=ax, mark=DRY_RUN if self.dry_run else "", observables=observables
        )

    def _table(self) -> ColumnTable:
        return estimated_table(self.data, self.shape, dry_run=self.dry_run)

    def _repr_html_(self) -> str:
        if "evs" not in self.data:
            return super()._repr_html_()
        evs, stds = _values(self)
        points = zip(np.ndindex(evs.shape), evs.flat, stds.flat, strict=True)
        return self._mark_html() + values_table(points, evs.size)


class EstimatorResult(Result[EstimatorPubResult], Framed):
    """Result of an estimator job: a sequence with one `EstimatorPubResult` per PUB.

        result[0].evs.shape                # ()
        [float(pub.evs) for pub in result] # [0.5]

    The frame (`to_frame`) has the rows of all PUBs: the PUB's number is in the column `pub`, the other columns are
    those of the PUBs. If PUBs have different shapes, missing indices are null.

    Attributes:
        metadata: The service's metadata of the whole job: JSON, with typed values decoded.
    """

    program_id = "estimator"

    @classmethod
    def of(cls, document: Document) -> Self:
        """Decode the result of an estimator job."""
        refuse_version_1(document, "EstimatorResult")
        pubs, metadata = read_pubs(document)
        if any(isinstance(value, Samples) for data, _ in pubs for value in data.values()):
            raise ResultDecodeError("The result contains samples, so it may be a sampler's result.")
        return cls([EstimatorPubResult(*pub) for pub in pubs], metadata, document.source)

    @property
    def executor_result(self) -> ExecutorResult | None:
        """The executor's result that this one derives from, decoded on each access; None for the estimator program.

        Raises:
            ResultDecodeError: It does not fit into memory.
        """
        return executor_result_of(self._source)

    def to_qiskit(self) -> Any:
        """Convert the result to Qiskit's `PrimitiveResult`, equal to what IBM's client returns.

        `Any`, because Qiskit is not a dependency of this package.

        Raises:
            ConfigurationError: Qiskit is not installed.
        """
        return to_qiskit.primitive_result(self, self.metadata, "PubResult")

    def plot(self, x: ArrayLike | None = None, *, ax: Axes | None = None) -> Axes:
        """Draw the expectation values of all PUBs with error bars; needs the extra `plot`.

        Args:
            x: Values of the swept parameter, one for each point of the last axis; defaults to the number of the point.
            ax: matplotlib axes to draw on; defaults to a new pyplot figure.

        Raises:
            ImportError: matplotlib is not installed.
            ConfigurationError: `x` differs in length from the sweep.
        """
        return expectation.plot(
            [_values(pub) for pub in self], x=x, ax=ax, mark=DRY_RUN if self.dry_run else ""
        )

    def _table(self) -> ColumnTable:
        tables = (labelled(table_of(pub), "pub", number) for number, pub in enumerate(self))
        return stacked(tables, ESTIMATED)

    def _repr_html_(self) -> str:
        return self._html("Estimator result")


def _values(pub: EstimatorPubResult) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Return expectation values and standard errors, which are NaN if the service does not send one for each."""
    evs = np.asarray(pub.evs)
    stds = np.asarray(pub.data.get("stds"))
    return evs, stds if stds.shape == evs.shape and stds.dtype.kind == "f" else np.full(evs.shape, np.nan)
