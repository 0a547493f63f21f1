from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Self

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import OpenObject, as_object, maybe, nothing_more

if TYPE_CHECKING:
    from ..models.executor_v01_quantum_program_result_item_model_results import (
        ExecutorV01QuantumProgramResultItemModelResults,
    )


@_attrs_define(repr=False)
class ExecutorV01QuantumProgramResultItemModel(OpenObject[Any]):
    """Result of one program item.

    Attributes:
        metadata (Any | None): Metadata of the execution of this item.
        results (ExecutorV01QuantumProgramResultItemModelResults | None): Tensor of each result name.
    """

    metadata: Any | None = None
    results: ExecutorV01QuantumProgramResultItemModelResults | None = None
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=nothing_more)

    def to_dict(self) -> dict[str, Any]:
        field_dict: dict[str, Any] = dict(self.additional_properties)
        if self.metadata is not None:
            field_dict["metadata"] = self.metadata

        if self.results is not None:
            field_dict["results"] = self.results.to_dict()

        return field_dict

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        from ..models.executor_v01_quantum_program_result_item_model_results import (
            ExecutorV01QuantumProgramResultItemModelResults,
        )

        d = as_object(src_dict)
        executor_v01_quantum_program_result_item_model = cls(
            metadata=d.pop("metadata", None),
            results=maybe(ExecutorV01QuantumProgramResultItemModelResults.from_dict, d.pop("results", None)),
        )

        executor_v01_quantum_program_result_item_model.additional_properties = d
        return executor_v01_quantum_program_result_item_model
