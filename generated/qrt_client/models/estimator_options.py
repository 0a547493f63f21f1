from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Self, TypeVar, cast

from attrs import define as _attrs_define

from ..types import without_nulls

if TYPE_CHECKING:
    from ..models.dynamical_decoupling_options import DynamicalDecouplingOptions
    from ..models.estimator_options_experimental import EstimatorOptionsExperimental
    from ..models.execution_options import ExecutionOptions
    from ..models.resilience_options import ResilienceOptions
    from ..models.simulator_options import SimulatorOptions
    from ..models.twirling_options import TwirlingOptions


T = TypeVar("T", bound="EstimatorOptions")


@_attrs_define
class EstimatorOptions:
    """
    Attributes:
        default_precision (float | None): Precision where neither PUB nor job sets one.
        default_shots (int | None): Shots for each circuit and configuration; goes before `default_precision`.
        dynamical_decoupling (DynamicalDecouplingOptions | None):
        execution (ExecutionOptions | None):
        experimental (EstimatorOptionsExperimental | None):
        resilience (ResilienceOptions | None):
        seed_estimator (int | None): Seed of the sampling.
        simulator (SimulatorOptions | None):
        twirling (TwirlingOptions | None):
    """

    default_precision: float | None = None
    default_shots: int | None = None
    dynamical_decoupling: DynamicalDecouplingOptions | None = None
    execution: ExecutionOptions | None = None
    experimental: EstimatorOptionsExperimental | None = None
    resilience: ResilienceOptions | None = None
    seed_estimator: int | None = None
    simulator: SimulatorOptions | None = None
    twirling: TwirlingOptions | None = None

    def to_dict(self) -> dict[str, Any]:
        default_precision = self.default_precision

        default_shots: int | None
        if self.default_shots is None:
            default_shots = None
        else:
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

        resilience: dict[str, Any] | None = None
        if not (self.resilience is None):
            resilience = self.resilience.to_dict()

        seed_estimator: int | None
        if self.seed_estimator is None:
            seed_estimator = None
        else:
            seed_estimator = self.seed_estimator

        simulator: dict[str, Any] | None = None
        if not (self.simulator is None):
            simulator = self.simulator.to_dict()

        twirling: dict[str, Any] | None = None
        if not (self.twirling is None):
            twirling = self.twirling.to_dict()

        field_dict: dict[str, Any] = {}

        field_dict.update({})
        if default_precision is not None:
            field_dict["default_precision"] = default_precision
        if default_shots is not None:
            field_dict["default_shots"] = default_shots
        if dynamical_decoupling is not None:
            field_dict["dynamical_decoupling"] = dynamical_decoupling
        if execution is not None:
            field_dict["execution"] = execution
        if experimental is not None:
            field_dict["experimental"] = experimental
        if resilience is not None:
            field_dict["resilience"] = resilience
        if seed_estimator is not None:
            field_dict["seed_estimator"] = seed_estimator
        if simulator is not None:
            field_dict["simulator"] = simulator
        if twirling is not None:
            field_dict["twirling"] = twirling

        return field_dict

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        from ..models.dynamical_decoupling_options import DynamicalDecouplingOptions
        from ..models.estimator_options_experimental import EstimatorOptionsExperimental
        from ..models.execution_options import ExecutionOptions
        from ..models.resilience_options import ResilienceOptions
        from ..models.simulator_options import SimulatorOptions
        from ..models.twirling_options import TwirlingOptions

        d = without_nulls(
            src_dict,
            "default_precision",
            "dynamical_decoupling",
            "execution",
            "experimental",
            "resilience",
            "simulator",
            "twirling",
        )
        default_precision = d.pop("default_precision", None)

        def _parse_default_shots(data: object) -> int | None:
            if data is None:
                return data
            if data is None:
                return data
            return cast(int | None, data)

        default_shots = _parse_default_shots(d.pop("default_shots", None))

        _dynamical_decoupling = d.pop("dynamical_decoupling", None)
        dynamical_decoupling: DynamicalDecouplingOptions | None
        if _dynamical_decoupling is None:
            dynamical_decoupling = None
        else:
            dynamical_decoupling = DynamicalDecouplingOptions.from_dict(_dynamical_decoupling)

        _execution = d.pop("execution", None)
        execution: ExecutionOptions | None
        if _execution is None:
            execution = None
        else:
            execution = ExecutionOptions.from_dict(_execution)

        _experimental = d.pop("experimental", None)
        experimental: EstimatorOptionsExperimental | None
        if _experimental is None:
            experimental = None
        else:
            experimental = EstimatorOptionsExperimental.from_dict(_experimental)

        _resilience = d.pop("resilience", None)
        resilience: ResilienceOptions | None
        if _resilience is None:
            resilience = None
        else:
            resilience = ResilienceOptions.from_dict(_resilience)

        def _parse_seed_estimator(data: object) -> int | None:
            if data is None:
                return data
            if data is None:
                return data
            return cast(int | None, data)

        seed_estimator = _parse_seed_estimator(d.pop("seed_estimator", None))

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

        estimator_options = cls(
            default_precision=default_precision,
            default_shots=default_shots,
            dynamical_decoupling=dynamical_decoupling,
            execution=execution,
            experimental=experimental,
            resilience=resilience,
            seed_estimator=seed_estimator,
            simulator=simulator,
            twirling=twirling,
        )

        return estimator_options
