from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Self

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..models.compressed_tensor_model_dtype import CompressedTensorModelDtype
from ..types import OpenObject, as_object, derived, maybe, nothing_more


@_attrs_define(repr=False)
class CompressedTensorModel(OpenObject[Any]):
    """A compressed array of numbers.

    Attributes:
        data (str | None): Base64 of zlib of the little-endian bytes in C order; booleans are packed into bits, the
            lowest bit first.
        dtype (CompressedTensorModelDtype | None):
        shape (list[int] | None):
    """

    data: str | None = None
    dtype: CompressedTensorModelDtype | None = None
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
        if cls is not CompressedTensorModel:
            return derived(cls, CompressedTensorModel.from_dict(src_dict))

        d = as_object(src_dict)
        compressed_tensor_model = cls.__new__(cls)
        compressed_tensor_model.data = d.pop("data", None)
        compressed_tensor_model.dtype = maybe(CompressedTensorModelDtype, d.pop("dtype", None))
        compressed_tensor_model.shape = d.pop("shape", None)

        compressed_tensor_model.additional_properties = d
        return compressed_tensor_model
