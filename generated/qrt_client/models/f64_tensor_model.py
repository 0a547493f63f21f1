from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Self

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..models.f64_tensor_model_dtype import F64TensorModelDtype
from ..types import OpenObject, as_object, derived, maybe, nothing_more


@_attrs_define(repr=False)
class F64TensorModel(OpenObject[Any]):
    """An array of 64-bit floats.

    Attributes:
        data (str | None): Base64 of little-endian IEEE floats in C order.
        dtype (F64TensorModelDtype | None):  Default: F64TensorModelDtype.F64.
        shape (list[int] | None):
    """

    data: str | None = None
    dtype: F64TensorModelDtype | None = F64TensorModelDtype.F64
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
        if cls is not F64TensorModel:
            return derived(cls, F64TensorModel.from_dict(src_dict))

        d = as_object(src_dict)
        f64_tensor_model = cls.__new__(cls)
        f64_tensor_model.data = d.pop("data", None)
        f64_tensor_model.dtype = maybe(F64TensorModelDtype, d.pop("dtype", None))
        f64_tensor_model.shape = d.pop("shape", None)

        f64_tensor_model.additional_properties = d
        return f64_tensor_model
