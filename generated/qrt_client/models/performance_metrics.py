from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Self, TypeVar

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import without_nulls

if TYPE_CHECKING:
    from ..models.readout_error_median import ReadoutErrorMedian
    from ..models.two_q_error_best import TwoQErrorBest
    from ..models.two_q_error_layered import TwoQErrorLayered
    from ..models.two_q_error_median import TwoQErrorMedian


T = TypeVar("T", bound="PerformanceMetrics")


@_attrs_define
class PerformanceMetrics:
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
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        readout_error_median: dict[str, Any] | None = None
        if not (self.readout_error_median is None):
            readout_error_median = self.readout_error_median.to_dict()

        two_q_error_best: dict[str, Any] | None = None
        if not (self.two_q_error_best is None):
            two_q_error_best = self.two_q_error_best.to_dict()

        two_q_error_layered: dict[str, Any] | None = None
        if not (self.two_q_error_layered is None):
            two_q_error_layered = self.two_q_error_layered.to_dict()

        two_q_error_median: dict[str, Any] | None = None
        if not (self.two_q_error_median is None):
            two_q_error_median = self.two_q_error_median.to_dict()

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update({})
        if readout_error_median is not None:
            field_dict["readout_error_median"] = readout_error_median
        if two_q_error_best is not None:
            field_dict["two_q_error_best"] = two_q_error_best
        if two_q_error_layered is not None:
            field_dict["two_q_error_layered"] = two_q_error_layered
        if two_q_error_median is not None:
            field_dict["two_q_error_median"] = two_q_error_median

        return field_dict

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        from ..models.readout_error_median import ReadoutErrorMedian
        from ..models.two_q_error_best import TwoQErrorBest
        from ..models.two_q_error_layered import TwoQErrorLayered
        from ..models.two_q_error_median import TwoQErrorMedian

        d = without_nulls(
            src_dict, "readout_error_median", "two_q_error_best", "two_q_error_layered", "two_q_error_median"
        )
        _readout_error_median = d.pop("readout_error_median", None)
        readout_error_median: ReadoutErrorMedian | None
        if _readout_error_median is None:
            readout_error_median = None
        else:
            readout_error_median = ReadoutErrorMedian.from_dict(_readout_error_median)

        _two_q_error_best = d.pop("two_q_error_best", None)
        two_q_error_best: TwoQErrorBest | None
        if _two_q_error_best is None:
            two_q_error_best = None
        else:
            two_q_error_best = TwoQErrorBest.from_dict(_two_q_error_best)

        _two_q_error_layered = d.pop("two_q_error_layered", None)
        two_q_error_layered: TwoQErrorLayered | None
        if _two_q_error_layered is None:
            two_q_error_layered = None
        else:
            two_q_error_layered = TwoQErrorLayered.from_dict(_two_q_error_layered)

        _two_q_error_median = d.pop("two_q_error_median", None)
        two_q_error_median: TwoQErrorMedian | None
        if _two_q_error_median is None:
            two_q_error_median = None
        else:
            two_q_error_median = TwoQErrorMedian.from_dict(_two_q_error_median)

        performance_metrics = cls(
            readout_error_median=readout_error_median,
            two_q_error_best=two_q_error_best,
            two_q_error_layered=two_q_error_layered,
            two_q_error_median=two_q_error_median,
        )

        performance_metrics.additional_properties = d
        return performance_metrics

    @property
    def additional_keys(self) -> list[str]:
        return list(self.additional_properties.keys())

    def __getitem__(self, key: str) -> Any:
        return self.additional_properties[key]

    def __setitem__(self, key: str, value: Any) -> None:
        self.additional_properties[key] = value

    def __delitem__(self, key: str) -> None:
        del self.additional_properties[key]

    def __contains__(self, key: str) -> bool:
        return key in self.additional_properties
