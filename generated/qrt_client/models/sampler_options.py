from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import TYPE_CHECKING, Any, Self

from attrs import define as _attrs_define

from ..types import as_object, derived, maybe

if TYPE_CHECKING:
    from ..models.dynamical_decoupling_options import DynamicalDecouplingOptions
    from ..models.sampler_execution_options import SamplerExecutionOptions
    from ..models.sampler_options_experimental import SamplerOptionsExperimental
    from ..models.simulator_options import SimulatorOptions
    from ..models.twirling_options import TwirlingOptions


@_attrs_define
class SamplerOptions:
    """
    Attributes:
        default_shots (int | None): Shots where neither PUB nor job sets them.
        dynamical_decoupling (DynamicalDecouplingOptions | None):
        execution (SamplerExecutionOptions | None):
        experimental (SamplerOptionsExperimental | None):
        simulator (SimulatorOptions | None):
        twirling (TwirlingOptions | None):
    """

    default_shots: int | None = None
    dynamical_decoupling: DynamicalDecouplingOptions | None = None
    execution: SamplerExecutionOptions | None = None
    experimental: SamplerOptionsExperimental | None = None
    simulator: SimulatorOptions | None = None
    twirling: TwirlingOptions | None = None

    def to_dict(self) -> dict[str, Any]:
        field_dict: dict[str, Any] = {}
        if self.default_shots is not None:
            field_dict["default_shots"] = self.default_shots

        if self.dynamical_decoupling is not None:
            field_dict["dynamical_decoupling"] = self.dynamical_decoupling.to_dict()

        if self.execution is not None:
            field_dict["execution"] = self.execution.to_dict()

        if self.experimental is not None:
            field_dict["experimental"] = self.experimental.to_dict()

        if self.simulator is not None:
            field_dict["simulator"] = self.simulator.to_dict()

        if self.twirling is not None:
            field_dict["twirling"] = self.twirling.to_dict()

        return field_dict

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        if cls is not SamplerOptions:
            return derived(cls, SamplerOptions.from_dict(src_dict))
        (
            DynamicalDecouplingOptions,
            SamplerExecutionOptions,
            SamplerOptionsExperimental,
            SimulatorOptions,
            TwirlingOptions,
        ) = _kinds()

        d = as_object(src_dict)
        sampler_options = cls.__new__(cls)
        sampler_options.default_shots = d.pop("default_shots", None)
        sampler_options.dynamical_decoupling = maybe(
            DynamicalDecouplingOptions.from_dict, d.pop("dynamical_decoupling", None)
        )
        sampler_options.execution = maybe(SamplerExecutionOptions.from_dict, d.pop("execution", None))
        sampler_options.experimental = maybe(
            SamplerOptionsExperimental.from_dict, d.pop("experimental", None)
        )
        sampler_options.simulator = maybe(SimulatorOptions.from_dict, d.pop("simulator", None))
        sampler_options.twirling = maybe(TwirlingOptions.from_dict, d.pop("twirling", None))
        return sampler_options


@cache
def _kinds() -> tuple[
    type[DynamicalDecouplingOptions],
    type[SamplerExecutionOptions],
    type[SamplerOptionsExperimental],
    type[SimulatorOptions],
    type[TwirlingOptions],
]:
    from ..models.dynamical_decoupling_options import DynamicalDecouplingOptions
    from ..models.sampler_execution_options import SamplerExecutionOptions
    from ..models.sampler_options_experimental import SamplerOptionsExperimental
    from ..models.simulator_options import SimulatorOptions
    from ..models.twirling_options import TwirlingOptions

    return (
        DynamicalDecouplingOptions,
        SamplerExecutionOptions,
        SamplerOptionsExperimental,
        SimulatorOptions,
        TwirlingOptions,
    )
