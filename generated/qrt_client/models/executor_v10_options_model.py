from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import TYPE_CHECKING, Any, Self

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import OpenObject, as_object, derived, maybe, nothing_more

if TYPE_CHECKING:
    from ..models.executor_v10_options_model_experimental import ExecutorV10OptionsModelExperimental


@_attrs_define(repr=False)
class ExecutorV10OptionsModel(OpenObject[Any]):
    """Options of execution.

    Attributes:
        experimental (ExecutorV10OptionsModelExperimental | None): Unstable options, which may change or be removed
            without notice.
        init_qubits (bool | None): Whether to reset qubits to the ground state before each shot.
        rep_delay (float | None): Gap between the end of one circuit and the start of the next in a shot loop.
            Needs a backend with `dynamic_reprate_enabled`, and must be in its `rep_delay_range`; null means its
            `default_rep_delay`.
        scheduler_timing (bool | None): Whether to include the circuit's schedule in each item's metadata.
        stretch_values (bool | None): Whether to include resolved stretch values in each item's metadata.
    """

    experimental: ExecutorV10OptionsModelExperimental | None = None
    init_qubits: bool | None = None
    rep_delay: float | None = None
    scheduler_timing: bool | None = None
    stretch_values: bool | None = None
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=nothing_more)

    def to_dict(self) -> dict[str, Any]:
        field_dict: dict[str, Any] = dict(self.additional_properties)
        if self.experimental is not None:
            field_dict["experimental"] = self.experimental.to_dict()

        if self.init_qubits is not None:
            field_dict["init_qubits"] = self.init_qubits

        if self.rep_delay is not None:
            field_dict["rep_delay"] = self.rep_delay

        if self.scheduler_timing is not None:
            field_dict["scheduler_timing"] = self.scheduler_timing

        if self.stretch_values is not None:
            field_dict["stretch_values"] = self.stretch_values

        return field_dict

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        if cls is not ExecutorV10OptionsModel:
            return derived(cls, ExecutorV10OptionsModel.from_dict(src_dict))
        (ExecutorV10OptionsModelExperimental,) = _kinds()

        d = as_object(src_dict)
        executor_v10_options_model = cls.__new__(cls)
        executor_v10_options_model.experimental = maybe(
            ExecutorV10OptionsModelExperimental.from_dict, d.pop("experimental", None)
        )
        executor_v10_options_model.init_qubits = d.pop("init_qubits", None)
        executor_v10_options_model.rep_delay = d.pop("rep_delay", None)
        executor_v10_options_model.scheduler_timing = d.pop("scheduler_timing", None)
        executor_v10_options_model.stretch_values = d.pop("stretch_values", None)

        executor_v10_options_model.additional_properties = d
        return executor_v10_options_model


@cache
def _kinds() -> tuple[type[ExecutorV10OptionsModelExperimental]]:
    from ..models.executor_v10_options_model_experimental import ExecutorV10OptionsModelExperimental

    return (ExecutorV10OptionsModelExperimental,)
