from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Self, TypeVar

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..models.executor_v01_quantum_program_result_model_schema_version import (
    ExecutorV01QuantumProgramResultModelSchemaVersion,
)
from ..types import as_list, without_nulls

if TYPE_CHECKING:
    from ..models.executor_v01_metadata_model import ExecutorV01MetadataModel
    from ..models.executor_v01_quantum_program_result_item_model import (
        ExecutorV01QuantumProgramResultItemModel,
    )


T = TypeVar("T", bound="ExecutorV01QuantumProgramResultModel")


@_attrs_define
class ExecutorV01QuantumProgramResultModel:
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
        if schema_version is not None:
            field_dict["schema_version"] = schema_version

        return field_dict

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        from ..models.executor_v01_metadata_model import ExecutorV01MetadataModel
        from ..models.executor_v01_quantum_program_result_item_model import (
            ExecutorV01QuantumProgramResultItemModel,
        )

        d = without_nulls(src_dict, "data", "metadata", "schema_version")
        _data = d.pop("data", None)
        data: list[ExecutorV01QuantumProgramResultItemModel] | None = None
        if _data is not None:
            data = []
            for data_item_data in as_list(_data):
                data_item = ExecutorV01QuantumProgramResultItemModel.from_dict(data_item_data)

                data.append(data_item)

        _metadata = d.pop("metadata", None)
        metadata: ExecutorV01MetadataModel | None
        if _metadata is None:
            metadata = None
        else:
            metadata = ExecutorV01MetadataModel.from_dict(_metadata)

        _schema_version = d.pop("schema_version", None)
        schema_version: ExecutorV01QuantumProgramResultModelSchemaVersion | None
        if _schema_version is None:
            schema_version = None
        else:
            schema_version = ExecutorV01QuantumProgramResultModelSchemaVersion(_schema_version)

        executor_v01_quantum_program_result_model = cls(
            data=data,
            metadata=metadata,
            schema_version=schema_version,
        )

        executor_v01_quantum_program_result_model.additional_properties = d
        return executor_v01_quantum_program_result_model

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
