from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import TYPE_CHECKING, Any, Self

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..models.executor_v01_params_model_schema_version import ExecutorV01ParamsModelSchemaVersion
from ..types import OpenObject, as_object, derived, maybe, nothing_more

if TYPE_CHECKING:
    from ..models.executor_v01_options_model import ExecutorV01OptionsModel
    from ..models.executor_v01_quantum_program_model import ExecutorV01QuantumProgramModel


@_attrs_define(repr=False)
class ExecutorV01ParamsModel(OpenObject[Any]):
    """Input of the program `executor`, schema version 0.1.

    Attributes:
        options (ExecutorV01OptionsModel): Options of execution.
        quantum_program (ExecutorV01QuantumProgramModel): Circuits and how often to run them.
        schema_version (ExecutorV01ParamsModelSchemaVersion | None):  Default:
            ExecutorV01ParamsModelSchemaVersion.V0_1.
    """

    options: ExecutorV01OptionsModel
    quantum_program: ExecutorV01QuantumProgramModel
    schema_version: ExecutorV01ParamsModelSchemaVersion | None = ExecutorV01ParamsModelSchemaVersion.V0_1
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
        if cls is not ExecutorV01ParamsModel:
            return derived(cls, ExecutorV01ParamsModel.from_dict(src_dict))
        ExecutorV01OptionsModel, ExecutorV01QuantumProgramModel = _kinds()

        d = as_object(src_dict)
        executor_v01_params_model = cls.__new__(cls)
        executor_v01_params_model.options = ExecutorV01OptionsModel.from_dict(d.pop("options"))
        executor_v01_params_model.quantum_program = ExecutorV01QuantumProgramModel.from_dict(
            d.pop("quantum_program")
        )
        executor_v01_params_model.schema_version = maybe(
            ExecutorV01ParamsModelSchemaVersion, d.pop("schema_version", None)
        )

        executor_v01_params_model.additional_properties = d
        return executor_v01_params_model


@cache
def _kinds() -> tuple[type[ExecutorV01OptionsModel], type[ExecutorV01QuantumProgramModel]]:
    from ..models.executor_v01_options_model import ExecutorV01OptionsModel
    from ..models.executor_v01_quantum_program_model import ExecutorV01QuantumProgramModel

    return ExecutorV01OptionsModel, ExecutorV01QuantumProgramModel
