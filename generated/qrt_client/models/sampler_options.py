from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Self, TypeVar

from attrs import define as _attrs_define

from ..types import without_nulls

if TYPE_CHECKING:
    from ..models.dynamical_decoupling_options import DynamicalDecouplingOptions
    from ..models.sampler_execution_options import SamplerExecutionOptions
    from ..models.sampler_options_experimental import SamplerOptionsExperimental
    from ..models.simulator_options import SimulatorOptions
    from ..models.twirling_options import TwirlingOptions


T = TypeVar("T", bound="SamplerOptions")


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
        default_shots = self.default_shots

        dynamical_decoupling: dict[str, Any] | None = None
        if not (self.dynamical_decoupling is None):
            dynamical_decoupling = self.dynamical_decoupling.to_dict()

        execution: dict[str, Any] | None = None
        if not (self.execution is None):
            execution = self.execution.to_dict()

        experimental: dict[str, Any] | None = None
        if not (self.experimental is None):
            experimental = self.experimental.to_dict()

        simulator: dict[str, Any] | None = None
        if not (self.simulator is None):
            simulator = self.simulator.to_dict()

        twirling: dict[str, Any] | None = None
        if not (self.twirling is None):
            twirling = self.twirling.to_dict()

        field_dict: dict[str, Any] = {}

        field_dict.update({})
        if default_shots is not None:
            field_dict["default_shots"] = default_shots
        if dynamical_decoupling is not None:
            field_dict["dynamical_decoupling"] = dynamical_decoupling
        if execution is not None:
            field_dict["execution"] = execution
        if experimental is not None:
            field_dict["experimental"] = experimental
        if simulator is not None:
            field_dict["simulator"] = simulator
        if twirling is not None:
            field_dict["twirling"] = twirling

        return field_dict

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        from ..models.dynamical_decoupling_options import DynamicalDecouplingOptions
        from ..models.sampler_execution_options import SamplerExecutionOptions
        from ..models.sampler_options_experimental import SamplerOptionsExperimental
        from ..models.simulator_options import SimulatorOptions
        from ..models.twirling_options import TwirlingOptions

        d = without_nulls(
            src_dict,
            "default_shots",
            "dynamical_decoupling",
            "execution",
            "experimental",
            "simulator",
            "twirling",
        )
        default_shots = d.pop("default_shots", None)

        _dynamical_decoupling = d.pop("dynamical_decoupling", None)
        dynamical_decoupling: DynamicalDecouplingOptions | None
        if _dynamical_decoupling is None:
            dynamical_decoupling = None
        else:
            dynamical_decoupling = DynamicalDecouplingOptions.from_dict(_dynamical_decoupling)

        _execution = d.pop("execution", None)
        execution: SamplerExecutionOptions | None
        if _execution is None:
            execution = None
        else:
            execution = SamplerExecutionOptions.from_dict(_execution)

        _experimental = d.pop("experimental", None)
        experimental: SamplerOptionsExperimental | None
        if _experimental is None:
            experimental = None
        else:
            experimental = SamplerOptionsExperimental.from_dict(_experimental)

        _simulator = d.pop("simulator", None)
        simulator: SimulatorOptions | None
        if _simulator is None:
            simulator = None
        else:
            simulator = SimulatorOptions.from_dict(_simulator)

        _twirling = d.pop("twirling", None)
        twirling: TwirlingOptions | None
        if _twirling is None:
            twirling = None
        else:
            twirling = TwirlingOptions.from_dict(_twirling)

        sampler_options = cls(
            default_shots=default_shots,
            dynamical_decoupling=dynamical_decoupling,
            execution=execution,
            experimental=experimental,
            simulator=simulator,
            twirling=twirling,
        )

        return sampler_options
