from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import TYPE_CHECKING, Any, Self

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..models.executor_v10_params_model_schema_version import ExecutorV10ParamsModelSchemaVersion
from ..types import OpenObject, as_object, derived, maybe, nothing_more

if TYPE_CHECKING:
    from ..models.executor_v10_options_model import ExecutorV10OptionsModel
    from ..models.executor_v10_quantum_program_model import ExecutorV10QuantumProgramModel


@_attrs_define(repr=False)
class ExecutorV10ParamsModel(OpenObject[Any]):
    """Input of the program `executor`, schema version 1.0.

    Attributes:
        options (ExecutorV10OptionsModel): Options of execution.
        quantum_program (ExecutorV10QuantumProgramModel): Circuits, the values bound to them, and the number of shots.
        schema_version (ExecutorV10ParamsModelSchemaVersion | None):  Default:
            ExecutorV10ParamsModelSchemaVersion.V1_0.
    """

    options: ExecutorV10OptionsModel
    quantum_program: ExecutorV10QuantumProgramModel
    schema_version: ExecutorV10ParamsModelSchemaVersion | None = ExecutorV10ParamsModelSchemaVersion.V1_0
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
        if cls is not ExecutorV10ParamsModel:
            return derived(cls, ExecutorV10ParamsModel.from_dict(src_dict))
        ExecutorV10OptionsModel, ExecutorV10QuantumProgramModel = _kinds()

        d = as_object(src_dict)
        executor_v10_params_model = cls.__new__(cls)
        executor_v10_params_model.options = ExecutorV10OptionsModel.from_dict(d.pop("options"))
        executor_v10_params_model.quantum_program = ExecutorV10QuantumProgramModel.from_dict(
            d.pop("quantum_program")
        )
        executor_v10_params_model.schema_version = maybe(
            ExecutorV10ParamsModelSchemaVersion, d.pop("schema_version", None)
        )

        executor_v10_params_model.additional_properties = d
        return executor_v10_params_model


@cache
def _kinds() -> tuple[type[ExecutorV10OptionsModel], type[ExecutorV10QuantumProgramModel]]:
    from ..models.executor_v10_options_model import ExecutorV10OptionsModel
    from ..models.executor_v10_quantum_program_model import ExecutorV10QuantumProgramModel

    return ExecutorV10OptionsModel, ExecutorV10QuantumProgramModel
