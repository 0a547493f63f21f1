from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Self, TypeVar

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import without_nulls

if TYPE_CHECKING:
    from ..models.executor_v01_quantum_program_result_item_model_results import (
        ExecutorV01QuantumProgramResultItemModelResults,
    )


T = TypeVar("T", bound="ExecutorV01QuantumProgramResultItemModel")


@_attrs_define
class ExecutorV01QuantumProgramResultItemModel:
    """Result of one program item.

    Attributes:
        metadata (Any | None): Metadata of the execution of this item.
        results (ExecutorV01QuantumProgramResultItemModelResults | None): Tensor of each result name.
    """

    metadata: Any | None = None
    results: ExecutorV01QuantumProgramResultItemModelResults | None = None
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        metadata = self.metadata

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
        from ..models.executor_v01_quantum_program_result_item_model_results import (
            ExecutorV01QuantumProgramResultItemModelResults,
        )

        d = without_nulls(src_dict, "results")
        metadata = d.pop("metadata", None)

        _results = d.pop("results", None)
        results: ExecutorV01QuantumProgramResultItemModelResults | None
        if _results is None:
            results = None
        else:
            results = ExecutorV01QuantumProgramResultItemModelResults.from_dict(_results)

        executor_v01_quantum_program_result_item_model = cls(
            metadata=metadata,
            results=results,
        )

        executor_v01_quantum_program_result_item_model.additional_properties = d
        return executor_v01_quantum_program_result_item_model

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
