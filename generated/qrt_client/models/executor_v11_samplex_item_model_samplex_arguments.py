from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Self, cast

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import OpenObject, as_object, derived, is_object, nothing_more

if TYPE_CHECKING:
    from ..models.pauli_lindblad_map_model import PauliLindbladMapModel
    from ..models.tensor_model import TensorModel


@_attrs_define(repr=False)
class ExecutorV11SamplexItemModelSamplexArguments(
    OpenObject["bool | int | PauliLindbladMapModel | TensorModel"]
):
    additional_properties: dict[str, bool | int | PauliLindbladMapModel | TensorModel] = _attrs_field(
        init=False, factory=nothing_more
    )

    def to_dict(self) -> dict[str, Any]:
        from ..models.pauli_lindblad_map_model import PauliLindbladMapModel
        from ..models.tensor_model import TensorModel

        field_dict: dict[str, Any] = {}
        for prop_name, prop in self.additional_properties.items():
            if isinstance(prop, PauliLindbladMapModel) or isinstance(prop, TensorModel):
                field_dict[prop_name] = prop.to_dict()
            else:
                field_dict[prop_name] = prop
        return field_dict

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        if cls is not ExecutorV11SamplexItemModelSamplexArguments:
            return derived(cls, ExecutorV11SamplexItemModelSamplexArguments.from_dict(src_dict))
        from ..models.pauli_lindblad_map_model import PauliLindbladMapModel
        from ..models.tensor_model import TensorModel

        d = as_object(src_dict)
        executor_v11_samplex_item_model_samplex_arguments = cls.__new__(cls)

        additional_properties = {}
        for prop_name, prop_dict in d.items():

            def _parse_additional_property(data: object) -> bool | int | PauliLindbladMapModel | TensorModel:
                try:
                    if not is_object(data):
                        raise TypeError()
                    additional_property_type_2 = PauliLindbladMapModel.from_dict(data)

                    return additional_property_type_2
                except (TypeError, ValueError, AttributeError, KeyError):
                    pass
                try:
                    if not is_object(data):
                        raise TypeError()
                    additional_property_type_3 = TensorModel.from_dict(data)

                    return additional_property_type_3
                except (TypeError, ValueError, AttributeError, KeyError):
                    pass
                return cast(bool | int | PauliLindbladMapModel | TensorModel, data)

            additional_property = _parse_additional_property(prop_dict)

            additional_properties[prop_name] = additional_property

        executor_v11_samplex_item_model_samplex_arguments.additional_properties = additional_properties
        return executor_v11_samplex_item_model_samplex_arguments
