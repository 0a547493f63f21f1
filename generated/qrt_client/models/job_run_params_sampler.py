from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Self, TypeVar, cast

from attrs import define as _attrs_define

from ..models.primitive_version import PrimitiveVersion
from ..types import as_list, without_nulls

if TYPE_CHECKING:
    from ..models.sampler_options import SamplerOptions


T = TypeVar("T", bound="JobRunParamsSampler")


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
        pubs = []
        for pubs_item_data in self.pubs:
            pubs_item: Any | list[Any]
            if isinstance(pubs_item_data, list):
                pubs_item = pubs_item_data

            else:
                pubs_item = pubs_item_data
            pubs.append(pubs_item)

        options: dict[str, Any] | None = None
        if not (self.options is None):
            options = self.options.to_dict()

        shots: int | None
        if self.shots is None:
            shots = None
        else:
            shots = self.shots

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
        if shots is not None:
            field_dict["shots"] = shots
        if support_qiskit is not None:
            field_dict["support_qiskit"] = support_qiskit
        if version is not None:
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

        _options = d.pop("options", None)
        options: SamplerOptions | None
        if _options is None:
            options = None
        else:
            options = SamplerOptions.from_dict(_options)

        def _parse_shots(data: object) -> int | None:
            if data is None:
                return data
            if data is None:
                return data
            return cast(int | None, data)

        shots = _parse_shots(d.pop("shots", None))

        support_qiskit = d.pop("support_qiskit", None)

        _version = d.pop("version", None)
        version: PrimitiveVersion | None
        if _version is None:
            version = None
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
