from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Self, TypeVar

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset, without_nulls

if TYPE_CHECKING:
    from ..models.job_usage import JobUsage
    from ..models.timestamps import Timestamps


T = TypeVar("T", bound="JobMetrics")


@_attrs_define
class JobMetrics:
    """Times and consumption of a job.

    Attributes:
        caller (str | Unset): The client that submitted the job, from its header `x-qx-client-application`.
        circuits_execution_time_ns (float | Unset): Time of the circuits on the QPU, in nanoseconds.
        qiskit_version (str | Unset): Version of Qiskit.
        timestamps (Timestamps | Unset): When a job changed state; null for a state it never reached.
        usage (JobUsage | Unset): Consumption of a job.
    """

    caller: str | Unset = UNSET
    circuits_execution_time_ns: float | Unset = UNSET
    qiskit_version: str | Unset = UNSET
    timestamps: Timestamps | Unset = UNSET
    usage: JobUsage | Unset = UNSET
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        caller = self.caller

        circuits_execution_time_ns = self.circuits_execution_time_ns

        qiskit_version = self.qiskit_version

        timestamps: dict[str, Any] | Unset = UNSET
        if not isinstance(self.timestamps, Unset):
            timestamps = self.timestamps.to_dict()

        usage: dict[str, Any] | Unset = UNSET
        if not isinstance(self.usage, Unset):
            usage = self.usage.to_dict()

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update({})
        if caller is not UNSET:
            field_dict["caller"] = caller
        if circuits_execution_time_ns is not UNSET:
            field_dict["circuits_execution_time_ns"] = circuits_execution_time_ns
        if qiskit_version is not UNSET:
            field_dict["qiskit_version"] = qiskit_version
        if timestamps is not UNSET:
            field_dict["timestamps"] = timestamps
        if usage is not UNSET:
            field_dict["usage"] = usage

        return field_dict

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        from ..models.job_usage import JobUsage
        from ..models.timestamps import Timestamps

        d = without_nulls(
            src_dict, "caller", "circuits_execution_time_ns", "qiskit_version", "timestamps", "usage"
        )
        caller = d.pop("caller", UNSET)

        circuits_execution_time_ns = d.pop("circuits_execution_time_ns", UNSET)

        qiskit_version = d.pop("qiskit_version", UNSET)

        _timestamps = d.pop("timestamps", UNSET)
        timestamps: Timestamps | Unset
        if isinstance(_timestamps, Unset):
            timestamps = UNSET
        else:
            timestamps = Timestamps.from_dict(_timestamps)

        _usage = d.pop("usage", UNSET)
        usage: JobUsage | Unset
        if isinstance(_usage, Unset):
            usage = UNSET
        else:
            usage = JobUsage.from_dict(_usage)

        job_metrics = cls(
            caller=caller,
            circuits_execution_time_ns=circuits_execution_time_ns,
            qiskit_version=qiskit_version,
            timestamps=timestamps,
            usage=usage,
        )

        job_metrics.additional_properties = d
        return job_metrics

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
