from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import TYPE_CHECKING, Any, Self

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..models.executor_v20_params_model_schema_version import ExecutorV20ParamsModelSchemaVersion
from ..types import OpenObject, as_object, derived, maybe, nothing_more

if TYPE_CHECKING:
    from ..models.executor_v20_options_model import ExecutorV20OptionsModel
    from ..models.executor_v20_quantum_program_model import ExecutorV20QuantumProgramModel


@_attrs_define(repr=False)
class ExecutorV20ParamsModel(OpenObject[Any]):
    """Input of the program `executor`, schema version 2.0.

    Attributes:
        options (ExecutorV20OptionsModel): Options of execution.
        quantum_program (ExecutorV20QuantumProgramModel): Circuits, the values bound to them, and the number of shots.
        schema_version (ExecutorV20ParamsModelSchemaVersion | None):  Default:
            ExecutorV20ParamsModelSchemaVersion.V2_0.
    """

    options: ExecutorV20OptionsModel
    quantum_program: ExecutorV20QuantumProgramModel
    schema_version: ExecutorV20ParamsModelSchemaVersion | None = ExecutorV20ParamsModelSchemaVersion.V2_0
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
        if cls is not ExecutorV20ParamsModel:
            return derived(cls, ExecutorV20ParamsModel.from_dict(src_dict))
        ExecutorV20OptionsModel, ExecutorV20QuantumProgramModel = _kinds()

        d = as_object(src_dict)
        executor_v20_params_model = cls.__new__(cls)
        executor_v20_params_model.options = ExecutorV20OptionsModel.from_dict(d.pop("options"))
        executor_v20_params_model.quantum_program = ExecutorV20QuantumProgramModel.from_dict(
            d.pop("quantum_program")
        )
        executor_v20_params_model.schema_version = maybe(
            ExecutorV20ParamsModelSchemaVersion, d.pop("schema_version", None)
        )

        executor_v20_params_model.additional_properties = d
        return executor_v20_params_model


@cache
def _kinds() -> tuple[type[ExecutorV20OptionsModel], type[ExecutorV20QuantumProgramModel]]:
    from ..models.executor_v20_options_model import ExecutorV20OptionsModel
    from ..models.executor_v20_quantum_program_model import ExecutorV20QuantumProgramModel

    return ExecutorV20OptionsModel, ExecutorV20QuantumProgramModel
