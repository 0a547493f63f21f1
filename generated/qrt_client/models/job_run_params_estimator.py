from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Self, TypeVar, cast

from attrs import define as _attrs_define

from ..models.primitive_version import PrimitiveVersion
from ..types import as_list, without_nulls

if TYPE_CHECKING:
    from ..models.estimator_options import EstimatorOptions


T = TypeVar("T", bound="JobRunParamsEstimator")


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
        pubs = []
        for pubs_item_data in self.pubs:
            pubs_item = pubs_item_data

            pubs.append(pubs_item)

        options: dict[str, Any] | None = None
        if not (self.options is None):
            options = self.options.to_dict()

        precision: float | None
        if self.precision is None:
            precision = None
        else:
            precision = self.precision

        resilience_level = self.resilience_level

        support_qiskit = self.support_qiskit

        version: int | None = None
        if not (self.version is None):
            version = self.version.value

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "pubs": pubs,
            }
        )
        if options is not None:
            field_dict["options"] = options
        if precision is not None:
            field_dict["precision"] = precision
        if resilience_level is not None:
            field_dict["resilience_level"] = resilience_level
        if support_qiskit is not None:
            field_dict["support_qiskit"] = support_qiskit
        if version is not None:
            field_dict["version"] = version

        return field_dict

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        from ..models.estimator_options import EstimatorOptions

        d = without_nulls(src_dict, "options", "resilience_level", "support_qiskit", "version")
        pubs = []
        _pubs = d.pop("pubs")
        for pubs_item_data in as_list(_pubs):
            pubs_item = pubs_item_data

            pubs.append(pubs_item)

        _options = d.pop("options", None)
        options: EstimatorOptions | None
        if _options is None:
            options = None
        else:
            options = EstimatorOptions.from_dict(_options)

        def _parse_precision(data: object) -> float | None:
            if data is None:
                return data
            if data is None:
                return data
            return cast(float | None, data)

        precision = _parse_precision(d.pop("precision", None))

        resilience_level = d.pop("resilience_level", None)

        support_qiskit = d.pop("support_qiskit", None)

        _version = d.pop("version", None)
        version: PrimitiveVersion | None
        if _version is None:
            version = None
        else:
            version = PrimitiveVersion(_version)

        job_run_params_estimator = cls(
            pubs=pubs,
            options=options,
            precision=precision,
            resilience_level=resilience_level,
            support_qiskit=support_qiskit,
            version=version,
        )

        return job_run_params_estimator
