from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Self, TypeVar

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import without_nulls

T = TypeVar("T", bound="Timestamps")


@_attrs_define
class Timestamps:
    """When a job changed state; null for a state it never reached.

    Attributes:
        created (str | None): When the request for the job arrived.
        finished (str | None): When the job ended.
        running (str | None): When the job began to run; null if it never did.
    """

    created: str | None = None
    finished: str | None = None
    running: str | None = None
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        created = self.created

        finished = self.finished

        running = self.running

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update({})
        if created is not None:
            field_dict["created"] = created
        if finished is not None:
            field_dict["finished"] = finished
        if running is not None:
            field_dict["running"] = running

        return field_dict

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        d = without_nulls(src_dict, "created", "finished", "running")
        created = d.pop("created", None)

        finished = d.pop("finished", None)

        running = d.pop("running", None)

        timestamps = cls(
            created=created,
            finished=finished,
            running=running,
        )

        timestamps.additional_properties = d
        return timestamps

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
