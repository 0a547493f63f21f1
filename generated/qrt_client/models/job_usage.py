from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Self, TypeVar

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..models.billing_status import BillingStatus
from ..types import without_nulls

T = TypeVar("T", bound="JobUsage")


@_attrs_define
class JobUsage:
    """Consumption of a job.

    Attributes:
        qpu_charge_time_seconds (float | None): Usage in seconds, on which accounting is based.
        status (BillingStatus | None): `complete` once the job's billing data is settled.
    """

    qpu_charge_time_seconds: float | None = None
    status: BillingStatus | None = None
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        qpu_charge_time_seconds = self.qpu_charge_time_seconds

        status: str | None = None
        if not (self.status is None):
            status = self.status.value

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update({})
        if qpu_charge_time_seconds is not None:
            field_dict["qpu_charge_time_seconds"] = qpu_charge_time_seconds
        if status is not None:
            field_dict["status"] = status

        return field_dict

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        d = without_nulls(src_dict, "qpu_charge_time_seconds", "status")
        qpu_charge_time_seconds = d.pop("qpu_charge_time_seconds", None)

        _status = d.pop("status", None)
        status: BillingStatus | None
        if _status is None:
            status = None
        else:
            status = BillingStatus(_status)

        job_usage = cls(
            qpu_charge_time_seconds=qpu_charge_time_seconds,
            status=status,
        )

        job_usage.additional_properties = d
        return job_usage

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
