from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Self

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import OpenObject, as_object, derived, nothing_more


@_attrs_define(repr=False)
class Timestamps(OpenObject[Any]):
    """When a job changed state; null for a state it never reached.

    Attributes:
        created (str | None): When the request for the job arrived.
        finished (str | None): When the job ended.
        running (str | None): When the job began to run; null if it never did.
    """

    created: str | None = None
    finished: str | None = None
    running: str | None = None
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=nothing_more)

    def to_dict(self) -> dict[str, Any]:
        field_dict: dict[str, Any] = dict(self.additional_properties)
        if self.created is not None:
            field_dict["created"] = self.created

        if self.finished is not None:
            field_dict["finished"] = self.finished

        if self.running is not None:
            field_dict["running"] = self.running

        return field_dict

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        if cls is not Timestamps:
            return derived(cls, Timestamps.from_dict(src_dict))

        d = as_object(src_dict)
        timestamps = cls.__new__(cls)
        timestamps.created = d.pop("created", None)
        timestamps.finished = d.pop("finished", None)
        timestamps.running = d.pop("running", None)

        timestamps.additional_properties = d
        return timestamps
