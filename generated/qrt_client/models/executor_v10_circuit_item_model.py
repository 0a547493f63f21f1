from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Self, cast

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..models.auto import Auto
from ..models.executor_v10_circuit_item_model_item_type import ExecutorV10CircuitItemModelItemType
from ..types import OpenObject, as_object, derived, maybe, nothing_more

if TYPE_CHECKING:
    from ..models.f64_tensor_model import F64TensorModel


@_attrs_define(repr=False)
class ExecutorV10CircuitItemModel(OpenObject[Any]):
    """The values bound to the circuit at the same index of `circuits`.

    Attributes:
        circuit_arguments (F64TensorModel): An array of 64-bit floats.
        shape (list[int]): Extends the shape of the arguments, without their last axis, by broadcasting; further axes
            are replications.
        chunk_size (Auto | int | None): Maximum number of argument sets bound in one shot loop; `auto` lets the server
            choose. Either all items of a program use `auto` or none; integers are only allowed in a session.
        item_type (ExecutorV10CircuitItemModelItemType | None):  Default: ExecutorV10CircuitItemModelItemType.CIRCUIT.
    """

    circuit_arguments: F64TensorModel
    shape: list[int]
    chunk_size: Auto | int | None = None
    item_type: ExecutorV10CircuitItemModelItemType | None = ExecutorV10CircuitItemModelItemType.CIRCUIT
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=nothing_more)

    def to_dict(self) -> dict[str, Any]:
        field_dict: dict[str, Any] = dict(self.additional_properties)
        field_dict["circuit_arguments"] = self.circuit_arguments.to_dict()

        field_dict["shape"] = self.shape

        if self.chunk_size is not None:
            field_dict["chunk_size"] = (
                self.chunk_size.value if isinstance(self.chunk_size, Auto) else self.chunk_size
            )

        if self.item_type is not None:
            field_dict["item_type"] = self.item_type.value

        return field_dict

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        if cls is not ExecutorV10CircuitItemModel:
            return derived(cls, ExecutorV10CircuitItemModel.from_dict(src_dict))
        from ..models.f64_tensor_model import F64TensorModel

        d = as_object(src_dict)

        def _parse_chunk_size(data: object) -> Auto | int | None:
            if data is None:
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                chunk_size_type_1 = Auto(data)

                return chunk_size_type_1
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(Auto | int | None, data)

        chunk_size = _parse_chunk_size(d.pop("chunk_size", None))

        executor_v10_circuit_item_model = cls.__new__(cls)
        executor_v10_circuit_item_model.circuit_arguments = F64TensorModel.from_dict(
            d.pop("circuit_arguments")
        )
        executor_v10_circuit_item_model.shape = d.pop("shape")
        executor_v10_circuit_item_model.chunk_size = chunk_size
        executor_v10_circuit_item_model.item_type = maybe(
            ExecutorV10CircuitItemModelItemType, d.pop("item_type", None)
        )

        executor_v10_circuit_item_model.additional_properties = d
        return executor_v10_circuit_item_model
