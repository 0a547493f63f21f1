from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import TYPE_CHECKING, Any, Self

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import OpenObject, as_object, check_object, derived, maybe, nothing_more

if TYPE_CHECKING:
    from ..models.executor_v11_quantum_program_result_item_model_results import (
        ExecutorV11QuantumProgramResultItemModelResults,
    )
    from ..models.item_metadata_model import ItemMetadataModel


@_attrs_define(repr=False)
class ExecutorV11QuantumProgramResultItemModel(OpenObject[Any]):
    """Result of one program item.

    Attributes:
        metadata (ItemMetadataModel | None): Metadata of one program item.
        results (ExecutorV11QuantumProgramResultItemModelResults | None): Tensor of each register.
    """

    metadata: ItemMetadataModel | None = None
    results: ExecutorV11QuantumProgramResultItemModelResults | None = None
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=nothing_more)

    def to_dict(self) -> dict[str, Any]:
        field_dict: dict[str, Any] = dict(self.additional_properties)
        if self.metadata is not None:
            field_dict["metadata"] = self.metadata.to_dict()

        if self.results is not None:
            field_dict["results"] = self.results.to_dict()

        return field_dict

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        if cls is not ExecutorV11QuantumProgramResultItemModel:
            return derived(cls, ExecutorV11QuantumProgramResultItemModel.from_dict(src_dict))
        ExecutorV11QuantumProgramResultItemModelResults, ItemMetadataModel = _kinds()

        d = as_object(src_dict)
        executor_v11_quantum_program_result_item_model = cls.__new__(cls)
        executor_v11_quantum_program_result_item_model.metadata = maybe(
            ItemMetadataModel.from_dict, d.pop("metadata", None)
        )
        executor_v11_quantum_program_result_item_model.results = maybe(
            ExecutorV11QuantumProgramResultItemModelResults.from_dict, d.pop("results", None)
        )

        executor_v11_quantum_program_result_item_model.additional_properties = d
        return executor_v11_quantum_program_result_item_model

    @classmethod
    def check_dict(cls, value: object) -> None:
        """Raise the errors of `from_dict`, without building an object."""
        ExecutorV11QuantumProgramResultItemModelResults, ItemMetadataModel = _kinds()

        d = check_object(value)
        maybe(ItemMetadataModel.from_dict, d.get("metadata"))
        maybe(ExecutorV11QuantumProgramResultItemModelResults.from_dict, d.get("results"))


@cache
def _kinds() -> tuple[type[ExecutorV11QuantumProgramResultItemModelResults], type[ItemMetadataModel]]:
    from ..models.executor_v11_quantum_program_result_item_model_results import (
        ExecutorV11QuantumProgramResultItemModelResults,
    )
    from ..models.item_metadata_model import ItemMetadataModel

    return ExecutorV11QuantumProgramResultItemModelResults, ItemMetadataModel
