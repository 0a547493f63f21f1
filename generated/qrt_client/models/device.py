from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Self, TypeVar

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset, without_nulls

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
        clops (ClopsType | Unset): Circuit layer operations per second, and how they were judged.
        is_simulator (bool | Unset):
        name (str | Unset):
        performance_metrics (PerformanceMetrics | Unset): Errors of a device in few numbers.
        physical_qubits (int | Unset): Qubits on the chip, those for other ends included.
        processor_type (ProcessorType | Unset): The chip.
        qubits (int | Unset): How many qubits.
        queue_length (int | Unset): How many jobs wait.
        status (DeviceStatus | Unset):
        wait_time_seconds (WaitTimeSeconds | Unset): How long jobs wait before they start; only there when asked for by
            `fields`.
    """

    clops: ClopsType | Unset = UNSET
    is_simulator: bool | Unset = UNSET
    name: str | Unset = UNSET
    performance_metrics: PerformanceMetrics | Unset = UNSET
    physical_qubits: int | Unset = UNSET
    processor_type: ProcessorType | Unset = UNSET
    qubits: int | Unset = UNSET
    queue_length: int | Unset = UNSET
    status: DeviceStatus | Unset = UNSET
    wait_time_seconds: WaitTimeSeconds | Unset = UNSET
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        clops: dict[str, Any] | Unset = UNSET
        if not isinstance(self.clops, Unset):
            clops = self.clops.to_dict()

        is_simulator = self.is_simulator

        name = self.name

        performance_metrics: dict[str, Any] | Unset = UNSET
        if not isinstance(self.performance_metrics, Unset):
            performance_metrics = self.performance_metrics.to_dict()

        physical_qubits = self.physical_qubits

        processor_type: dict[str, Any] | Unset = UNSET
        if not isinstance(self.processor_type, Unset):
            processor_type = self.processor_type.to_dict()

        qubits = self.qubits

        queue_length = self.queue_length

        status: dict[str, Any] | Unset = UNSET
        if not isinstance(self.status, Unset):
            status = self.status.to_dict()

        wait_time_seconds: dict[str, Any] | Unset = UNSET
        if not isinstance(self.wait_time_seconds, Unset):
            wait_time_seconds = self.wait_time_seconds.to_dict()

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update({})
        if clops is not UNSET:
            field_dict["clops"] = clops
        if is_simulator is not UNSET:
            field_dict["is_simulator"] = is_simulator
        if name is not UNSET:
            field_dict["name"] = name
        if performance_metrics is not UNSET:
            field_dict["performance_metrics"] = performance_metrics
        if physical_qubits is not UNSET:
            field_dict["physical_qubits"] = physical_qubits
        if processor_type is not UNSET:
            field_dict["processor_type"] = processor_type
        if qubits is not UNSET:
            field_dict["qubits"] = qubits
        if queue_length is not UNSET:
            field_dict["queue_length"] = queue_length
        if status is not UNSET:
            field_dict["status"] = status
        if wait_time_seconds is not UNSET:
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
        _clops = d.pop("clops", UNSET)
        clops: ClopsType | Unset
        if isinstance(_clops, Unset):
            clops = UNSET
        else:
            clops = ClopsType.from_dict(_clops)

        is_simulator = d.pop("is_simulator", UNSET)

        name = d.pop("name", UNSET)

        _performance_metrics = d.pop("performance_metrics", UNSET)
        performance_metrics: PerformanceMetrics | Unset
        if isinstance(_performance_metrics, Unset):
            performance_metrics = UNSET
        else:
            performance_metrics = PerformanceMetrics.from_dict(_performance_metrics)

        physical_qubits = d.pop("physical_qubits", UNSET)

        _processor_type = d.pop("processor_type", UNSET)
        processor_type: ProcessorType | Unset
        if isinstance(_processor_type, Unset):
            processor_type = UNSET
        else:
            processor_type = ProcessorType.from_dict(_processor_type)

        qubits = d.pop("qubits", UNSET)

        queue_length = d.pop("queue_length", UNSET)

        _status = d.pop("status", UNSET)
        status: DeviceStatus | Unset
        if isinstance(_status, Unset):
            status = UNSET
        else:
            status = DeviceStatus.from_dict(_status)

        _wait_time_seconds = d.pop("wait_time_seconds", UNSET)
        wait_time_seconds: WaitTimeSeconds | Unset
        if isinstance(_wait_time_seconds, Unset):
            wait_time_seconds = UNSET
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
