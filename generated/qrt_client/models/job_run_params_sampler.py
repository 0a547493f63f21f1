from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Self, cast

from attrs import define as _attrs_define

from ..models.primitive_version import PrimitiveVersion
from ..types import as_list, as_object, derived, is_list, maybe

if TYPE_CHECKING:
    from ..models.sampler_options import SamplerOptions


@_attrs_define
class JobRunParamsSampler:
    """Input of the program `sampler` (SamplerV2).

    Attributes:
        pubs (list[Any | list[Any]]): Each PUB is [circuit, parameter values, shots], of which the last two may be left
            out or null, or a bare circuit.
        options (SamplerOptions | None):
        shots (int | None): Shots of PUBs without their own; goes before `options.default_shots`.
        support_qiskit (bool | None): True: the result in the Qiskit client's encoding. False: plain JSON, which is
            larger.
        version (PrimitiveVersion | None): Version of the input; always 2.
    """

    pubs: list[Any | list[Any]]
    options: SamplerOptions | None = None
    shots: int | None = None
    support_qiskit: bool | None = None
    version: PrimitiveVersion | None = None

    def to_dict(self) -> dict[str, Any]:
        field_dict: dict[str, Any] = {}
        field_dict["pubs"] = self.pubs

        if self.options is not None:
            field_dict["options"] = self.options.to_dict()

        if self.shots is not None:
            field_dict["shots"] = self.shots

        if self.support_qiskit is not None:
            field_dict["support_qiskit"] = self.support_qiskit

        if self.version is not None:
            field_dict["version"] = self.version.value

        return field_dict

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        if cls is not JobRunParamsSampler:
            return derived(cls, JobRunParamsSampler.from_dict(src_dict))
        from ..models.sampler_options import SamplerOptions

        d = as_object(src_dict)
        pubs: list[Any | list[Any]] = []
        _pubs = d.pop("pubs")
        for pubs_item_data in as_list(_pubs):

            def _parse_pubs_item(data: object) -> Any | list[Any]:
                try:
                    if not is_list(data):
                        raise TypeError()
                    pubs_item_type_0 = data

                    return pubs_item_type_0
                except (TypeError, ValueError, AttributeError, KeyError):
                    pass
                return cast(Any | list[Any], data)

            pubs_item = _parse_pubs_item(pubs_item_data)

            pubs.append(pubs_item)

        job_run_params_sampler = cls.__new__(cls)
        job_run_params_sampler.pubs = pubs
        job_run_params_sampler.options = maybe(SamplerOptions.from_dict, d.pop("options", None))
        job_run_params_sampler.shots = d.pop("shots", None)
        job_run_params_sampler.support_qiskit = d.pop("support_qiskit", None)
        job_run_params_sampler.version = maybe(PrimitiveVersion, d.pop("version", None))
        return job_run_params_sampler
