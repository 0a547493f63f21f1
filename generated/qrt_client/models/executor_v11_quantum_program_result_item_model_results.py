from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Self

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import OpenObject, as_object, derived, nothing_more

if TYPE_CHECKING:
    from ..models.tensor_model import TensorModel


@_attrs_define(repr=False)
class ExecutorV11QuantumProgramResultItemModelResults(OpenObject["TensorModel"]):
    """Tensor of each register."""

    additional_properties: dict[str, TensorModel] = _attrs_field(init=False, factory=nothing_more)

    def to_dict(self) -> dict[str, Any]:
        field_dict: dict[str, Any] = {}
        for prop_name, prop in self.additional_properties.items():
            field_dict[prop_name] = prop.to_dict()
        return field_dict

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        if cls is not ExecutorV11QuantumProgramResultItemModelResults:
            return derived(cls, ExecutorV11QuantumProgramResultItemModelResults.from_dict(src_dict))
        from ..models.tensor_model import TensorModel

        d = as_object(src_dict)
        executor_v11_quantum_program_result_item_model_results = cls.__new__(cls)

        additional_properties = {}
        for prop_name, prop_dict in d.items():
            additional_property = TensorModel.from_dict(prop_dict)

            additional_properties[prop_name] = additional_property

        executor_v11_quantum_program_result_item_model_results.additional_properties = additional_properties
        return executor_v11_quantum_program_result_item_model_results
