from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Self, cast

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..models.auto import Auto
from ..models.executor_v02_samplex_item_model_item_type import ExecutorV02SamplexItemModelItemType
from ..types import OpenObject, as_object, derived, maybe, nothing_more

if TYPE_CHECKING:
    from ..models.executor_v02_samplex_item_model_samplex_arguments import (
        ExecutorV02SamplexItemModelSamplexArguments,
    )
    from ..models.qpy_model_v13_to_v17 import QpyModelV13ToV17
    from ..models.samplex_model_ssv1_to_ssv2 import SamplexModelSSV1ToSSV2


@_attrs_define(repr=False)
class ExecutorV02SamplexItemModel(OpenObject[Any]):
    """A circuit whose arguments a samplex draws.

    Attributes:
        circuit (QpyModelV13ToV17): A circuit as QPY, version 13 to 17.
        samplex (SamplexModelSSV1ToSSV2): A samplex, serialization version 1 or 2.
        samplex_arguments (ExecutorV02SamplexItemModelSamplexArguments):
        shape (list[int]): Must extend, by broadcasting, the shape that `samplex_arguments` implies; the extra axes
            count randomizations.
        chunk_size (Auto | int | None): How many argument sets at most are bound per shot loop; `auto` leaves it to the
            server. In one program either every item says `auto` or none does; integers only within a session.
        item_type (ExecutorV02SamplexItemModelItemType | None):  Default: ExecutorV02SamplexItemModelItemType.SAMPLEX.
    """

    circuit: QpyModelV13ToV17
    samplex: SamplexModelSSV1ToSSV2
    samplex_arguments: ExecutorV02SamplexItemModelSamplexArguments
    shape: list[int]
    chunk_size: Auto | int | None = None
    item_type: ExecutorV02SamplexItemModelItemType | None = ExecutorV02SamplexItemModelItemType.SAMPLEX
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=nothing_more)

    def to_dict(self) -> dict[str, Any]:
        field_dict: dict[str, Any] = dict(self.additional_properties)
        field_dict["circuit"] = self.circuit.to_dict()

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
        if cls is not ExecutorV02SamplexItemModel:
            return derived(cls, ExecutorV02SamplexItemModel.from_dict(src_dict))
        from ..models.executor_v02_samplex_item_model_samplex_arguments import (
            ExecutorV02SamplexItemModelSamplexArguments,
        )
        from ..models.qpy_model_v13_to_v17 import QpyModelV13ToV17
        from ..models.samplex_model_ssv1_to_ssv2 import SamplexModelSSV1ToSSV2

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

        executor_v02_samplex_item_model = cls.__new__(cls)
        executor_v02_samplex_item_model.circuit = QpyModelV13ToV17.from_dict(d.pop("circuit"))
        executor_v02_samplex_item_model.samplex = SamplexModelSSV1ToSSV2.from_dict(d.pop("samplex"))
        executor_v02_samplex_item_model.samplex_arguments = (
            ExecutorV02SamplexItemModelSamplexArguments.from_dict(d.pop("samplex_arguments"))
        )
        executor_v02_samplex_item_model.shape = d.pop("shape")
        executor_v02_samplex_item_model.chunk_size = chunk_size
        executor_v02_samplex_item_model.item_type = maybe(
            ExecutorV02SamplexItemModelItemType, d.pop("item_type", None)
        )

        executor_v02_samplex_item_model.additional_properties = d
        return executor_v02_samplex_item_model
