from __future__ import annotations

from collections.abc import Mapping
from functools import cache, partial
from typing import TYPE_CHECKING, Any, Self

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import OpenObject, as_object, check_each, derived, each, nothing_more

if TYPE_CHECKING:
    from ..models.gate_properties import GateProperties
    from ..models.nduv import Nduv
    from ..models.qubit_list import QubitList


@_attrs_define(repr=False)
class BackendPropertiesResponse(OpenObject[Any]):
    """Calibration data of a backend.

    Attributes:
        backend_name (str | None):
        backend_version (str | None): Version as three dotted numbers.
        gates (list[GateProperties] | None):
        general (list[Nduv] | None): Quantities of the whole system. Declared as texts, sent as objects.
        general_qlists (list[QubitList] | None): Named lists of qubits, such as the best chains of a given length.
        last_update_date (str | None): When the properties last changed.
        qubits (list[list[Nduv]] | None): Quantities of each qubit.
    """

    backend_name: str | None = None
    backend_version: str | None = None
    gates: list[GateProperties] | None = None
    general: list[Nduv] | None = None
    general_qlists: list[QubitList] | None = None
    last_update_date: str | None = None
    qubits: list[list[Nduv]] | None = None
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=nothing_more)

    def to_dict(self) -> dict[str, Any]:
        field_dict: dict[str, Any] = dict(self.additional_properties)
        if self.backend_name is not None:
            field_dict["backend_name"] = self.backend_name

        if self.backend_version is not None:
            field_dict["backend_version"] = self.backend_version

        if self.gates is not None:
            field_dict["gates"] = [item.to_dict() for item in self.gates]

        if self.general is not None:
            field_dict["general"] = [item.to_dict() for item in self.general]

        if self.general_qlists is not None:
            field_dict["general_qlists"] = [item.to_dict() for item in self.general_qlists]

        if self.last_update_date is not None:
            field_dict["last_update_date"] = self.last_update_date

        if self.qubits is not None:
            field_dict["qubits"] = [[value.to_dict() for value in item] for item in self.qubits]

        return field_dict

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        if cls is not BackendPropertiesResponse:
            return derived(cls, BackendPropertiesResponse.from_dict(src_dict))
        GateProperties, Nduv, QubitList = _kinds()

        d = as_object(src_dict)
        backend_properties_response = cls.__new__(cls)
        backend_properties_response.backend_name = d.pop("backend_name", None)
        backend_properties_response.backend_version = d.pop("backend_version", None)
        backend_properties_response._read_later(
            src_dict, "gates", d.pop("gates", None), GateProperties.check_dict, GateProperties.from_dict
        )
        backend_properties_response._read_later(
            src_dict, "general", d.pop("general", None), Nduv.check_dict, Nduv.from_dict
        )
        backend_properties_response._read_later(
            src_dict,
            "general_qlists",
            d.pop("general_qlists", None),
            QubitList.check_dict,
            QubitList.from_dict,
        )
        backend_properties_response.last_update_date = d.pop("last_update_date", None)
        backend_properties_response._read_later(
            src_dict,
            "qubits",
            d.pop("qubits", None),
            partial(check_each, Nduv.check_dict),
            partial(each, Nduv.from_dict),
        )

        backend_properties_response.additional_properties = d
        return backend_properties_response


@cache
def _kinds() -> tuple[type[GateProperties], type[Nduv], type[QubitList]]:
    from ..models.gate_properties import GateProperties
    from ..models.nduv import Nduv
    from ..models.qubit_list import QubitList

    return GateProperties, Nduv, QubitList
