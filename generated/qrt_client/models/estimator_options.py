from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import TYPE_CHECKING, Any, Self

from attrs import define as _attrs_define

from ..types import as_object, derived, maybe

if TYPE_CHECKING:
    from ..models.dynamical_decoupling_options import DynamicalDecouplingOptions
    from ..models.estimator_options_experimental import EstimatorOptionsExperimental
    from ..models.execution_options import ExecutionOptions
    from ..models.resilience_options import ResilienceOptions
    from ..models.simulator_options import SimulatorOptions
    from ..models.twirling_options import TwirlingOptions


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
        field_dict: dict[str, Any] = {}
        if self.default_precision is not None:
            field_dict["default_precision"] = self.default_precision

        if self.default_shots is not None:
            field_dict["default_shots"] = self.default_shots

        if self.dynamical_decoupling is not None:
            field_dict["dynamical_decoupling"] = self.dynamical_decoupling.to_dict()

        if self.execution is not None:
            field_dict["execution"] = self.execution.to_dict()

        if self.experimental is not None:
            field_dict["experimental"] = self.experimental.to_dict()

        if self.resilience is not None:
            field_dict["resilience"] = self.resilience.to_dict()

        if self.seed_estimator is not None:
            field_dict["seed_estimator"] = self.seed_estimator

        if self.simulator is not None:
            field_dict["simulator"] = self.simulator.to_dict()

        if self.twirling is not None:
            field_dict["twirling"] = self.twirling.to_dict()

        return field_dict

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        if cls is not EstimatorOptions:
            return derived(cls, EstimatorOptions.from_dict(src_dict))
        (
            DynamicalDecouplingOptions,
            EstimatorOptionsExperimental,
            ExecutionOptions,
            ResilienceOptions,
            SimulatorOptions,
            TwirlingOptions,
        ) = _kinds()

        d = as_object(src_dict)
        estimator_options = cls.__new__(cls)
        estimator_options.default_precision = d.pop("default_precision", None)
        estimator_options.default_shots = d.pop("default_shots", None)
        estimator_options.dynamical_decoupling = maybe(
            DynamicalDecouplingOptions.from_dict, d.pop("dynamical_decoupling", None)
        )
        estimator_options.execution = maybe(ExecutionOptions.from_dict, d.pop("execution", None))
        estimator_options.experimental = maybe(
            EstimatorOptionsExperimental.from_dict, d.pop("experimental", None)
        )
        estimator_options.resilience = maybe(ResilienceOptions.from_dict, d.pop("resilience", None))
        estimator_options.seed_estimator = d.pop("seed_estimator", None)
        estimator_options.simulator = maybe(SimulatorOptions.from_dict, d.pop("simulator", None))
        estimator_options.twirling = maybe(TwirlingOptions.from_dict, d.pop("twirling", None))
        return estimator_options


@cache
def _kinds() -> tuple[
    type[DynamicalDecouplingOptions],
    type[EstimatorOptionsExperimental],
    type[ExecutionOptions],
    type[ResilienceOptions],
    type[SimulatorOptions],
    type[TwirlingOptions],
]:
    from ..models.dynamical_decoupling_options import DynamicalDecouplingOptions
    from ..models.estimator_options_experimental import EstimatorOptionsExperimental
    from ..models.execution_options import ExecutionOptions
    from ..models.resilience_options import ResilienceOptions
    from ..models.simulator_options import SimulatorOptions
    from ..models.twirling_options import TwirlingOptions

    return (
        DynamicalDecouplingOptions,
        EstimatorOptionsExperimental,
        ExecutionOptions,
        ResilienceOptions,
        SimulatorOptions,
        TwirlingOptions,
    )
