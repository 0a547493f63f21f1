from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Self

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import OpenObject, as_object, derived, nothing_more


@_attrs_define(repr=False)
class UpdateSessionRequest(OpenObject[Any]):
    """What to change in a session.

    Attributes:
        accepting_jobs (bool): True: jobs can be queued. False: new jobs are refused, and the session closes once
            nothing is left to run.
    """

    accepting_jobs: bool
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=nothing_more)

    def to_dict(self) -> dict[str, Any]:
        field_dict: dict[str, Any] = dict(self.additional_properties)
        field_dict["accepting_jobs"] = self.accepting_jobs

        return field_dict

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        if cls is not UpdateSessionRequest:
            return derived(cls, UpdateSessionRequest.from_dict(src_dict))

        d = as_object(src_dict)
        update_session_request = cls.__new__(cls)
        update_session_request.accepting_jobs = d.pop("accepting_jobs")

        update_session_request.additional_properties = d
        return update_session_request
