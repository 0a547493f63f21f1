from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Self, TypeVar, cast

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset, without_nulls

T = TypeVar("T", bound="ProcessorType")


@_attrs_define
class ProcessorType:
    """The chip.

    Attributes:
        family (str | Unset): Architecture of the chip.
        revision (float | str | Unset): Variant of the design.
        segment (str | Unset): Part of the chip.
    """

    family: str | Unset = UNSET
    revision: float | str | Unset = UNSET
    segment: str | Unset = UNSET
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        family = self.family

        revision: float | str | Unset
        if isinstance(self.revision, Unset):
            revision = UNSET
        else:
            revision = self.revision

        segment = self.segment

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update({})
        if family is not UNSET:
            field_dict["family"] = family
        if revision is not UNSET:
            field_dict["revision"] = revision
        if segment is not UNSET:
            field_dict["segment"] = segment

        return field_dict

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        d = without_nulls(src_dict, "family", "revision", "segment")
        family = d.pop("family", UNSET)

        def _parse_revision(data: object) -> float | str | Unset:
            if isinstance(data, Unset):
                return data
            return cast(float | str | Unset, data)

        revision = _parse_revision(d.pop("revision", UNSET))

        segment = d.pop("segment", UNSET)

        processor_type = cls(
            family=family,
            revision=revision,
            segment=segment,
        )

        processor_type.additional_properties = d
        return processor_type

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
