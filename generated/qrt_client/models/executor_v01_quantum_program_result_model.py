from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import TYPE_CHECKING, Any, Self

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..models.executor_v01_quantum_program_result_model_schema_version import (
    ExecutorV01QuantumProgramResultModelSchemaVersion,
)
from ..types import OpenObject, as_object, derived, maybe, nothing_more

if TYPE_CHECKING:
    from ..models.executor_v01_metadata_model import ExecutorV01MetadataModel
    from ..models.executor_v01_quantum_program_result_item_model import (
        ExecutorV01QuantumProgramResultItemModel,
    )


@_attrs_define(repr=False)
class ExecutorV01QuantumProgramResultModel(OpenObject[Any]):
    """Result of the program `executor`, schema version 0.1.

    Attributes:
        data (list[ExecutorV01QuantumProgramResultItemModel] | None): One entry for each program item.
        metadata (ExecutorV01MetadataModel | None): Metadata of an executed program.
        schema_version (ExecutorV01QuantumProgramResultModelSchemaVersion | None):  Default:
            ExecutorV01QuantumProgramResultModelSchemaVersion.V0_1.
    """

    data: list[ExecutorV01QuantumProgramResultItemModel] | None = None
    metadata: ExecutorV01MetadataModel | None = None
    schema_version: ExecutorV01QuantumProgramResultModelSchemaVersion | None = (
        ExecutorV01QuantumProgramResultModelSchemaVersion.V0_1
    )
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=nothing_more)

    def to_dict(self) -> dict[str, Any]:
        field_dict: dict[str, Any] = dict(self.additional_properties)
        if self.data is not None:
            field_dict["data"] = [item.to_dict() for item in self.data]

        if self.metadata is not None:
            field_dict["metadata"] = self.metadata.to_dict()

        if self.schema_version is not None:
            field_dict["schema_version"] = self.schema_version.value

        return field_dict

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        if cls is not ExecutorV01QuantumProgramResultModel:
            return derived(cls, ExecutorV01QuantumProgramResultModel.from_dict(src_dict))
        ExecutorV01MetadataModel, ExecutorV01QuantumProgramResultItemModel = _kinds()

        d = as_object(src_dict)
        executor_v01_quantum_program_result_model = cls.__new__(cls)
        executor_v01_quantum_program_result_model._read_later(
            src_dict,
            "data",
            d.pop("data", None),
            ExecutorV01QuantumProgramResultItemModel.check_dict,
            ExecutorV01QuantumProgramResultItemModel.from_dict,
        )
        executor_v01_quantum_program_result_model.metadata = maybe(
            ExecutorV01MetadataModel.from_dict, d.pop("metadata", None)
        )
        executor_v01_quantum_program_result_model.schema_version = maybe(
            ExecutorV01QuantumProgramResultModelSchemaVersion, d.pop("schema_version", None)
        )

        executor_v01_quantum_program_result_model.additional_properties = d
        return executor_v01_quantum_program_result_model


@cache
def _kinds() -> tuple[type[ExecutorV01MetadataModel], type[ExecutorV01QuantumProgramResultItemModel]]:
    from ..models.executor_v01_metadata_model import ExecutorV01MetadataModel
    from ..models.executor_v01_quantum_program_result_item_model import (
        ExecutorV01QuantumProgramResultItemModel,
    )

    return ExecutorV01MetadataModel, ExecutorV01QuantumProgramResultItemModel
