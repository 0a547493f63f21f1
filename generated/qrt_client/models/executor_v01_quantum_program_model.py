from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Self, TypeVar

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import as_list

if TYPE_CHECKING:
    from ..models.executor_v01_circuit_item_model import ExecutorV01CircuitItemModel
    from ..models.executor_v01_samplex_item_model import ExecutorV01SamplexItemModel


T = TypeVar("T", bound="ExecutorV01QuantumProgramModel")


@_attrs_define
class ExecutorV01QuantumProgramModel:
    """Circuits and how often to run them.

    Attributes:
        items (list[ExecutorV01CircuitItemModel | ExecutorV01SamplexItemModel]):
        shots (int): Shots of each individually bound circuit.
    """

    items: list[ExecutorV01CircuitItemModel | ExecutorV01SamplexItemModel]
    shots: int
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        from ..models.executor_v01_circuit_item_model import ExecutorV01CircuitItemModel

        items = []
        for items_item_data in self.items:
            items_item: dict[str, Any]
            if isinstance(items_item_data, ExecutorV01CircuitItemModel):
                items_item = items_item_data.to_dict()
            else:
                items_item = items_item_data.to_dict()

            items.append(items_item)

        shots = self.shots

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "items": items,
                "shots": shots,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        from ..models.executor_v01_circuit_item_model import ExecutorV01CircuitItemModel
        from ..models.executor_v01_samplex_item_model import ExecutorV01SamplexItemModel

        d = dict(src_dict)
        items = []
        _items = d.pop("items")
        for items_item_data in as_list(_items):

            def _parse_items_item(data: object) -> ExecutorV01CircuitItemModel | ExecutorV01SamplexItemModel:
                try:
                    if not isinstance(data, dict):
                        raise TypeError()
                    items_item_type_0 = ExecutorV01CircuitItemModel.from_dict(data)

                    return items_item_type_0
                except (TypeError, ValueError, AttributeError, KeyError):
                    pass
                if not isinstance(data, dict):
                    raise TypeError()
                items_item_type_1 = ExecutorV01SamplexItemModel.from_dict(data)

                return items_item_type_1

            items_item = _parse_items_item(items_item_data)

            items.append(items_item)

        shots = d.pop("shots")

        executor_v01_quantum_program_model = cls(
            items=items,
            shots=shots,
        )

        executor_v01_quantum_program_model.additional_properties = d
        return executor_v01_quantum_program_model

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
