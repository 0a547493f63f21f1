from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Self, TypeVar, cast

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..models.f64_tensor_model_dtype import F64TensorModelDtype
from ..types import UNSET, Unset, without_nulls

T = TypeVar("T", bound="F64TensorModel")


@_attrs_define
class F64TensorModel:
    """An array of 64-bit floats.

    Attributes:
        data (str | Unset): Base64 of little-endian IEEE floats in C order.
        dtype (F64TensorModelDtype | Unset):  Default: F64TensorModelDtype.F64.
        shape (list[int] | Unset):
    """

    data: str | Unset = UNSET
    dtype: F64TensorModelDtype | Unset = F64TensorModelDtype.F64
    shape: list[int] | Unset = UNSET
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        data = self.data

        dtype: str | Unset = UNSET
        if not isinstance(self.dtype, Unset):
            dtype = self.dtype.value

        shape: list[int] | Unset = UNSET
        if not isinstance(self.shape, Unset):
            shape = self.shape

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update({})
        if data is not UNSET:
            field_dict["data"] = data
        if dtype is not UNSET:
            field_dict["dtype"] = dtype
        if shape is not UNSET:
            field_dict["shape"] = shape

        return field_dict

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        d = without_nulls(src_dict, "data", "dtype", "shape")
        data = d.pop("data", UNSET)

        _dtype = d.pop("dtype", UNSET)
        dtype: F64TensorModelDtype | Unset
        if isinstance(_dtype, Unset):
            dtype = UNSET
        else:
            dtype = F64TensorModelDtype(_dtype)

        shape = cast(list[int], d.pop("shape", UNSET))

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
