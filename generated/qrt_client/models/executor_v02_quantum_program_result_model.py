from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Self, TypeVar

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..models.executor_v02_quantum_program_result_model_schema_version import (
    ExecutorV02QuantumProgramResultModelSchemaVersion,
)
from ..types import as_list, without_nulls

if TYPE_CHECKING:
    from ..models.executor_v02_metadata_model import ExecutorV02MetadataModel
    from ..models.executor_v02_quantum_program_result_item_model import (
        ExecutorV02QuantumProgramResultItemModel,
    )


T = TypeVar("T", bound="ExecutorV02QuantumProgramResultModel")


@_attrs_define
class ExecutorV02QuantumProgramResultModel:
    """Result of the program `executor`, schema version 0.2.

    Attributes:
        data (list[ExecutorV02QuantumProgramResultItemModel] | None): One entry for each program item.
        metadata (ExecutorV02MetadataModel | None): Metadata of an executed program.
        passthrough_data (Any | None): Nested lists and objects with tensors, texts and numbers at their ends.
        schema_version (ExecutorV02QuantumProgramResultModelSchemaVersion | None):  Default:
            ExecutorV02QuantumProgramResultModelSchemaVersion.V0_2.
    """

    data: list[ExecutorV02QuantumProgramResultItemModel] | None = None
    metadata: ExecutorV02MetadataModel | None = None
    passthrough_data: Any | None = None
    schema_version: ExecutorV02QuantumProgramResultModelSchemaVersion | None = (
        ExecutorV02QuantumProgramResultModelSchemaVersion.V0_2
    )
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        data: list[dict[str, Any]] | None = None
        if not (self.data is None):
            data = []
            for data_item_data in self.data:
                data_item = data_item_data.to_dict()
                data.append(data_item)

        metadata: dict[str, Any] | None = None
        if not (self.metadata is None):
            metadata = self.metadata.to_dict()

        passthrough_data = self.passthrough_data

        schema_version: str | None = None
        if not (self.schema_version is None):
            schema_version = self.schema_version.value

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update({})
        if data is not None:
            field_dict["data"] = data
        if metadata is not None:
            field_dict["metadata"] = metadata
        if passthrough_data is not None:
            field_dict["passthrough_data"] = passthrough_data
        if schema_version is not None:
            field_dict["schema_version"] = schema_version

        return field_dict

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        from ..models.executor_v02_metadata_model import ExecutorV02MetadataModel
        from ..models.executor_v02_quantum_program_result_item_model import (
            ExecutorV02QuantumProgramResultItemModel,
        )

        d = without_nulls(src_dict, "data", "metadata", "schema_version")
        _data = d.pop("data", None)
        data: list[ExecutorV02QuantumProgramResultItemModel] | None = None
        if _data is not None:
            data = []
            for data_item_data in as_list(_data):
                data_item = ExecutorV02QuantumProgramResultItemModel.from_dict(data_item_data)

                data.append(data_item)

        _metadata = d.pop("metadata", None)
        metadata: ExecutorV02MetadataModel | None
        if _metadata is None:
            metadata = None
        else:
            metadata = ExecutorV02MetadataModel.from_dict(_metadata)

        passthrough_data = d.pop("passthrough_data", None)

        _schema_version = d.pop("schema_version", None)
        schema_version: ExecutorV02QuantumProgramResultModelSchemaVersion | None
        if _schema_version is None:
            schema_version = None
        else:
            schema_version = ExecutorV02QuantumProgramResultModelSchemaVersion(_schema_version)

        executor_v02_quantum_program_result_model = cls(
            data=data,
            metadata=metadata,
            passthrough_data=passthrough_data,
            schema_version=schema_version,
        )

        executor_v02_quantum_program_result_model.additional_properties = d
        return executor_v02_quantum_program_result_model

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
