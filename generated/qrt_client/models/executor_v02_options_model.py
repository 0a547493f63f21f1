from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Self, TypeVar, cast

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import without_nulls

if TYPE_CHECKING:
    from ..models.executor_v02_options_model_experimental import ExecutorV02OptionsModelExperimental


T = TypeVar("T", bound="ExecutorV02OptionsModel")


@_attrs_define
class ExecutorV02OptionsModel:
    """Options of execution.

    Attributes:
        experimental (ExecutorV02OptionsModelExperimental | None): Unstable options; they may change or go without
            notice.
        init_qubits (bool | None): Whether qubits are reset to the ground state for each shot.
        rep_delay (float | None): Gap between circuits within a shot loop. Needs a backend with
            `dynamic_reprate_enabled`, must lie in its `rep_delay_range`; null takes its `default_rep_delay`.
        scheduler_timing (bool | None): True asks for the schedule of the circuit in each item's metadata.
        stretch_values (bool | None): True asks for resolved stretch values in each item's metadata.
    """

    experimental: ExecutorV02OptionsModelExperimental | None = None
    init_qubits: bool | None = None
    rep_delay: float | None = None
    scheduler_timing: bool | None = None
    stretch_values: bool | None = None
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        experimental: dict[str, Any] | None = None
        if not (self.experimental is None):
            experimental = self.experimental.to_dict()

        init_qubits = self.init_qubits

        rep_delay: float | None
        if self.rep_delay is None:
            rep_delay = None
        else:
            rep_delay = self.rep_delay

        scheduler_timing = self.scheduler_timing

        stretch_values = self.stretch_values

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update({})
        if experimental is not None:
            field_dict["experimental"] = experimental
        if init_qubits is not None:
            field_dict["init_qubits"] = init_qubits
        if rep_delay is not None:
            field_dict["rep_delay"] = rep_delay
        if scheduler_timing is not None:
            field_dict["scheduler_timing"] = scheduler_timing
        if stretch_values is not None:
            field_dict["stretch_values"] = stretch_values

        return field_dict

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        from ..models.executor_v02_options_model_experimental import ExecutorV02OptionsModelExperimental

        d = without_nulls(src_dict, "experimental", "init_qubits", "scheduler_timing", "stretch_values")
        _experimental = d.pop("experimental", None)
        experimental: ExecutorV02OptionsModelExperimental | None
        if _experimental is None:
            experimental = None
        else:
            experimental = ExecutorV02OptionsModelExperimental.from_dict(_experimental)

        init_qubits = d.pop("init_qubits", None)

        def _parse_rep_delay(data: object) -> float | None:
            if data is None:
                return data
            if data is None:
                return data
            return cast(float | None, data)

        rep_delay = _parse_rep_delay(d.pop("rep_delay", None))

        scheduler_timing = d.pop("scheduler_timing", None)

        stretch_values = d.pop("stretch_values", None)

        executor_v02_options_model = cls(
            experimental=experimental,
            init_qubits=init_qubits,
            rep_delay=rep_delay,
            scheduler_timing=scheduler_timing,
            stretch_values=stretch_values,
        )

        executor_v02_options_model.additional_properties = d
        return executor_v02_options_model

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
