from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import TYPE_CHECKING, Any, Self

from attrs import define as _attrs_define

from ..models.primitive_version import PrimitiveVersion
from ..types import as_list, as_object, derived, maybe

if TYPE_CHECKING:
    from ..models.estimator_options import EstimatorOptions


@_attrs_define
class JobRunParamsEstimator:
    """Input of the program `estimator` (EstimatorV2).

    Attributes:
        pubs (list[list[Any]]): Each PUB is [circuit, observables, parameter values, precision]; the last two may be
            left out or null.
        options (EstimatorOptions | None):
        precision (float | None): Precision of PUBs without their own; goes before `options.default_precision`
            and `options.default_shots`.
        resilience_level (int | None):
        support_qiskit (bool | None): True: the result in the Qiskit client's encoding. False: plain JSON, which is
            larger.
        version (PrimitiveVersion | None): Version of the input; always 2.
    """

    pubs: list[list[Any]]
    options: EstimatorOptions | None = None
    precision: float | None = None
    resilience_level: int | None = None
    support_qiskit: bool | None = None
    version: PrimitiveVersion | None = None

    def to_dict(self) -> dict[str, Any]:
        field_dict: dict[str, Any] = {}
        field_dict["pubs"] = self.pubs

        if self.options is not None:
            field_dict["options"] = self.options.to_dict()

        if self.precision is not None:
            field_dict["precision"] = self.precision

        if self.resilience_level is not None:
            field_dict["resilience_level"] = self.resilience_level

        if self.support_qiskit is not None:
            field_dict["support_qiskit"] = self.support_qiskit

        if self.version is not None:
            field_dict["version"] = self.version.value

        return field_dict

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        if cls is not JobRunParamsEstimator:
            return derived(cls, JobRunParamsEstimator.from_dict(src_dict))
        (EstimatorOptions,) = _kinds()

        d = as_object(src_dict)
        job_run_params_estimator = cls.__new__(cls)
        job_run_params_estimator.pubs = as_list(d.pop("pubs"))
        job_run_params_estimator.options = maybe(EstimatorOptions.from_dict, d.pop("options", None))
        job_run_params_estimator.precision = d.pop("precision", None)
        job_run_params_estimator.resilience_level = d.pop("resilience_level", None)
        job_run_params_estimator.support_qiskit = d.pop("support_qiskit", None)
        job_run_params_estimator.version = maybe(PrimitiveVersion, d.pop("version", None))
        return job_run_params_estimator


@cache
def _kinds() -> tuple[type[EstimatorOptions]]:
    from ..models.estimator_options import EstimatorOptions

    return (EstimatorOptions,)
