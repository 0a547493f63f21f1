from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Self, TypeVar

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..models.executor_v02_quantum_program_model_meas_level import ExecutorV02QuantumProgramModelMeasLevel
from ..types import as_list, without_nulls

if TYPE_CHECKING:
    from ..models.executor_v02_circuit_item_model import ExecutorV02CircuitItemModel
    from ..models.executor_v02_samplex_item_model import ExecutorV02SamplexItemModel


T = TypeVar("T", bound="ExecutorV02QuantumProgramModel")


@_attrs_define
class ExecutorV02QuantumProgramModel:
    """Circuits and how often to run them.

    Attributes:
        items (list[ExecutorV02CircuitItemModel | ExecutorV02SamplexItemModel]):
        shots (int): Shots of each individually bound circuit.
        meas_level (ExecutorV02QuantumProgramModelMeasLevel | None): For all classical registers of all items.
            `classified`: boolean array of shape (num_shots, creg_size). `kerneled`: complex array of the same shape, IQ
            points in arbitrary units. `avg_kerneled`: complex array of shape (creg_size,), averaged over shots.
        passthrough_data (Any | None): Nested lists and objects with tensors, texts and numbers at their ends.
    """

    items: list[ExecutorV02CircuitItemModel | ExecutorV02SamplexItemModel]
    shots: int
    meas_level: ExecutorV02QuantumProgramModelMeasLevel | None = None
    passthrough_data: Any | None = None
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        from ..models.executor_v02_circuit_item_model import ExecutorV02CircuitItemModel

        items = []
        for items_item_data in self.items:
            items_item: dict[str, Any]
            if isinstance(items_item_data, ExecutorV02CircuitItemModel):
                items_item = items_item_data.to_dict()
            else:
                items_item = items_item_data.to_dict()

            items.append(items_item)

        shots = self.shots

        meas_level: str | None = None
        if not (self.meas_level is None):
            meas_level = self.meas_level.value

        passthrough_data = self.passthrough_data

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "items": items,
                "shots": shots,
            }
        )
        if meas_level is not None:
            field_dict["meas_level"] = meas_level
        if passthrough_data is not None:
            field_dict["passthrough_data"] = passthrough_data

        return field_dict

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        from ..models.executor_v02_circuit_item_model import ExecutorV02CircuitItemModel
        from ..models.executor_v02_samplex_item_model import ExecutorV02SamplexItemModel

        d = without_nulls(src_dict, "meas_level")
        items = []
        _items = d.pop("items")
        for items_item_data in as_list(_items):

            def _parse_items_item(data: object) -> ExecutorV02CircuitItemModel | ExecutorV02SamplexItemModel:
                try:
                    if not isinstance(data, dict):
                        raise TypeError()
                    items_item_type_0 = ExecutorV02CircuitItemModel.from_dict(data)

                    return items_item_type_0
                except (TypeError, ValueError, AttributeError, KeyError):
                    pass
                if not isinstance(data, dict):
                    raise TypeError()
                items_item_type_1 = ExecutorV02SamplexItemModel.from_dict(data)

                return items_item_type_1

            items_item = _parse_items_item(items_item_data)

            items.append(items_item)

        shots = d.pop("shots")

        _meas_level = d.pop("meas_level", None)
        meas_level: ExecutorV02QuantumProgramModelMeasLevel | None
        if _meas_level is None:
            meas_level = None
        else:
            meas_level = ExecutorV02QuantumProgramModelMeasLevel(_meas_level)

        passthrough_data = d.pop("passthrough_data", None)

        executor_v02_quantum_program_model = cls(
            items=items,
            shots=shots,
            meas_level=meas_level,
            passthrough_data=passthrough_data,
        )

        executor_v02_quantum_program_model.additional_properties = d
        return executor_v02_quantum_program_model

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
