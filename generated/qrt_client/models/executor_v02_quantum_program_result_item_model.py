from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Self, TypeVar

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import without_nulls

if TYPE_CHECKING:
    from ..models.executor_v02_quantum_program_result_item_model_results import (
        ExecutorV02QuantumProgramResultItemModelResults,
    )
    from ..models.item_metadata_model import ItemMetadataModel


T = TypeVar("T", bound="ExecutorV02QuantumProgramResultItemModel")


@_attrs_define
class ExecutorV02QuantumProgramResultItemModel:
    """Result of one program item.

    Attributes:
        metadata (ItemMetadataModel | None): Metadata of one program item.
        results (ExecutorV02QuantumProgramResultItemModelResults | None): Tensor of each result name.
    """

    metadata: ItemMetadataModel | None = None
    results: ExecutorV02QuantumProgramResultItemModelResults | None = None
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        metadata: dict[str, Any] | None = None
        if not (self.metadata is None):
            metadata = self.metadata.to_dict()

        results: dict[str, Any] | None = None
        if not (self.results is None):
            results = self.results.to_dict()

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update({})
        if metadata is not None:
            field_dict["metadata"] = metadata
        if results is not None:
            field_dict["results"] = results

        return field_dict

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        from ..models.executor_v02_quantum_program_result_item_model_results import (
            ExecutorV02QuantumProgramResultItemModelResults,
        )
        from ..models.item_metadata_model import ItemMetadataModel

        d = without_nulls(src_dict, "metadata", "results")
        _metadata = d.pop("metadata", None)
        metadata: ItemMetadataModel | None
        if _metadata is None:
            metadata = None
        else:
            metadata = ItemMetadataModel.from_dict(_metadata)

        _results = d.pop("results", None)
        results: ExecutorV02QuantumProgramResultItemModelResults | None
        if _results is None:
            results = None
        else:
            results = ExecutorV02QuantumProgramResultItemModelResults.from_dict(_results)

        executor_v02_quantum_program_result_item_model = cls(
            metadata=metadata,
            results=results,
        )

        executor_v02_quantum_program_result_item_model.additional_properties = d
        return executor_v02_quantum_program_result_item_model

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
