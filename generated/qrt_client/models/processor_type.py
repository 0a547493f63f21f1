from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Self, TypeVar, cast

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import without_nulls

T = TypeVar("T", bound="ProcessorType")


@_attrs_define
class ProcessorType:
    """The chip.

    Attributes:
        family (str | None): Architecture of the chip.
        revision (float | str | None): Variant of the design.
        segment (str | None): Part of the chip.
    """

    family: str | None = None
    revision: float | str | None = None
    segment: str | None = None
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        family = self.family

        revision: float | str | None
        if self.revision is None:
            revision = None
        else:
            revision = self.revision

        segment = self.segment

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update({})
        if family is not None:
            field_dict["family"] = family
        if revision is not None:
            field_dict["revision"] = revision
        if segment is not None:
            field_dict["segment"] = segment

        return field_dict

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        d = without_nulls(src_dict, "family", "revision", "segment")
        family = d.pop("family", None)

        def _parse_revision(data: object) -> float | str | None:
            if data is None:
                return data
            return cast(float | str | None, data)

        revision = _parse_revision(d.pop("revision", None))

        segment = d.pop("segment", None)

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
