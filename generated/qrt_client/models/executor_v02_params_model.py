from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import TYPE_CHECKING, Any, Self

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..models.executor_v02_params_model_schema_version import ExecutorV02ParamsModelSchemaVersion
from ..types import OpenObject, as_object, derived, maybe, nothing_more

if TYPE_CHECKING:
    from ..models.executor_v02_options_model import ExecutorV02OptionsModel
    from ..models.executor_v02_quantum_program_model import ExecutorV02QuantumProgramModel


@_attrs_define(repr=False)
class ExecutorV02ParamsModel(OpenObject[Any]):
    """Input of the program `executor`, schema version 0.2.

    Attributes:
        options (ExecutorV02OptionsModel): Options of execution.
        quantum_program (ExecutorV02QuantumProgramModel): Circuits and how often to run them.
        schema_version (ExecutorV02ParamsModelSchemaVersion | None):  Default:
            ExecutorV02ParamsModelSchemaVersion.V0_2.
    """

    options: ExecutorV02OptionsModel
    quantum_program: ExecutorV02QuantumProgramModel
    schema_version: ExecutorV02ParamsModelSchemaVersion | None = ExecutorV02ParamsModelSchemaVersion.V0_2
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
        if cls is not ExecutorV02ParamsModel:
            return derived(cls, ExecutorV02ParamsModel.from_dict(src_dict))
        ExecutorV02OptionsModel, ExecutorV02QuantumProgramModel = _kinds()

        d = as_object(src_dict)
        executor_v02_params_model = cls.__new__(cls)
        executor_v02_params_model.options = ExecutorV02OptionsModel.from_dict(d.pop("options"))
        executor_v02_params_model.quantum_program = ExecutorV02QuantumProgramModel.from_dict(
            d.pop("quantum_program")
        )
        executor_v02_params_model.schema_version = maybe(
            ExecutorV02ParamsModelSchemaVersion, d.pop("schema_version", None)
        )

        executor_v02_params_model.additional_properties = d
        return executor_v02_params_model


@cache
def _kinds() -> tuple[type[ExecutorV02OptionsModel], type[ExecutorV02QuantumProgramModel]]:
    from ..models.executor_v02_options_model import ExecutorV02OptionsModel
    from ..models.executor_v02_quantum_program_model import ExecutorV02QuantumProgramModel

    return ExecutorV02OptionsModel, ExecutorV02QuantumProgramModel
