from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Self, TypeVar

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..models.executor_v02_params_model_schema_version import ExecutorV02ParamsModelSchemaVersion
from ..types import without_nulls

if TYPE_CHECKING:
    from ..models.executor_v02_options_model import ExecutorV02OptionsModel
    from ..models.executor_v02_quantum_program_model import ExecutorV02QuantumProgramModel


T = TypeVar("T", bound="ExecutorV02ParamsModel")


@_attrs_define
class ExecutorV02ParamsModel:
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
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        options = self.options.to_dict()

        quantum_program = self.quantum_program.to_dict()

        schema_version: str | None = None
        if not (self.schema_version is None):
            schema_version = self.schema_version.value

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "options": options,
                "quantum_program": quantum_program,
            }
        )
        if schema_version is not None:
            field_dict["schema_version"] = schema_version

        return field_dict

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        from ..models.executor_v02_options_model import ExecutorV02OptionsModel
        from ..models.executor_v02_quantum_program_model import ExecutorV02QuantumProgramModel

        d = without_nulls(src_dict, "schema_version")
        options = ExecutorV02OptionsModel.from_dict(d.pop("options"))

        quantum_program = ExecutorV02QuantumProgramModel.from_dict(d.pop("quantum_program"))

        _schema_version = d.pop("schema_version", None)
        schema_version: ExecutorV02ParamsModelSchemaVersion | None
        if _schema_version is None:
            schema_version = None
        else:
            schema_version = ExecutorV02ParamsModelSchemaVersion(_schema_version)

        executor_v02_params_model = cls(
            options=options,
            quantum_program=quantum_program,
            schema_version=schema_version,
        )

        executor_v02_params_model.additional_properties = d
        return executor_v02_params_model

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
