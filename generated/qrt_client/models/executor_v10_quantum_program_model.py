from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Self

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..models.executor_v10_quantum_program_model_meas_level import ExecutorV10QuantumProgramModelMeasLevel
from ..types import OpenObject, as_list, as_object, derived, is_object, maybe, nothing_more

if TYPE_CHECKING:
    from ..models.executor_v10_circuit_item_model import ExecutorV10CircuitItemModel
    from ..models.executor_v10_samplex_item_model import ExecutorV10SamplexItemModel
    from ..models.qpy_data_v13_to_v17_model import QpyDataV13ToV17Model


@_attrs_define(repr=False)
class ExecutorV10QuantumProgramModel(OpenObject[Any]):
    """Circuits, the values bound to them, and the number of shots.

    Attributes:
        circuits (QpyDataV13ToV17Model): Circuits as one QPY file, version 13 to 17.
        items (list[ExecutorV10CircuitItemModel | ExecutorV10SamplexItemModel]):
        shots (int): Shots of each individually bound circuit.
        meas_level (ExecutorV10QuantumProgramModelMeasLevel | None): The data returned for all registers of all items.
            `classified`: booleans of shape (num_shots, creg_size). `kerneled`: complex IQ points of that shape.
            `avg_kerneled`: these averaged over the shots, of shape (creg_size,). `both`: classified and kerneled data.
        passthrough_data (Any | None): Nested lists and objects with tensors, texts and numbers at their ends.
        semantic_role (None | str | None): How IBM's client interprets the results, such as sampler-v2. Reserved for
            IBM; others omit it.
    """

    circuits: QpyDataV13ToV17Model
    items: list[ExecutorV10CircuitItemModel | ExecutorV10SamplexItemModel]
    shots: int
    meas_level: ExecutorV10QuantumProgramModelMeasLevel | None = None
    passthrough_data: Any | None = None
    semantic_role: None | str = None
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=nothing_more)

    def to_dict(self) -> dict[str, Any]:
        field_dict: dict[str, Any] = dict(self.additional_properties)
        field_dict["circuits"] = self.circuits.to_dict()

        field_dict["items"] = [item.to_dict() for item in self.items]

        field_dict["shots"] = self.shots

        if self.meas_level is not None:
            field_dict["meas_level"] = self.meas_level.value

        if self.passthrough_data is not None:
            field_dict["passthrough_data"] = self.passthrough_data

        if self.semantic_role is not None:
            field_dict["semantic_role"] = self.semantic_role

        return field_dict

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        if cls is not ExecutorV10QuantumProgramModel:
            return derived(cls, ExecutorV10QuantumProgramModel.from_dict(src_dict))
        from ..models.executor_v10_circuit_item_model import ExecutorV10CircuitItemModel
        from ..models.executor_v10_samplex_item_model import ExecutorV10SamplexItemModel
        from ..models.qpy_data_v13_to_v17_model import QpyDataV13ToV17Model

        d = as_object(src_dict)
        items: list[ExecutorV10CircuitItemModel | ExecutorV10SamplexItemModel] = []
        _items = d.pop("items")
        for items_item_data in as_list(_items):

            def _parse_items_item(data: object) -> ExecutorV10CircuitItemModel | ExecutorV10SamplexItemModel:
                try:
                    if not is_object(data):
                        raise TypeError()
                    items_item_type_0 = ExecutorV10CircuitItemModel.from_dict(data)

                    return items_item_type_0
                except (TypeError, ValueError, AttributeError, KeyError):
                    pass
                if not is_object(data):
                    raise TypeError(f"expected ExecutorV10SamplexItemModel, got {type(data).__name__}")
                items_item_type_1 = ExecutorV10SamplexItemModel.from_dict(data)

                return items_item_type_1

            items_item = _parse_items_item(items_item_data)

            items.append(items_item)

        executor_v10_quantum_program_model = cls.__new__(cls)
        executor_v10_quantum_program_model.circuits = QpyDataV13ToV17Model.from_dict(d.pop("circuits"))
        executor_v10_quantum_program_model.items = items
        executor_v10_quantum_program_model.shots = d.pop("shots")
        executor_v10_quantum_program_model.meas_level = maybe(
            ExecutorV10QuantumProgramModelMeasLevel, d.pop("meas_level", None)
        )
        executor_v10_quantum_program_model.passthrough_data = d.pop("passthrough_data", None)
        executor_v10_quantum_program_model.semantic_role = d.pop("semantic_role", None)

        executor_v10_quantum_program_model.additional_properties = d
        return executor_v10_quantum_program_model
