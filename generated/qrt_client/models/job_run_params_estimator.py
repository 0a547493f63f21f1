from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Self, TypeVar, cast

from attrs import define as _attrs_define

from ..models.primitive_version import PrimitiveVersion
from ..types import UNSET, Unset, as_list, without_nulls

if TYPE_CHECKING:
    from ..models.estimator_options import EstimatorOptions


T = TypeVar("T", bound="JobRunParamsEstimator")


@_attrs_define
class JobRunParamsEstimator:
    """Input of the program `estimator` (EstimatorV2).

    Attributes:
        pubs (list[list[Any]]): Each PUB is [circuit, observables, parameter values, precision]; the last two may be
            left out or null.
        options (EstimatorOptions | Unset):
        precision (float | None | Unset): Precision of PUBs without their own; goes before `options.default_precision`
            and `options.default_shots`.
        resilience_level (int | Unset):
        support_qiskit (bool | Unset): True: the result in the Qiskit client's encoding. False: plain JSON, which is
            larger.
        version (PrimitiveVersion | Unset): Version of the input; always 2.
    """

    pubs: list[list[Any]]
    options: EstimatorOptions | Unset = UNSET
    precision: float | None | Unset = UNSET
    resilience_level: int | Unset = UNSET
    support_qiskit: bool | Unset = UNSET
    version: PrimitiveVersion | Unset = UNSET

    def to_dict(self) -> dict[str, Any]:
        pubs = []
        for pubs_item_data in self.pubs:
            pubs_item = pubs_item_data

            pubs.append(pubs_item)

        options: dict[str, Any] | Unset = UNSET
        if not isinstance(self.options, Unset):
            options = self.options.to_dict()

        precision: float | None | Unset
        if isinstance(self.precision, Unset):
            precision = UNSET
        else:
            precision = self.precision

        resilience_level = self.resilience_level

        support_qiskit = self.support_qiskit

        version: int | Unset = UNSET
        if not isinstance(self.version, Unset):
            version = self.version.value

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "pubs": pubs,
            }
        )
        if options is not UNSET:
            field_dict["options"] = options
        if precision is not UNSET:
            field_dict["precision"] = precision
        if resilience_level is not UNSET:
            field_dict["resilience_level"] = resilience_level
        if support_qiskit is not UNSET:
            field_dict["support_qiskit"] = support_qiskit
        if version is not UNSET:
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

        _options = d.pop("options", UNSET)
        options: EstimatorOptions | Unset
        if isinstance(_options, Unset):
            options = UNSET
        else:
            options = EstimatorOptions.from_dict(_options)

        def _parse_precision(data: object) -> float | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(float | None | Unset, data)

        precision = _parse_precision(d.pop("precision", UNSET))

        resilience_level = d.pop("resilience_level", UNSET)

        support_qiskit = d.pop("support_qiskit", UNSET)

        _version = d.pop("version", UNSET)
        version: PrimitiveVersion | Unset
        if isinstance(_version, Unset):
            version = UNSET
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
