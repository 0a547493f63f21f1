"""The options of a program: `params.options` of a sampler, estimator or noise-learner job."""

# ruff: noqa: RUF009 - the calls declare attrs fields, as attrs.field does

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import attrs
from attrs import frozen

from qrt_facade._programs.options.fields import (
    UNSET,
    Options,
    Unset,
    choice,
    flag,
    group,
    instance_of,
    integer,
    real,
)
from qrt_facade._programs.options.groups import (
    DynamicalDecouplingOptions,
    ExecutionOptions,
    LayerNoiseLearningOptions,
    ResilienceOptions,
    SamplerExecutionOptions,
    SimulatorOptions,
    TwirlingOptions,
)
from qrt_facade._programs.options.words import TwirlingStrategy

if TYPE_CHECKING:
    from qrt_facade._programs.options.dicts import ResilienceOptionsDict
    from qrt_facade._programs.options.group_dicts import (
        DynamicalDecouplingOptionsDict,
        ExecutionOptionsDict,
        SamplerExecutionOptionsDict,
        SimulatorOptionsDict,
        TwirlingOptionsDict,
    )


# Type checkers infer the argument's type from the converter; mypy needs a function for each.
def _dynamical_decoupling(
    value: DynamicalDecouplingOptions | DynamicalDecouplingOptionsDict | Unset,
) -> DynamicalDecouplingOptions | Unset:
    return group(DynamicalDecouplingOptions, value)


def _sampler_execution(
    value: SamplerExecutionOptions | SamplerExecutionOptionsDict | Unset,
) -> SamplerExecutionOptions | Unset:
    return group(SamplerExecutionOptions, value)


def _execution(value: ExecutionOptions | ExecutionOptionsDict | Unset) -> ExecutionOptions | Unset:
    return group(ExecutionOptions, value)


def _twirling(value: TwirlingOptions | TwirlingOptionsDict | Unset) -> TwirlingOptions | Unset:
    return group(TwirlingOptions, value)


def _simulator(value: SimulatorOptions | SimulatorOptionsDict | Unset) -> SimulatorOptions | Unset:
    return group(SimulatorOptions, value)


def _resilience(value: ResilienceOptions | ResilienceOptionsDict | Unset) -> ResilienceOptions | Unset:
    return group(ResilienceOptions, value)


@frozen(kw_only=True, repr=False)
class SamplerOptions(Options):
    """Options of a sampler job.

    Groups may be dicts.

    Attributes:
        default_shots: Shots of PUBs that set none, if the job sets none either. Default 4096.
        dynamical_decoupling: Pulses on idle qubits.
        execution: How shots are repeated, and what is returned for them.
        twirling: Pauli twirling.
        simulator: For simulators only.
        experimental: Options that the service may change without notice, as JSON.
    """

    default_shots: int | Unset = integer(1)
    dynamical_decoupling: DynamicalDecouplingOptions | Unset = attrs.field(
        default=UNSET, converter=_dynamical_decoupling
    )
    execution: SamplerExecutionOptions | Unset = attrs.field(default=UNSET, converter=_sampler_execution)
    twirling: TwirlingOptions | Unset = attrs.field(default=UNSET, converter=_twirling)
    simulator: SimulatorOptions | Unset = attrs.field(default=UNSET, converter=_simulator)
    experimental: Mapping[str, Any] | Unset = instance_of("a dict", Mapping)


@frozen(kw_only=True, repr=False)
class EstimatorOptions(Options):
    """Options of an estimator job.

    Groups may be dicts; the resilience level is an argument of the job.

    Attributes:
        seed_estimator: Seed of the sampling, or None.
        default_precision: Target standard error of PUBs that set none. Default 0.015625, which is 1/sqrt(4096).
        default_shots: Shots per circuit and configuration; if set, it replaces `default_precision`.
        dynamical_decoupling: Pulses on idle qubits.
        resilience: Error mitigation.
        execution: How shots are repeated.
        twirling: Pauli twirling.
        simulator: For simulators only.
        experimental: Options that the service may change without notice, as JSON.
    """

    seed_estimator: int | Unset | None = integer(0, nullable=True)
    default_precision: float | Unset = real(above=0)
    default_shots: int | Unset | None = integer(1, nullable=True)
    dynamical_decoupling: DynamicalDecouplingOptions | Unset = attrs.field(
        default=UNSET, converter=_dynamical_decoupling
    )
    resilience: ResilienceOptions | Unset = attrs.field(default=UNSET, converter=_resilience)
    execution: ExecutionOptions | Unset = attrs.field(default=UNSET, converter=_execution)
    twirling: TwirlingOptions | Unset = attrs.field(default=UNSET, converter=_twirling)
    simulator: SimulatorOptions | Unset = attrs.field(default=UNSET, converter=_simulator)
    experimental: Mapping[str, Any] | Unset = instance_of("a dict", Mapping)


@frozen(kw_only=True, repr=False)
class NoiseLearnerOptions(LayerNoiseLearningOptions):
    """Options of a noise-learner job (second version of the program).

    Attributes:
        max_layers_to_learn: Number of unique layers, the most frequent first; None for all. Default 4.
        shots_per_randomization: Shots of each random circuit. Default 128.
        num_randomizations: Random circuits for each depth and measurement basis. Default 32.
        layer_pair_depths: Depths, counted in pairs of the layer. Default [0, 1, 2, 4, 16, 32].
        twirling_strategy: Which qubits of a layer are twirled. Default "active-accum".
        simulator: For simulators only.
        experimental: Options that the service may change without notice, as JSON.
        support_qiskit: Whether the result uses the typed encoding. If unset, this
            package requests it, because that encoding is documented.
    """

    twirling_strategy: TwirlingStrategy | Unset = choice(TwirlingStrategy)
    simulator: SimulatorOptions | Unset = attrs.field(default=UNSET, converter=_simulator)
    experimental: Mapping[str, Any] | Unset = instance_of("a dict", Mapping)
    support_qiskit: bool | Unset = flag()
