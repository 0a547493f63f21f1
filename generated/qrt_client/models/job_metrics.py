from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import TYPE_CHECKING, Any, Self

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import OpenObject, as_object, derived, maybe, nothing_more

if TYPE_CHECKING:
    from ..models.job_usage import JobUsage
    from ..models.timestamps import Timestamps


@_attrs_define(repr=False)
class JobMetrics(OpenObject[Any]):
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
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=nothing_more)

    def to_dict(self) -> dict[str, Any]:
        field_dict: dict[str, Any] = dict(self.additional_properties)
        if self.caller is not None:
            field_dict["caller"] = self.caller

        if self.circuits_execution_time_ns is not None:
            field_dict["circuits_execution_time_ns"] = self.circuits_execution_time_ns

        if self.qiskit_version is not None:
            field_dict["qiskit_version"] = self.qiskit_version

        if self.timestamps is not None:
            field_dict["timestamps"] = self.timestamps.to_dict()

        if self.usage is not None:
            field_dict["usage"] = self.usage.to_dict()

        return field_dict

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        if cls is not JobMetrics:
            return derived(cls, JobMetrics.from_dict(src_dict))
        JobUsage, Timestamps = _kinds()

        d = as_object(src_dict)
        job_metrics = cls.__new__(cls)
        job_metrics.caller = d.pop("caller", None)
        job_metrics.circuits_execution_time_ns = d.pop("circuits_execution_time_ns", None)
        job_metrics.qiskit_version = d.pop("qiskit_version", None)
        job_metrics.timestamps = maybe(Timestamps.from_dict, d.pop("timestamps", None))
        job_metrics.usage = maybe(JobUsage.from_dict, d.pop("usage", None))

        job_metrics.additional_properties = d
        return job_metrics


@cache
def _kinds() -> tuple[type[JobUsage], type[Timestamps]]:
    from ..models.job_usage import JobUsage
    from ..models.timestamps import Timestamps

    return JobUsage, Timestamps
