from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Self, cast

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..models.auto import Auto
from ..models.executor_v11_samplex_item_model_item_type import ExecutorV11SamplexItemModelItemType
from ..types import OpenObject, as_object, derived, maybe, nothing_more

if TYPE_CHECKING:
    from ..models.executor_v11_samplex_item_model_samplex_arguments import (
        ExecutorV11SamplexItemModelSamplexArguments,
    )
    from ..models.samplex_model_ssv1_to_ssv4 import SamplexModelSSV1ToSSV4


@_attrs_define(repr=False)
class ExecutorV11SamplexItemModel(OpenObject[Any]):
    """A samplex that draws the values bound to the circuit at the same index of `circuits`.

    Attributes:
        samplex (SamplexModelSSV1ToSSV4): A samplex, serialization version 1 to 4.
        samplex_arguments (ExecutorV11SamplexItemModelSamplexArguments):
        shape (list[int]): Extends the shape that the arguments imply by broadcasting; further axes are randomizations.
        chunk_size (Auto | int | None): As for circuit items.
        item_type (ExecutorV11SamplexItemModelItemType | None):  Default: ExecutorV11SamplexItemModelItemType.SAMPLEX.
    """

    samplex: SamplexModelSSV1ToSSV4
    samplex_arguments: ExecutorV11SamplexItemModelSamplexArguments
    shape: list[int]
    chunk_size: Auto | int | None = None
    item_type: ExecutorV11SamplexItemModelItemType | None = ExecutorV11SamplexItemModelItemType.SAMPLEX
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=nothing_more)

    def to_dict(self) -> dict[str, Any]:
        field_dict: dict[str, Any] = dict(self.additional_properties)
        field_dict["samplex"] = self.samplex.to_dict()

        field_dict["samplex_arguments"] = self.samplex_arguments.to_dict()

        field_dict["shape"] = self.shape

        if self.chunk_size is not None:
            field_dict["chunk_size"] = (
                self.chunk_size.value if isinstance(self.chunk_size, Auto) else self.chunk_size
            )

        if self.item_type is not None:
            field_dict["item_type"] = self.item_type.value

        return field_dict

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        if cls is not ExecutorV11SamplexItemModel:
            return derived(cls, ExecutorV11SamplexItemModel.from_dict(src_dict))
        from ..models.executor_v11_samplex_item_model_samplex_arguments import (
            ExecutorV11SamplexItemModelSamplexArguments,
        )
        from ..models.samplex_model_ssv1_to_ssv4 import SamplexModelSSV1ToSSV4

        d = as_object(src_dict)

        def _parse_chunk_size(data: object) -> Auto | int | None:
            if data is None:
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                chunk_size_type_1 = Auto(data)

                return chunk_size_type_1
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(Auto | int | None, data)

        chunk_size = _parse_chunk_size(d.pop("chunk_size", None))

        executor_v11_samplex_item_model = cls.__new__(cls)
        executor_v11_samplex_item_model.samplex = SamplexModelSSV1ToSSV4.from_dict(d.pop("samplex"))
        executor_v11_samplex_item_model.samplex_arguments = (
            ExecutorV11SamplexItemModelSamplexArguments.from_dict(d.pop("samplex_arguments"))
        )
        executor_v11_samplex_item_model.shape = d.pop("shape")
        executor_v11_samplex_item_model.chunk_size = chunk_size
        executor_v11_samplex_item_model.item_type = maybe(
            ExecutorV11SamplexItemModelItemType, d.pop("item_type", None)
        )

        executor_v11_samplex_item_model.additional_properties = d
        return executor_v11_samplex_item_model
