from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Self

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..models.f64_compressed_tensor_model_dtype import F64CompressedTensorModelDtype
from ..types import OpenObject, as_object, derived, maybe, nothing_more


@_attrs_define(repr=False)
class F64CompressedTensorModel(OpenObject[Any]):
    """A compressed array of 64-bit floats.

    Attributes:
        data (str): Base64 of zlib of the little-endian bytes in C order.
        shape (list[int]):
        dtype (F64CompressedTensorModelDtype | None):  Default: F64CompressedTensorModelDtype.F64.
    """

    data: str
    shape: list[int]
    dtype: F64CompressedTensorModelDtype | None = F64CompressedTensorModelDtype.F64
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=nothing_more)

    def to_dict(self) -> dict[str, Any]:
        field_dict: dict[str, Any] = dict(self.additional_properties)
        field_dict["data"] = self.data

        field_dict["shape"] = self.shape

        if self.dtype is not None:
            field_dict["dtype"] = self.dtype.value

        return field_dict

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        if cls is not F64CompressedTensorModel:
            return derived(cls, F64CompressedTensorModel.from_dict(src_dict))

        d = as_object(src_dict)
        f64_compressed_tensor_model = cls.__new__(cls)
        f64_compressed_tensor_model.data = d.pop("data")
        f64_compressed_tensor_model.shape = d.pop("shape")
        f64_compressed_tensor_model.dtype = maybe(F64CompressedTensorModelDtype, d.pop("dtype", None))

        f64_compressed_tensor_model.additional_properties = d
        return f64_compressed_tensor_model
