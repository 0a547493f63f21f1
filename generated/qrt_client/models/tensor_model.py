from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Self, TypeVar, cast

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..models.tensor_model_dtype import TensorModelDtype
from ..types import without_nulls

T = TypeVar("T", bound="TensorModel")


@_attrs_define
class TensorModel:
    """An array of numbers.

    Attributes:
        data (str | None): Base64, little-endian, C order; booleans are packed into bits, other types are IEEE floats.
        dtype (TensorModelDtype | None):
        shape (list[int] | None):
    """

    data: str | None = None
    dtype: TensorModelDtype | None = None
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
        dtype: TensorModelDtype | None
        if _dtype is None:
            dtype = None
        else:
            dtype = TensorModelDtype(_dtype)

        shape = cast(list[int], d.pop("shape", None))

        tensor_model = cls(
            data=data,
            dtype=dtype,
            shape=shape,
        )

        tensor_model.additional_properties = d
        return tensor_model

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
