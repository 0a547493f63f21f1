from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Self

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..models.billing_status import BillingStatus
from ..types import OpenObject, as_object, check_object, derived, maybe, nothing_more


@_attrs_define(repr=False)
class JobUsage(OpenObject[Any]):
    """Consumption of a job.

    Attributes:
        qpu_charge_time_seconds (float | None): Usage in seconds, on which accounting is based.
        status (BillingStatus | None): `complete` once the job's billing data is settled.
        value (float | None): Usage in resource units (RUs), on which billing is based.
    """

    qpu_charge_time_seconds: float | None = None
    status: BillingStatus | None = None
    value: float | None = None
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=nothing_more)

    def to_dict(self) -> dict[str, Any]:
        field_dict: dict[str, Any] = dict(self.additional_properties)
        if self.qpu_charge_time_seconds is not None:
            field_dict["qpu_charge_time_seconds"] = self.qpu_charge_time_seconds

        if self.status is not None:
            field_dict["status"] = self.status.value

        if self.value is not None:
            field_dict["value"] = self.value

        return field_dict

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        if cls is not JobUsage:
            return derived(cls, JobUsage.from_dict(src_dict))

        d = as_object(src_dict)
        job_usage = cls.__new__(cls)
        job_usage.qpu_charge_time_seconds = d.pop("qpu_charge_time_seconds", None)
        job_usage.status = maybe(BillingStatus, d.pop("status", None))
        job_usage.value = d.pop("value", None)

        job_usage.additional_properties = d
        return job_usage

    @classmethod
    def check_dict(cls, value: object) -> None:
        """Raise the errors of `from_dict`, without building an object."""

        d = check_object(value)
        maybe(BillingStatus, d.get("status"))
