from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Self, TypeVar, cast

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..models.auto import Auto
from ..models.executor_v01_samplex_item_model_item_type import ExecutorV01SamplexItemModelItemType
from ..types import without_nulls

if TYPE_CHECKING:
    from ..models.executor_v01_samplex_item_model_samplex_arguments import (
        ExecutorV01SamplexItemModelSamplexArguments,
    )
    from ..models.qpy_model_v13_to_v16 import QpyModelV13ToV16
    from ..models.samplex_model_ssv1 import SamplexModelSSV1


T = TypeVar("T", bound="ExecutorV01SamplexItemModel")


@_attrs_define
class ExecutorV01SamplexItemModel:
    """A circuit whose arguments a samplex draws.

    Attributes:
        circuit (QpyModelV13ToV16): A circuit as QPY, version 13 to 16.
        samplex (SamplexModelSSV1): A samplex, serialization version 1.
        samplex_arguments (ExecutorV01SamplexItemModelSamplexArguments):
        shape (list[int]): Must extend, by broadcasting, the shape that `samplex_arguments` implies; the extra axes
            count randomizations.
        chunk_size (Auto | int | None): How many argument sets at most are bound per shot loop; `auto` leaves it to the
            server. In one program either every item says `auto` or none does; integers only within a session.
        item_type (ExecutorV01SamplexItemModelItemType | None):  Default: ExecutorV01SamplexItemModelItemType.SAMPLEX.
    """

    circuit: QpyModelV13ToV16
    samplex: SamplexModelSSV1
    samplex_arguments: ExecutorV01SamplexItemModelSamplexArguments
    shape: list[int]
    chunk_size: Auto | int | None = None
    item_type: ExecutorV01SamplexItemModelItemType | None = ExecutorV01SamplexItemModelItemType.SAMPLEX
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        circuit = self.circuit.to_dict()

        samplex = self.samplex.to_dict()

        samplex_arguments = self.samplex_arguments.to_dict()

        shape = self.shape

        chunk_size: int | str | None
        if self.chunk_size is None:
            chunk_size = None
        elif isinstance(self.chunk_size, Auto):
            chunk_size = self.chunk_size.value
        else:
            chunk_size = self.chunk_size

        item_type: str | None = None
        if not (self.item_type is None):
            item_type = self.item_type.value

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "circuit": circuit,
                "samplex": samplex,
                "samplex_arguments": samplex_arguments,
                "shape": shape,
            }
        )
        if chunk_size is not None:
            field_dict["chunk_size"] = chunk_size
        if item_type is not None:
            field_dict["item_type"] = item_type

        return field_dict

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        from ..models.executor_v01_samplex_item_model_samplex_arguments import (
            ExecutorV01SamplexItemModelSamplexArguments,
        )
        from ..models.qpy_model_v13_to_v16 import QpyModelV13ToV16
        from ..models.samplex_model_ssv1 import SamplexModelSSV1

        d = without_nulls(src_dict, "chunk_size", "item_type")
        circuit = QpyModelV13ToV16.from_dict(d.pop("circuit"))

        samplex = SamplexModelSSV1.from_dict(d.pop("samplex"))

        samplex_arguments = ExecutorV01SamplexItemModelSamplexArguments.from_dict(d.pop("samplex_arguments"))

        shape = cast(list[int], d.pop("shape"))

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

        _item_type = d.pop("item_type", None)
        item_type: ExecutorV01SamplexItemModelItemType | None
        if _item_type is None:
            item_type = None
        else:
            item_type = ExecutorV01SamplexItemModelItemType(_item_type)

        executor_v01_samplex_item_model = cls(
            circuit=circuit,
            samplex=samplex,
            samplex_arguments=samplex_arguments,
            shape=shape,
            chunk_size=chunk_size,
            item_type=item_type,
        )

        executor_v01_samplex_item_model.additional_properties = d
        return executor_v01_samplex_item_model

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
