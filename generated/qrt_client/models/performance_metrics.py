from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import TYPE_CHECKING, Any, Self

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import OpenObject, as_object, derived, maybe, nothing_more

if TYPE_CHECKING:
    from ..models.readout_error_median import ReadoutErrorMedian
    from ..models.two_q_error_best import TwoQErrorBest
    from ..models.two_q_error_layered import TwoQErrorLayered
    from ..models.two_q_error_median import TwoQErrorMedian


@_attrs_define(repr=False)
class PerformanceMetrics(OpenObject[Any]):
    """Errors of a device in few numbers.

    Attributes:
        readout_error_median (ReadoutErrorMedian | None): Median readout error.
        two_q_error_best (TwoQErrorBest | None): Error of the best two-qubit gate.
        two_q_error_layered (TwoQErrorLayered | None): Two-qubit error per layered gate.
        two_q_error_median (TwoQErrorMedian | None): Median two-qubit error.
    """

    readout_error_median: ReadoutErrorMedian | None = None
    two_q_error_best: TwoQErrorBest | None = None
    two_q_error_layered: TwoQErrorLayered | None = None
    two_q_error_median: TwoQErrorMedian | None = None
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=nothing_more)

    def to_dict(self) -> dict[str, Any]:
        field_dict: dict[str, Any] = dict(self.additional_properties)
        if self.readout_error_median is not None:
            field_dict["readout_error_median"] = self.readout_error_median.to_dict()

        if self.two_q_error_best is not None:
            field_dict["two_q_error_best"] = self.two_q_error_best.to_dict()

        if self.two_q_error_layered is not None:
            field_dict["two_q_error_layered"] = self.two_q_error_layered.to_dict()

        if self.two_q_error_median is not None:
            field_dict["two_q_error_median"] = self.two_q_error_median.to_dict()

        return field_dict

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        if cls is not PerformanceMetrics:
            return derived(cls, PerformanceMetrics.from_dict(src_dict))
        ReadoutErrorMedian, TwoQErrorBest, TwoQErrorLayered, TwoQErrorMedian = _kinds()

        d = as_object(src_dict)
        performance_metrics = cls.__new__(cls)
        performance_metrics.readout_error_median = maybe(
            ReadoutErrorMedian.from_dict, d.pop("readout_error_median", None)
        )
        performance_metrics.two_q_error_best = maybe(TwoQErrorBest.from_dict, d.pop("two_q_error_best", None))
        performance_metrics.two_q_error_layered = maybe(
            TwoQErrorLayered.from_dict, d.pop("two_q_error_layered", None)
        )
        performance_metrics.two_q_error_median = maybe(
            TwoQErrorMedian.from_dict, d.pop("two_q_error_median", None)
        )

        performance_metrics.additional_properties = d
        return performance_metrics


@cache
def _kinds() -> tuple[
    type[ReadoutErrorMedian], type[TwoQErrorBest], type[TwoQErrorLayered], type[TwoQErrorMedian]
]:
    from ..models.readout_error_median import ReadoutErrorMedian
    from ..models.two_q_error_best import TwoQErrorBest
    from ..models.two_q_error_layered import TwoQErrorLayered
    from ..models.two_q_error_median import TwoQErrorMedian

    return ReadoutErrorMedian, TwoQErrorBest, TwoQErrorLayered, TwoQErrorMedian
