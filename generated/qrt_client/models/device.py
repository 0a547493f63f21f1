from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import TYPE_CHECKING, Any, Self

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import OpenObject, as_object, derived, maybe, nothing_more

if TYPE_CHECKING:
    from ..models.clops_type import ClopsType
    from ..models.device_status import DeviceStatus
    from ..models.performance_metrics import PerformanceMetrics
    from ..models.processor_type import ProcessorType
    from ..models.wait_time_seconds import WaitTimeSeconds


@_attrs_define(repr=False)
class Device(OpenObject[Any]):
    """
    Attributes:
        class_ (str | None): Kind of device; `mock` for one that executes dry runs.
        clops (ClopsType | None): Circuit layer operations per second, and how they were judged.
        is_simulator (bool | None):
        name (str | None):
        performance_metrics (PerformanceMetrics | None): Errors of a device in few numbers.
        physical_qubits (int | None): Number of qubits on the chip, including those for other purposes.
        processor_type (ProcessorType | None): The chip.
        qubits (int | None): How many qubits.
        queue_length (int | None): How many jobs wait.
        status (DeviceStatus | None):
        wait_time_seconds (WaitTimeSeconds | None): How long jobs wait before they start; only there when asked for by
            `fields`.
    """

    class_: str | None = None
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
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=nothing_more)

    def to_dict(self) -> dict[str, Any]:
        field_dict: dict[str, Any] = dict(self.additional_properties)
        if self.class_ is not None:
            field_dict["class"] = self.class_

        if self.clops is not None:
            field_dict["clops"] = self.clops.to_dict()

        if self.is_simulator is not None:
            field_dict["is_simulator"] = self.is_simulator

        if self.name is not None:
            field_dict["name"] = self.name

        if self.performance_metrics is not None:
            field_dict["performance_metrics"] = self.performance_metrics.to_dict()

        if self.physical_qubits is not None:
            field_dict["physical_qubits"] = self.physical_qubits

        if self.processor_type is not None:
            field_dict["processor_type"] = self.processor_type.to_dict()

        if self.qubits is not None:
            field_dict["qubits"] = self.qubits

        if self.queue_length is not None:
            field_dict["queue_length"] = self.queue_length

        if self.status is not None:
            field_dict["status"] = self.status.to_dict()

        if self.wait_time_seconds is not None:
            field_dict["wait_time_seconds"] = self.wait_time_seconds.to_dict()

        return field_dict

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        if cls is not Device:
            return derived(cls, Device.from_dict(src_dict))
        ClopsType, DeviceStatus, PerformanceMetrics, ProcessorType, WaitTimeSeconds = _kinds()

        d = as_object(src_dict)
        device = cls.__new__(cls)
        device.class_ = d.pop("class", None)
        device.clops = maybe(ClopsType.from_dict, d.pop("clops", None))
        device.is_simulator = d.pop("is_simulator", None)
        device.name = d.pop("name", None)
        device.performance_metrics = maybe(PerformanceMetrics.from_dict, d.pop("performance_metrics", None))
        device.physical_qubits = d.pop("physical_qubits", None)
        device.processor_type = maybe(ProcessorType.from_dict, d.pop("processor_type", None))
        device.qubits = d.pop("qubits", None)
        device.queue_length = d.pop("queue_length", None)
        device.status = maybe(DeviceStatus.from_dict, d.pop("status", None))
        device.wait_time_seconds = maybe(WaitTimeSeconds.from_dict, d.pop("wait_time_seconds", None))

        device.additional_properties = d
        return device


@cache
def _kinds() -> tuple[
    type[ClopsType], type[DeviceStatus], type[PerformanceMetrics], type[ProcessorType], type[WaitTimeSeconds]
]:
    from ..models.clops_type import ClopsType
    from ..models.device_status import DeviceStatus
    from ..models.performance_metrics import PerformanceMetrics
    from ..models.processor_type import ProcessorType
    from ..models.wait_time_seconds import WaitTimeSeconds

    return ClopsType, DeviceStatus, PerformanceMetrics, ProcessorType, WaitTimeSeconds
