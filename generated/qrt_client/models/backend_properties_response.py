from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Self, TypeVar

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import as_list, without_nulls

if TYPE_CHECKING:
    from ..models.gate_properties import GateProperties
    from ..models.nduv import Nduv
    from ..models.qubit_list import QubitList


T = TypeVar("T", bound="BackendPropertiesResponse")


@_attrs_define
class BackendPropertiesResponse:
    """Calibration data of a backend.

    Attributes:
        backend_name (str | None):
        backend_version (str | None): Version as three dotted numbers.
        gates (list[GateProperties] | None):
        general (list[Nduv] | None): Quantities of the whole system. Declared as texts, sent as objects.
        general_qlists (list[QubitList] | None): Named lists of qubits, such as the best chains of a length.
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
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        backend_name = self.backend_name

        backend_version = self.backend_version

        gates: list[dict[str, Any]] | None = None
        if not (self.gates is None):
            gates = []
            for gates_item_data in self.gates:
                gates_item = gates_item_data.to_dict()
                gates.append(gates_item)

        general: list[dict[str, Any]] | None = None
        if not (self.general is None):
            general = []
            for general_item_data in self.general:
                general_item = general_item_data.to_dict()
                general.append(general_item)

        general_qlists: list[dict[str, Any]] | None = None
        if not (self.general_qlists is None):
            general_qlists = []
            for general_qlists_item_data in self.general_qlists:
                general_qlists_item = general_qlists_item_data.to_dict()
                general_qlists.append(general_qlists_item)

        last_update_date = self.last_update_date

        qubits: list[list[dict[str, Any]]] | None = None
        if not (self.qubits is None):
            qubits = []
            for qubits_item_data in self.qubits:
                qubits_item = []
                for qubits_item_item_data in qubits_item_data:
                    qubits_item_item = qubits_item_item_data.to_dict()
                    qubits_item.append(qubits_item_item)

                qubits.append(qubits_item)

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update({})
        if backend_name is not None:
            field_dict["backend_name"] = backend_name
        if backend_version is not None:
            field_dict["backend_version"] = backend_version
        if gates is not None:
            field_dict["gates"] = gates
        if general is not None:
            field_dict["general"] = general
        if general_qlists is not None:
            field_dict["general_qlists"] = general_qlists
        if last_update_date is not None:
            field_dict["last_update_date"] = last_update_date
        if qubits is not None:
            field_dict["qubits"] = qubits

        return field_dict

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        from ..models.gate_properties import GateProperties
        from ..models.nduv import Nduv
        from ..models.qubit_list import QubitList

        d = without_nulls(
            src_dict,
            "backend_name",
            "backend_version",
            "gates",
            "general",
            "general_qlists",
            "last_update_date",
            "qubits",
        )
        backend_name = d.pop("backend_name", None)

        backend_version = d.pop("backend_version", None)

        _gates = d.pop("gates", None)
        gates: list[GateProperties] | None = None
        if _gates is not None:
            gates = []
            for gates_item_data in as_list(_gates):
                gates_item = GateProperties.from_dict(gates_item_data)

                gates.append(gates_item)

        _general = d.pop("general", None)
        general: list[Nduv] | None = None
        if _general is not None:
            general = []
            for general_item_data in as_list(_general):
                general_item = Nduv.from_dict(general_item_data)

                general.append(general_item)

        _general_qlists = d.pop("general_qlists", None)
        general_qlists: list[QubitList] | None = None
        if _general_qlists is not None:
            general_qlists = []
            for general_qlists_item_data in as_list(_general_qlists):
                general_qlists_item = QubitList.from_dict(general_qlists_item_data)

                general_qlists.append(general_qlists_item)

        last_update_date = d.pop("last_update_date", None)

        _qubits = d.pop("qubits", None)
        qubits: list[list[Nduv]] | None = None
        if _qubits is not None:
            qubits = []
            for qubits_item_data in as_list(_qubits):
                qubits_item = []
                _qubits_item = qubits_item_data
                for qubits_item_item_data in as_list(_qubits_item):
                    qubits_item_item = Nduv.from_dict(qubits_item_item_data)

                    qubits_item.append(qubits_item_item)

                qubits.append(qubits_item)

        backend_properties_response = cls(
            backend_name=backend_name,
            backend_version=backend_version,
            gates=gates,
            general=general,
            general_qlists=general_qlists,
            last_update_date=last_update_date,
            qubits=qubits,
        )

        backend_properties_response.additional_properties = d
        return backend_properties_response

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
