from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Self, TypeVar, cast

from attrs import define as _attrs_define

from ..models.primitive_version import PrimitiveVersion
from ..types import UNSET, Unset, as_list, without_nulls

if TYPE_CHECKING:
    from ..models.sampler_options import SamplerOptions


T = TypeVar("T", bound="JobRunParamsSampler")


@_attrs_define
class JobRunParamsSampler:
    """Input of the program `sampler` (SamplerV2).

    Attributes:
        pubs (list[Any | list[Any]]): Each PUB is [circuit, parameter values, shots], of which the last two may be left
            out or null, or a bare circuit.
        options (SamplerOptions | Unset):
        shots (int | None | Unset): Shots of PUBs without their own; goes before `options.default_shots`.
        support_qiskit (bool | Unset): True: the result in the Qiskit client's encoding. False: plain JSON, which is
            larger.
        version (PrimitiveVersion | Unset): Version of the input; always 2.
    """

    pubs: list[Any | list[Any]]
    options: SamplerOptions | Unset = UNSET
    shots: int | None | Unset = UNSET
    support_qiskit: bool | Unset = UNSET
    version: PrimitiveVersion | Unset = UNSET

    def to_dict(self) -> dict[str, Any]:
        pubs = []
        for pubs_item_data in self.pubs:
            pubs_item: Any | list[Any]
            if isinstance(pubs_item_data, list):
                pubs_item = pubs_item_data

            else:
                pubs_item = pubs_item_data
            pubs.append(pubs_item)

        options: dict[str, Any] | Unset = UNSET
        if not isinstance(self.options, Unset):
            options = self.options.to_dict()

        shots: int | None | Unset
        if isinstance(self.shots, Unset):
            shots = UNSET
        else:
            shots = self.shots

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
        if shots is not UNSET:
            field_dict["shots"] = shots
        if support_qiskit is not UNSET:
            field_dict["support_qiskit"] = support_qiskit
        if version is not UNSET:
            field_dict["version"] = version

        return field_dict

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        from ..models.sampler_options import SamplerOptions

        d = without_nulls(src_dict, "options", "support_qiskit", "version")
        pubs = []
        _pubs = d.pop("pubs")
        for pubs_item_data in as_list(_pubs):

            def _parse_pubs_item(data: object) -> Any | list[Any]:
                try:
                    if not isinstance(data, list):
                        raise TypeError()
                    pubs_item_type_0 = data

                    return pubs_item_type_0
                except (TypeError, ValueError, AttributeError, KeyError):
                    pass
                return cast(Any | list[Any], data)

            pubs_item = _parse_pubs_item(pubs_item_data)

            pubs.append(pubs_item)

        _options = d.pop("options", UNSET)
        options: SamplerOptions | Unset
        if isinstance(_options, Unset):
            options = UNSET
        else:
            options = SamplerOptions.from_dict(_options)

        def _parse_shots(data: object) -> int | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(int | None | Unset, data)

        shots = _parse_shots(d.pop("shots", UNSET))

        support_qiskit = d.pop("support_qiskit", UNSET)

        _version = d.pop("version", UNSET)
        version: PrimitiveVersion | Unset
        if isinstance(_version, Unset):
            version = UNSET
        else:
            version = PrimitiveVersion(_version)

        job_run_params_sampler = cls(
            pubs=pubs,
            options=options,
            shots=shots,
            support_qiskit=support_qiskit,
            version=version,
        )

        return job_run_params_sampler
