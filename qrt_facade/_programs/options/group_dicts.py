"""Typed dicts of the option groups, with the same names and values as the classes.

Type checkers report a dict literal with an unknown name or a value of the wrong type. A test
compares these with the classes, which validate values and document each option. Numbers may be NumPy's here;
the classes use only Python's types, because their attributes are read.
"""

# ruff: noqa: TC001, TC003 - `typing.get_type_hints` and validators such as pydantic resolve the names here

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, TypedDict

from qrt_facade._base.kinds import RealNumber, WholeNumber
from qrt_facade._programs.options.fields import Auto
from qrt_facade._programs.options.noise import NoiseModel
from qrt_facade._programs.options.words import (
    Amplifier,
    Extrapolator,
    FlipPulse,
    FlipStrategy,
    Measured,
    Pulses,
    Schedule,
    Slack,
    TwirlingStrategy,
)
from qrt_facade._programs.pubs.kinds import ArrayOfValues


class DynamicalDecouplingOptionsDict(TypedDict, total=False):
    """`DynamicalDecouplingOptions` as a dict."""

    enable: bool
    sequence_type: Pulses
    extra_slack_distribution: Slack
    scheduling_method: Schedule
    skip_reset_qubits: bool


class TwirlingOptionsDict(TypedDict, total=False):
    """`TwirlingOptions` as a dict."""

    enable_gates: bool
    enable_measure: bool
    num_randomizations: WholeNumber | Auto
    shots_per_randomization: WholeNumber | Auto
    strategy: TwirlingStrategy


class ExecutionOptionsDict(TypedDict, total=False):
    """`ExecutionOptions` as a dict."""

    init_qubits: bool
    rep_delay: RealNumber


class SamplerExecutionOptionsDict(ExecutionOptionsDict, total=False):
    """`SamplerExecutionOptions` as a dict."""

    meas_type: Measured


class SimulatorOptionsDict(TypedDict, total=False):
    """`SimulatorOptions` as a dict."""

    noise_model: Mapping[str, Any] | NoiseModel | None
    seed_simulator: WholeNumber | None
    coupling_map: Sequence[Sequence[int]] | None
    basis_gates: list[str] | tuple[str, ...]


class MeasureNoiseLearningOptionsDict(TypedDict, total=False):
    """`MeasureNoiseLearningOptions` as a dict."""

    num_randomizations: WholeNumber
    shots_per_randomization: WholeNumber | Auto


class LayerNoiseLearningOptionsDict(TypedDict, total=False):
    """`LayerNoiseLearningOptions` as a dict."""

    max_layers_to_learn: WholeNumber | None
    shots_per_randomization: WholeNumber
    num_randomizations: WholeNumber
    layer_pair_depths: Sequence[int] | ArrayOfValues


class ZneOptionsDict(TypedDict, total=False):
    """`ZneOptions` as a dict."""

    amplifier: Amplifier
    noise_factors: Sequence[float] | ArrayOfValues
    extrapolator: Extrapolator | Sequence[Extrapolator]
    extrapolated_noise_factors: Sequence[float] | ArrayOfValues | Auto


class PecOptionsDict(TypedDict, total=False):
    """`PecOptions` as a dict."""

    max_overhead: RealNumber | None
    noise_gain: RealNumber | Auto


class PostSelectionOptionsDict(TypedDict, total=False):
    """`PostSelectionOptions` as a dict."""

    enable: bool
    x_pulse_type: FlipPulse
    strategy: FlipStrategy
