from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Self, TypeVar

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import without_nulls

if TYPE_CHECKING:
    from ..models.clops_type import ClopsType
    from ..models.device_status import DeviceStatus
    from ..models.performance_metrics import PerformanceMetrics
    from ..models.processor_type import ProcessorType
    from ..models.wait_time_seconds import WaitTimeSeconds


T = TypeVar("T", bound="Device")


@_attrs_define
class Device:
    """
    Attributes:
        clops (ClopsType | None): Circuit layer operations per second, and how they were judged.
        is_simulator (bool | None):
        name (str | None):
        performance_metrics (PerformanceMetrics | None): Errors of a device in few numbers.
        physical_qubits (int | None): Qubits on the chip, those for other ends included.
        processor_type (ProcessorType | None): The chip.
        qubits (int | None): How many qubits.
        queue_length (int | None): How many jobs wait.
        status (DeviceStatus | None):
        wait_time_seconds (WaitTimeSeconds | None): How long jobs wait before they start; only there when asked for by
            `fields`.
    """

    clops: ClopsType | None = None
    is_simulator: bool | None = None
    name: str | None = None
    performance_metrics: PerformanceMetrics | None = None
    physical_qubits: int | None = None
    processor_type: ProcessorType | None = None
    qubits: int | None = None
    queue_length: int | None = None
    status: DeviceStatus | None = None
    wait_time_seconds: WaitTimeSeconds | None = None
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        clops: dict[str, Any] | None = None
        if not (self.clops is None):
            clops = self.clops.to_dict()

        is_simulator = self.is_simulator

        name = self.name

        performance_metrics: dict[str, Any] | None = None
        if not (self.performance_metrics is None):
            performance_metrics = self.performance_metrics.to_dict()

        physical_qubits = self.physical_qubits

        processor_type: dict[str, Any] | None = None
        if not (self.processor_type is None):
            processor_type = self.processor_type.to_dict()

        qubits = self.qubits

        queue_length = self.queue_length

        status: dict[str, Any] | None = None
        if not (self.status is None):
            status = self.status.to_dict()

        wait_time_seconds: dict[str, Any] | None = None
        if not (self.wait_time_seconds is None):
            wait_time_seconds = self.wait_time_seconds.to_dict()

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update({})
        if clops is not None:
            field_dict["clops"] = clops
        if is_simulator is not None:
            field_dict["is_simulator"] = is_simulator
        if name is not None:
            field_dict["name"] = name
        if performance_metrics is not None:
            field_dict["performance_metrics"] = performance_metrics
        if physical_qubits is not None:
            field_dict["physical_qubits"] = physical_qubits
        if processor_type is not None:
            field_dict["processor_type"] = processor_type
        if qubits is not None:
            field_dict["qubits"] = qubits
        if queue_length is not None:
            field_dict["queue_length"] = queue_length
        if status is not None:
            field_dict["status"] = status
        if wait_time_seconds is not None:
            field_dict["wait_time_seconds"] = wait_time_seconds

        return field_dict

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        from ..models.clops_type import ClopsType
        from ..models.device_status import DeviceStatus
        from ..models.performance_metrics import PerformanceMetrics
        from ..models.processor_type import ProcessorType
        from ..models.wait_time_seconds import WaitTimeSeconds

        d = without_nulls(
            src_dict,
            "clops",
            "is_simulator",
            "name",
            "performance_metrics",
            "physical_qubits",
            "processor_type",
            "qubits",
            "queue_length",
            "status",
            "wait_time_seconds",
        )
        _clops = d.pop("clops", None)
        clops: ClopsType | None
        if _clops is None:
            clops = None
        else:
            clops = ClopsType.from_dict(_clops)

        is_simulator = d.pop("is_simulator", None)

        name = d.pop("name", None)

        _performance_metrics = d.pop("performance_metrics", None)
        performance_metrics: PerformanceMetrics | None
        if _performance_metrics is None:
            performance_metrics = None
        else:
            performance_metrics = PerformanceMetrics.from_dict(_performance_metrics)

        physical_qubits = d.pop("physical_qubits", None)

        _processor_type = d.pop("processor_type", None)
        processor_type: ProcessorType | None
        if _processor_type is None:
            processor_type = None
        else:
            processor_type = ProcessorType.from_dict(_processor_type)

        qubits = d.pop("qubits", None)

        queue_length = d.pop("queue_length", None)

        _status = d.pop("status", None)
        status: DeviceStatus | None
        if _status is None:
            status = None
        else:
            status = DeviceStatus.from_dict(_status)

        _wait_time_seconds = d.pop("wait_time_seconds", None)
        wait_time_seconds: WaitTimeSeconds | None
        if _wait_time_seconds is None:
            wait_time_seconds = None
        else:
            wait_time_seconds = WaitTimeSeconds.from_dict(_wait_time_seconds)

        device = cls(
            clops=clops,
            is_simulator=is_simulator,
            name=name,
            performance_metrics=performance_metrics,
            physical_qubits=physical_qubits,
            processor_type=processor_type,
            qubits=qubits,
            queue_length=queue_length,
            status=status,
            wait_time_seconds=wait_time_seconds,
        )

        device.additional_properties = d
        return device

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
