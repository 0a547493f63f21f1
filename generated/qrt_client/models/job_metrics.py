from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Self, TypeVar

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import without_nulls

if TYPE_CHECKING:
    from ..models.job_usage import JobUsage
    from ..models.timestamps import Timestamps


T = TypeVar("T", bound="JobMetrics")


@_attrs_define
class JobMetrics:
    """Times and consumption of a job.

    Attributes:
        caller (str | None): The client that submitted the job, from its header `x-qx-client-application`.
        circuits_execution_time_ns (float | None): Time of the circuits on the QPU, in nanoseconds.
        qiskit_version (str | None): Version of Qiskit.
        timestamps (Timestamps | None): When a job changed state; null for a state it never reached.
        usage (JobUsage | None): Consumption of a job.
    """

    caller: str | None = None
    circuits_execution_time_ns: float | None = None
    qiskit_version: str | None = None
    timestamps: Timestamps | None = None
    usage: JobUsage | None = None
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        caller = self.caller

        circuits_execution_time_ns = self.circuits_execution_time_ns

        qiskit_version = self.qiskit_version

        timestamps: dict[str, Any] | None = None
        if not (self.timestamps is None):
            timestamps = self.timestamps.to_dict()

        usage: dict[str, Any] | None = None
        if not (self.usage is None):
            usage = self.usage.to_dict()

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update({})
        if caller is not None:
            field_dict["caller"] = caller
        if circuits_execution_time_ns is not None:
            field_dict["circuits_execution_time_ns"] = circuits_execution_time_ns
        if qiskit_version is not None:
            field_dict["qiskit_version"] = qiskit_version
        if timestamps is not None:
            field_dict["timestamps"] = timestamps
        if usage is not None:
            field_dict["usage"] = usage

        return field_dict

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        from ..models.job_usage import JobUsage
        from ..models.timestamps import Timestamps

        d = without_nulls(
            src_dict, "caller", "circuits_execution_time_ns", "qiskit_version", "timestamps", "usage"
        )
        caller = d.pop("caller", None)

        circuits_execution_time_ns = d.pop("circuits_execution_time_ns", None)

        qiskit_version = d.pop("qiskit_version", None)

        _timestamps = d.pop("timestamps", None)
        timestamps: Timestamps | None
        if _timestamps is None:
            timestamps = None
        else:
            timestamps = Timestamps.from_dict(_timestamps)

        _usage = d.pop("usage", None)
        usage: JobUsage | None
        if _usage is None:
            usage = None
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
