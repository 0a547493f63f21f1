"""Typed dicts of the options of programs; groups may be an instance of their class or a dict."""

# ruff: noqa: TC001, TC003 - `typing.get_type_hints` and validators such as pydantic resolve the names here

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, TypedDict

from qrt_facade._base.kinds import RealNumber, WholeNumber
from qrt_facade._programs.options.flip_checks import BitFlipChecksOptions, PostSelectionOptions
from qrt_facade._programs.options.group_dicts import (
    DynamicalDecouplingOptionsDict,
    ExecutionOptionsDict,
    LayerNoiseLearningOptionsDict,
    MeasureNoiseLearningOptionsDict,
    PecOptionsDict,
    PostSelectionOptionsDict,
    SamplerExecutionOptionsDict,
    SimulatorOptionsDict,
    TwirlingOptionsDict,
    ZneOptionsDict,
)
from qrt_facade._programs.options.groups import (
    DynamicalDecouplingOptions,
    ExecutionOptions,
    LayerNoiseLearningOptions,
    MeasureNoiseLearningOptions,
    PecOptions,
    ResilienceOptions,
    SamplerExecutionOptions,
    SimulatorOptions,
    TwirlingOptions,
    ZneOptions,
)
from qrt_facade._programs.options.noise import LearnedNoiseModel
from qrt_facade._programs.options.words import TwirlingStrategy
from qrt_facade._programs.pubs.kinds import ArrayOfValues


class ResilienceOptionsDict(TypedDict, total=False):
    """`ResilienceOptions` as a dict."""

    measure_mitigation: bool
    measure_noise_learning: MeasureNoiseLearningOptions | MeasureNoiseLearningOptionsDict
    zne_mitigation: bool
    zne: ZneOptions | ZneOptionsDict
    pec_mitigation: bool
    pec: PecOptions | PecOptionsDict
    layer_noise_learning: LayerNoiseLearningOptions | LayerNoiseLearningOptionsDict
    layer_noise_model: LearnedNoiseModel | Mapping[str, Any] | Sequence[Mapping[str, Any]] | None


class SamplerOptionsDict(TypedDict, total=False):
    """`SamplerOptions` as a dict."""

    default_shots: WholeNumber
    dynamical_decoupling: DynamicalDecouplingOptions | DynamicalDecouplingOptionsDict
    execution: SamplerExecutionOptions | SamplerExecutionOptionsDict
    twirling: TwirlingOptions | TwirlingOptionsDict
    simulator: SimulatorOptions | SimulatorOptionsDict
    experimental: Mapping[str, Any]


class EstimatorOptionsDict(TypedDict, total=False):
    """`EstimatorOptions` as a dict."""

    seed_estimator: WholeNumber | None
    default_precision: RealNumber
    default_shots: WholeNumber | None
    dynamical_decoupling: DynamicalDecouplingOptions | DynamicalDecouplingOptionsDict
    resilience: ResilienceOptions | ResilienceOptionsDict
    execution: ExecutionOptions | ExecutionOptionsDict
    twirling: TwirlingOptions | TwirlingOptionsDict
    simulator: SimulatorOptions | SimulatorOptionsDict
    experimental: Mapping[str, Any]


class NoiseLearnerOptionsDict(LayerNoiseLearningOptionsDict, total=False):
    """`NoiseLearnerOptions` as a dict."""

    twirling_strategy: TwirlingStrategy
    simulator: SimulatorOptions | SimulatorOptionsDict
    experimental: Mapping[str, Any]
    support_qiskit: bool


class BitFlipChecksOptionsDict(TypedDict, total=False):
    """`BitFlipChecksOptions` as a dict."""

    pre_circuit: PostSelectionOptions | PostSelectionOptionsDict
    post_circuit: PostSelectionOptions | PostSelectionOptionsDict


class NoiseLearnerV3OptionsDict(TypedDict, total=False):
    """`NoiseLearnerV3Options` as a dict."""

    shots_per_randomization: WholeNumber
    num_randomizations: WholeNumber
    layer_pair_depths: Sequence[int] | ArrayOfValues
    bit_flip_checks: BitFlipChecksOptions | BitFlipChecksOptionsDict
    post_selection: PostSelectionOptions | PostSelectionOptionsDict
    init_qubits: bool
    rep_delay: RealNumber
