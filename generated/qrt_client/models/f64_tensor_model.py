from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Self, TypeVar, cast

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..models.f64_tensor_model_dtype import F64TensorModelDtype
from ..types import without_nulls

T = TypeVar("T", bound="F64TensorModel")


@_attrs_define
class F64TensorModel:
    """An array of 64-bit floats.

    Attributes:
        data (str | None): Base64 of little-endian IEEE floats in C order.
        dtype (F64TensorModelDtype | None):  Default: F64TensorModelDtype.F64.
        shape (list[int] | None):
    """

    data: str | None = None
    dtype: F64TensorModelDtype | None = F64TensorModelDtype.F64
    shape: list[int] | None = None
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        data = self.data

        dtype: str | None = None
        if not (self.dtype is None):
            dtype = self.dtype.value

        shape: list[int] | None = None
        if not (self.shape is None):
            shape = self.shape

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update({})
        if data is not None:
            field_dict["data"] = data
        if dtype is not None:
            field_dict["dtype"] = dtype
        if shape is not None:
            field_dict["shape"] = shape

        return field_dict

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        d = without_nulls(src_dict, "data", "dtype", "shape")
        data = d.pop("data", None)

        _dtype = d.pop("dtype", None)
        dtype: F64TensorModelDtype | None
        if _dtype is None:
            dtype = None
        else:
            dtype = F64TensorModelDtype(_dtype)

        shape = cast(list[int], d.pop("shape", None))

        f64_tensor_model = cls(
            data=data,
            dtype=dtype,
            shape=shape,
        )

        f64_tensor_model.additional_properties = d
        return f64_tensor_model

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
