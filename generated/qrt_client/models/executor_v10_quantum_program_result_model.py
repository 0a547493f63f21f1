from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import TYPE_CHECKING, Any, Self

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..models.executor_v10_quantum_program_result_model_schema_version import (
    ExecutorV10QuantumProgramResultModelSchemaVersion,
)
from ..types import OpenObject, as_object, derived, maybe, nothing_more

if TYPE_CHECKING:
    from ..models.executor_v10_metadata_model import ExecutorV10MetadataModel
    from ..models.executor_v10_quantum_program_result_item_model import (
        ExecutorV10QuantumProgramResultItemModel,
    )


@_attrs_define(repr=False)
class ExecutorV10QuantumProgramResultModel(OpenObject[Any]):
    """Result of the program `executor`, schema version 1.0.

    Attributes:
        data (list[ExecutorV10QuantumProgramResultItemModel] | None): One entry per program item.
        metadata (ExecutorV10MetadataModel | None): Metadata of an executed program.
        passthrough_data (Any | None): Nested lists and objects with tensors, texts and numbers at their ends.
        schema_version (ExecutorV10QuantumProgramResultModelSchemaVersion | None):  Default:
            ExecutorV10QuantumProgramResultModelSchemaVersion.V1_0.
        semantic_role (None | str | None): The same as in the program.
    """

    data: list[ExecutorV10QuantumProgramResultItemModel] | None = None
    metadata: ExecutorV10MetadataModel | None = None
    passthrough_data: Any | None = None
    schema_version: ExecutorV10QuantumProgramResultModelSchemaVersion | None = (
        ExecutorV10QuantumProgramResultModelSchemaVersion.V1_0
    )
    semantic_role: None | str = None
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=nothing_more)

    def to_dict(self) -> dict[str, Any]:
        field_dict: dict[str, Any] = dict(self.additional_properties)
        if self.data is not None:
            field_dict["data"] = [item.to_dict() for item in self.data]

        if self.metadata is not None:
            field_dict["metadata"] = self.metadata.to_dict()

        if self.passthrough_data is not None:
            field_dict["passthrough_data"] = self.passthrough_data

        if self.schema_version is not None:
            field_dict["schema_version"] = self.schema_version.value

        if self.semantic_role is not None:
            field_dict["semantic_role"] = self.semantic_role

        return field_dict

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        if cls is not ExecutorV10QuantumProgramResultModel:
            return derived(cls, ExecutorV10QuantumProgramResultModel.from_dict(src_dict))
        ExecutorV10MetadataModel, ExecutorV10QuantumProgramResultItemModel = _kinds()

        d = as_object(src_dict)
        executor_v10_quantum_program_result_model = cls.__new__(cls)
        executor_v10_quantum_program_result_model._read_later(
            src_dict,
            "data",
            d.pop("data", None),
            ExecutorV10QuantumProgramResultItemModel.check_dict,
            ExecutorV10QuantumProgramResultItemModel.from_dict,
        )
        executor_v10_quantum_program_result_model.metadata = maybe(
            ExecutorV10MetadataModel.from_dict, d.pop("metadata", None)
        )
        executor_v10_quantum_program_result_model.passthrough_data = d.pop("passthrough_data", None)
        executor_v10_quantum_program_result_model.schema_version = maybe(
            ExecutorV10QuantumProgramResultModelSchemaVersion, d.pop("schema_version", None)
        )
        executor_v10_quantum_program_result_model.semantic_role = d.pop("semantic_role", None)

        executor_v10_quantum_program_result_model.additional_properties = d
        return executor_v10_quantum_program_result_model


@cache
def _kinds() -> tuple[type[ExecutorV10MetadataModel], type[ExecutorV10QuantumProgramResultItemModel]]:
    from ..models.executor_v10_metadata_model import ExecutorV10MetadataModel
    from ..models.executor_v10_quantum_program_result_item_model import (
        ExecutorV10QuantumProgramResultItemModel,
    )

    return ExecutorV10MetadataModel, ExecutorV10QuantumProgramResultItemModel
