from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import TYPE_CHECKING, Any, Self

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..models.executor_v11_params_model_schema_version import ExecutorV11ParamsModelSchemaVersion
from ..types import OpenObject, as_object, derived, maybe, nothing_more

if TYPE_CHECKING:
    from ..models.executor_v11_options_model import ExecutorV11OptionsModel
    from ..models.executor_v11_quantum_program_model import ExecutorV11QuantumProgramModel


@_attrs_define(repr=False)
class ExecutorV11ParamsModel(OpenObject[Any]):
    """Input of the program `executor`, schema version 1.1.

    Attributes:
        options (ExecutorV11OptionsModel): Options of execution.
        quantum_program (ExecutorV11QuantumProgramModel): Circuits, the values bound to them, and the number of shots.
        schema_version (ExecutorV11ParamsModelSchemaVersion | None):  Default:
            ExecutorV11ParamsModelSchemaVersion.V1_1.
    """

    options: ExecutorV11OptionsModel
    quantum_program: ExecutorV11QuantumProgramModel
    schema_version: ExecutorV11ParamsModelSchemaVersion | None = ExecutorV11ParamsModelSchemaVersion.V1_1
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=nothing_more)

    def to_dict(self) -> dict[str, Any]:
        field_dict: dict[str, Any] = dict(self.additional_properties)
        field_dict["options"] = self.options.to_dict()

        field_dict["quantum_program"] = self.quantum_program.to_dict()

        if self.schema_version is not None:
            field_dict["schema_version"] = self.schema_version.value

        return field_dict

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        if cls is not ExecutorV11ParamsModel:
            return derived(cls, ExecutorV11ParamsModel.from_dict(src_dict))
        ExecutorV11OptionsModel, ExecutorV11QuantumProgramModel = _kinds()

        d = as_object(src_dict)
        executor_v11_params_model = cls.__new__(cls)
        executor_v11_params_model.options = ExecutorV11OptionsModel.from_dict(d.pop("options"))
        executor_v11_params_model.quantum_program = ExecutorV11QuantumProgramModel.from_dict(
            d.pop("quantum_program")
        )
        executor_v11_params_model.schema_version = maybe(
            ExecutorV11ParamsModelSchemaVersion, d.pop("schema_version", None)
        )

        executor_v11_params_model.additional_properties = d
        return executor_v11_params_model


@cache
def _kinds() -> tuple[type[ExecutorV11OptionsModel], type[ExecutorV11QuantumProgramModel]]:
    from ..models.executor_v11_options_model import ExecutorV11OptionsModel
    from ..models.executor_v11_quantum_program_model import ExecutorV11QuantumProgramModel

    return ExecutorV11OptionsModel, ExecutorV11QuantumProgramModel
