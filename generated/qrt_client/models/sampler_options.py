from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Self, TypeVar

from attrs import define as _attrs_define

from ..types import UNSET, Unset, without_nulls

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
        default_shots (int | Unset): Shots where neither PUB nor job sets them.
        dynamical_decoupling (DynamicalDecouplingOptions | Unset):
        execution (SamplerExecutionOptions | Unset):
        experimental (SamplerOptionsExperimental | Unset):
        simulator (SimulatorOptions | Unset):
        twirling (TwirlingOptions | Unset):
    """

    default_shots: int | Unset = UNSET
    dynamical_decoupling: DynamicalDecouplingOptions | Unset = UNSET
    execution: SamplerExecutionOptions | Unset = UNSET
    experimental: SamplerOptionsExperimental | Unset = UNSET
    simulator: SimulatorOptions | Unset = UNSET
    twirling: TwirlingOptions | Unset = UNSET

    def to_dict(self) -> dict[str, Any]:
        default_shots = self.default_shots

        dynamical_decoupling: dict[str, Any] | Unset = UNSET
        if not isinstance(self.dynamical_decoupling, Unset):
            dynamical_decoupling = self.dynamical_decoupling.to_dict()

        execution: dict[str, Any] | Unset = UNSET
        if not isinstance(self.execution, Unset):
            execution = self.execution.to_dict()

        experimental: dict[str, Any] | Unset = UNSET
        if not isinstance(self.experimental, Unset):
            experimental = self.experimental.to_dict()

        simulator: dict[str, Any] | Unset = UNSET
        if not isinstance(self.simulator, Unset):
            simulator = self.simulator.to_dict()

        twirling: dict[str, Any] | Unset = UNSET
        if not isinstance(self.twirling, Unset):
            twirling = self.twirling.to_dict()

        field_dict: dict[str, Any] = {}

        field_dict.update({})
        if default_shots is not UNSET:
            field_dict["default_shots"] = default_shots
        if dynamical_decoupling is not UNSET:
            field_dict["dynamical_decoupling"] = dynamical_decoupling
        if execution is not UNSET:
            field_dict["execution"] = execution
        if experimental is not UNSET:
            field_dict["experimental"] = experimental
        if simulator is not UNSET:
            field_dict["simulator"] = simulator
        if twirling is not UNSET:
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
        default_shots = d.pop("default_shots", UNSET)

        _dynamical_decoupling = d.pop("dynamical_decoupling", UNSET)
        dynamical_decoupling: DynamicalDecouplingOptions | Unset
        if isinstance(_dynamical_decoupling, Unset):
            dynamical_decoupling = UNSET
        else:
            dynamical_decoupling = DynamicalDecouplingOptions.from_dict(_dynamical_decoupling)

        _execution = d.pop("execution", UNSET)
        execution: SamplerExecutionOptions | Unset
        if isinstance(_execution, Unset):
            execution = UNSET
        else:
            execution = SamplerExecutionOptions.from_dict(_execution)

        _experimental = d.pop("experimental", UNSET)
        experimental: SamplerOptionsExperimental | Unset
        if isinstance(_experimental, Unset):
            experimental = UNSET
        else:
            experimental = SamplerOptionsExperimental.from_dict(_experimental)

        _simulator = d.pop("simulator", UNSET)
        simulator: SimulatorOptions | Unset
        if isinstance(_simulator, Unset):
            simulator = UNSET
        else:
            simulator = SimulatorOptions.from_dict(_simulator)

        _twirling = d.pop("twirling", UNSET)
        twirling: TwirlingOptions | Unset
        if isinstance(_twirling, Unset):
            twirling = UNSET
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
