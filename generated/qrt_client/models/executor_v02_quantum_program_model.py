from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Self

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..models.executor_v02_quantum_program_model_meas_level import ExecutorV02QuantumProgramModelMeasLevel
from ..types import OpenObject, as_list, as_object, derived, is_object, maybe, nothing_more

if TYPE_CHECKING:
    from ..models.executor_v02_circuit_item_model import ExecutorV02CircuitItemModel
    from ..models.executor_v02_samplex_item_model import ExecutorV02SamplexItemModel


@_attrs_define(repr=False)
class ExecutorV02QuantumProgramModel(OpenObject[Any]):
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
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=nothing_more)

    def to_dict(self) -> dict[str, Any]:
        field_dict: dict[str, Any] = dict(self.additional_properties)
        field_dict["items"] = [item.to_dict() for item in self.items]

        field_dict["shots"] = self.shots

        if self.meas_level is not None:
            field_dict["meas_level"] = self.meas_level.value

        if self.passthrough_data is not None:
            field_dict["passthrough_data"] = self.passthrough_data

        return field_dict

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        if cls is not ExecutorV02QuantumProgramModel:
            return derived(cls, ExecutorV02QuantumProgramModel.from_dict(src_dict))
        from ..models.executor_v02_circuit_item_model import ExecutorV02CircuitItemModel
        from ..models.executor_v02_samplex_item_model import ExecutorV02SamplexItemModel

        d = as_object(src_dict)
        items: list[ExecutorV02CircuitItemModel | ExecutorV02SamplexItemModel] = []
        _items = d.pop("items")
        for items_item_data in as_list(_items):

            def _parse_items_item(data: object) -> ExecutorV02CircuitItemModel | ExecutorV02SamplexItemModel:
                try:
                    if not is_object(data):
                        raise TypeError()
                    items_item_type_0 = ExecutorV02CircuitItemModel.from_dict(data)

                    return items_item_type_0
                except (TypeError, ValueError, AttributeError, KeyError):
                    pass
                if not is_object(data):
                    raise TypeError(f"expected ExecutorV02SamplexItemModel, got {type(data).__name__}")
                items_item_type_1 = ExecutorV02SamplexItemModel.from_dict(data)

                return items_item_type_1

            items_item = _parse_items_item(items_item_data)

            items.append(items_item)

        executor_v02_quantum_program_model = cls.__new__(cls)
        executor_v02_quantum_program_model.items = items
        executor_v02_quantum_program_model.shots = d.pop("shots")
        executor_v02_quantum_program_model.meas_level = maybe(
            ExecutorV02QuantumProgramModelMeasLevel, d.pop("meas_level", None)
        )
        executor_v02_quantum_program_model.passthrough_data = d.pop("passthrough_data", None)

        executor_v02_quantum_program_model.additional_properties = d
        return executor_v02_quantum_program_model
