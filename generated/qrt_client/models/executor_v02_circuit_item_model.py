from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Self, TypeVar, cast

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..models.auto import Auto
from ..models.executor_v02_circuit_item_model_item_type import ExecutorV02CircuitItemModelItemType
from ..types import without_nulls

if TYPE_CHECKING:
    from ..models.f64_tensor_model import F64TensorModel
    from ..models.qpy_model_v13_to_v17 import QpyModelV13ToV17


T = TypeVar("T", bound="ExecutorV02CircuitItemModel")


@_attrs_define
class ExecutorV02CircuitItemModel:
    """A circuit with its arguments.

    Attributes:
        circuit (QpyModelV13ToV17): A circuit as QPY, version 13 to 17.
        circuit_arguments (F64TensorModel): An array of 64-bit floats.
        chunk_size (Auto | int | None): How many argument sets at most are bound per shot loop; `auto` leaves it to the
            server. In one program either every item says `auto` or none does; integers only within a session.
        item_type (ExecutorV02CircuitItemModelItemType | None):  Default: ExecutorV02CircuitItemModelItemType.CIRCUIT.
    """

    circuit: QpyModelV13ToV17
    circuit_arguments: F64TensorModel
    chunk_size: Auto | int | None = None
    item_type: ExecutorV02CircuitItemModelItemType | None = ExecutorV02CircuitItemModelItemType.CIRCUIT
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        circuit = self.circuit.to_dict()

        circuit_arguments = self.circuit_arguments.to_dict()

        chunk_size: int | str | None
        if self.chunk_size is None:
            chunk_size = None
        elif isinstance(self.chunk_size, Auto):
            chunk_size = self.chunk_size.value
        else:
            chunk_size = self.chunk_size

        item_type: str | None = None
        if not (self.item_type is None):
            item_type = self.item_type.value

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "circuit": circuit,
                "circuit_arguments": circuit_arguments,
            }
        )
        if chunk_size is not None:
            field_dict["chunk_size"] = chunk_size
        if item_type is not None:
            field_dict["item_type"] = item_type

        return field_dict

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        from ..models.f64_tensor_model import F64TensorModel
        from ..models.qpy_model_v13_to_v17 import QpyModelV13ToV17

        d = without_nulls(src_dict, "chunk_size", "item_type")
        circuit = QpyModelV13ToV17.from_dict(d.pop("circuit"))

        circuit_arguments = F64TensorModel.from_dict(d.pop("circuit_arguments"))

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

        _item_type = d.pop("item_type", None)
        item_type: ExecutorV02CircuitItemModelItemType | None
        if _item_type is None:
            item_type = None
        else:
            item_type = ExecutorV02CircuitItemModelItemType(_item_type)

        executor_v02_circuit_item_model = cls(
            circuit=circuit,
            circuit_arguments=circuit_arguments,
            chunk_size=chunk_size,
            item_type=item_type,
        )

        executor_v02_circuit_item_model.additional_properties = d
        return executor_v02_circuit_item_model

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
