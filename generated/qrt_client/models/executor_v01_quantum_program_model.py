from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Self

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import OpenObject, as_list, as_object, derived, is_object, nothing_more

if TYPE_CHECKING:
    from ..models.executor_v01_circuit_item_model import ExecutorV01CircuitItemModel
    from ..models.executor_v01_samplex_item_model import ExecutorV01SamplexItemModel


@_attrs_define(repr=False)
class ExecutorV01QuantumProgramModel(OpenObject[Any]):
    """Circuits and how often to run them.

    Attributes:
        items (list[ExecutorV01CircuitItemModel | ExecutorV01SamplexItemModel]):
        shots (int): Shots of each individually bound circuit.
    """

    items: list[ExecutorV01CircuitItemModel | ExecutorV01SamplexItemModel]
    shots: int
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=nothing_more)

    def to_dict(self) -> dict[str, Any]:
        field_dict: dict[str, Any] = dict(self.additional_properties)
        field_dict["items"] = [item.to_dict() for item in self.items]

        field_dict["shots"] = self.shots

        return field_dict

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        if cls is not ExecutorV01QuantumProgramModel:
            return derived(cls, ExecutorV01QuantumProgramModel.from_dict(src_dict))
        from ..models.executor_v01_circuit_item_model import ExecutorV01CircuitItemModel
        from ..models.executor_v01_samplex_item_model import ExecutorV01SamplexItemModel

        d = as_object(src_dict)
        items: list[ExecutorV01CircuitItemModel | ExecutorV01SamplexItemModel] = []
        _items = d.pop("items")
        for items_item_data in as_list(_items):

            def _parse_items_item(data: object) -> ExecutorV01CircuitItemModel | ExecutorV01SamplexItemModel:
                try:
                    if not is_object(data):
                        raise TypeError()
                    items_item_type_0 = ExecutorV01CircuitItemModel.from_dict(data)

                    return items_item_type_0
                except (TypeError, ValueError, AttributeError, KeyError):
                    pass
                if not is_object(data):
                    raise TypeError(f"expected ExecutorV01SamplexItemModel, got {type(data).__name__}")
                items_item_type_1 = ExecutorV01SamplexItemModel.from_dict(data)

                return items_item_type_1

            items_item = _parse_items_item(items_item_data)

            items.append(items_item)

        executor_v01_quantum_program_model = cls.__new__(cls)
        executor_v01_quantum_program_model.items = items
        executor_v01_quantum_program_model.shots = d.pop("shots")

        executor_v01_quantum_program_model.additional_properties = d
        return executor_v01_quantum_program_model
