from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Self

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..models.tensor_model_dtype import TensorModelDtype
from ..types import OpenObject, as_object, derived, maybe, nothing_more


@_attrs_define(repr=False)
class TensorModel(OpenObject[Any]):
    """An array of numbers.

    Attributes:
        data (str | None): Base64, little-endian, C order; booleans are packed into bits, other types are IEEE floats.
        dtype (TensorModelDtype | None):
        shape (list[int] | None):
    """

    data: str | None = None
    dtype: TensorModelDtype | None = None
    shape: list[int] | None = None
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=nothing_more)

    def to_dict(self) -> dict[str, Any]:
        field_dict: dict[str, Any] = dict(self.additional_properties)
        if self.data is not None:
            field_dict["data"] = self.data

        if self.dtype is not None:
            field_dict["dtype"] = self.dtype.value

        if self.shape is not None:
            field_dict["shape"] = self.shape

        return field_dict

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        if cls is not TensorModel:
            return derived(cls, TensorModel.from_dict(src_dict))

        d = as_object(src_dict)
        tensor_model = cls.__new__(cls)
        tensor_model.data = d.pop("data", None)
        tensor_model.dtype = maybe(TensorModelDtype, d.pop("dtype", None))
        tensor_model.shape = d.pop("shape", None)

        tensor_model.additional_properties = d
        return tensor_model
