"""Option groups within those of a program: error suppression, mitigation, execution.

Defaults are those that IBM documents for the service (docstrings of qiskit-ibm-runtime 0.51 and the option guides);
an option left `UNSET` is not sent.
"""

# ruff: noqa: RUF009 - the calls declare attrs fields, as attrs.field does

from __future__ import annotations

from typing import TYPE_CHECKING, Any, get_args

import attrs
from attrs import frozen

from qrt_facade._base.coerce import is_integer, is_list
from qrt_facade._programs.options.fields import (
    UNSET,
    Auto,
    Options,
    Unset,
    choice,
    flag,
    group,
    integer,
    numbers,
    real,
    satisfying,
)
from qrt_facade._programs.options.noise import (
    LearnedNoiseModel,
    NoiseModel,
    encode_learned_noise,
    encode_noise_model,
    is_learned_noise,
    is_noise_model,
)
from qrt_facade._programs.options.words import (
    Amplifier,
    Extrapolator,
    Measured,
    Pulses,
    Schedule,
    Slack,
    TwirlingStrategy,
)
from qrt_facade.errors import ConfigurationError

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from qrt_facade._programs.options.group_dicts import (
        LayerNoiseLearningOptionsDict,
        MeasureNoiseLearningOptionsDict,
        PecOptionsDict,
        ZneOptionsDict,
    )

EXTRAPOLATORS = {
    name: 4 if name == "double_exponential" else int(name[-1]) + 1 if name[-1].isdecimal() else 2
    for name in get_args(Extrapolator)
}
"""Extrapolation fits of ZNE -> number of noise factors that they need."""


@frozen(kw_only=True, repr=False)
class DynamicalDecouplingOptions(Options):
    """Pulses on idle qubits that average out slow noise.

    Attributes:
        enable: Whether to insert them. Default False.
        sequence_type: The pulses in an idle time: "XX" two X, "XpXm" X and its inverse, "XY4" X, Y and their
            inverses. Default "XX".
        extra_slack_distribution: Where time that is not a multiple of the system's time step goes: to the "middle"
            or to the "edges" of the sequence. Default "middle".
        scheduling_method: Gates as late ("alap") or as soon ("asap") as possible. Default "alap".
        skip_reset_qubits: Whether to skip idle times right after initialisation or reset. Default False.
    """

    enable: bool | Unset = flag()
    sequence_type: Pulses | Unset = choice(Pulses)
    extra_slack_distribution: Slack | Unset = choice(Slack)
    scheduling_method: Schedule | Unset = choice(Schedule)
    skip_reset_qubits: bool | Unset = flag()


@frozen(kw_only=True, repr=False)
class TwirlingOptions(Options):
    """Pauli twirling: random but equivalent circuits, which turn coherent noise into stochastic noise.

    Attributes:
        enable_gates: Whether to twirl two-qubit Clifford gates. Default False for the sampler; for the estimator
            True from resilience level 2. The service rejects it with fractional gates (error 1519).
        enable_measure: Whether to twirl measurements outside of conditional blocks. Default False for the sampler;
            for the estimator True from resilience level 1.
        num_randomizations: Number of random circuits. Default "auto": shots / shots_per_randomization, rounded up.
        shots_per_randomization: Shots of each of them. Default "auto": the larger of 64 and shots / 32.
        strategy: Which qubits of a layer are twirled: those of its gates ("active"), those active anywhere in the
            circuit ("active-circuit"), those active up to this layer ("active-accum"), or "all".
            Default "active-accum".
    """

    enable_gates: bool | Unset = flag()
    enable_measure: bool | Unset = flag()
    num_randomizations: int | Auto | Unset = integer(1, auto=True)
    shots_per_randomization: int | Auto | Unset = integer(1, auto=True)
    strategy: TwirlingStrategy | Unset = choice(TwirlingStrategy)


@frozen(kw_only=True, repr=False)
class ExecutionOptions(Options):
    """How shots are repeated.

    Attributes:
        init_qubits: Whether each shot begins in the ground state. Default True.
        rep_delay: Seconds from a measurement to the next circuit, within the backend's `rep_delay_range`, which
            its configuration states in microseconds. Default: the backend's `default_rep_delay`.
    """

    init_qubits: bool | Unset = flag()
    rep_delay: float | Unset = real(at_least=0)


@frozen(kw_only=True, repr=False)
class SamplerExecutionOptions(ExecutionOptions):
    """How shots are repeated, and what a sampler returns for them.

    Attributes:
        init_qubits: Whether each shot begins in the ground state. Default True.
        rep_delay: Seconds from a measurement to the next circuit. Default: the backend's.
        meas_type: "classified" returns bits; "kerneled" a complex number for each shot and bit, in arbitrary units;
            "avg_kerneled" their mean over the shots. Default "classified".
    """

    meas_type: Measured | Unset = choice(Measured)


def _are_pairs(value: Any) -> bool:
    return is_list(value) and all(
        is_list(pair) and len(pair) == 2 and all(map(is_integer, pair)) for pair in value
    )


def _are_names(value: Any) -> bool:
    return is_list(value) and all(isinstance(name, str) for name in value)


@frozen(kw_only=True, repr=False)
class SimulatorOptions(Options):
    """Settings of simulators; hardware ignores or rejects them.

    Attributes:
        noise_model: Qiskit Aer's `NoiseModel`, or the dict from its `to_dict()`, whose values are `Any`; or None.
        seed_simulator: Seed of the sampling, or None.
        coupling_map: Directed pairs `[[control, target], ...]`, or None for all.
        basis_gates: Names of the gates that the simulator knows.
    """

    noise_model: Mapping[str, Any] | NoiseModel | Unset | None = satisfying(
        is_noise_model, "Aer's NoiseModel, or its dict", nullable=True
    )
    seed_simulator: int | Unset | None = integer(0, nullable=True)
    coupling_map: Sequence[Sequence[int]] | Unset | None = satisfying(
        _are_pairs, "a list of pairs of qubits", nullable=True
    )
    basis_gates: list[str] | tuple[str, ...] | Unset = satisfying(_are_names, "a list of gate names")

    def to_wire(self) -> dict[str, Any]:
        """Return the options that are set, as JSON, with the noise model in its typed form."""
        model = self.noise_model
        typed = (
            {} if isinstance(model, Unset) or model is None else {"noise_model": encode_noise_model(model)}
        )
        return super().to_wire() | typed


@frozen(kw_only=True, repr=False)
class MeasureNoiseLearningOptions(Options):
    """How measurement noise is learned for its mitigation.

    Attributes:
        num_randomizations: Number of random circuits. Default 32.
        shots_per_randomization: Shots of each. Default "auto".
    """

    num_randomizations: int | Unset = integer(1)
    shots_per_randomization: int | Auto | Unset = integer(1, auto=True)


@frozen(kw_only=True, repr=False)
class LayerNoiseLearningOptions(Options):
    """How noise of layers of two-qubit gates is learned, for PEC and PEA.

    Attributes:
        max_layers_to_learn: Number of unique layers, the most frequent first; None for all. Default 4.
        shots_per_randomization: Shots of each random circuit. Default 128.
        num_randomizations: Random circuits for each depth and measurement basis. Default 32.
        layer_pair_depths: Depths, counted in pairs of the layer. Default [0, 1, 2, 4, 16, 32].
    """

    max_layers_to_learn: int | Unset | None = integer(0, nullable=True)
    shots_per_randomization: int | Unset = integer(1)
    num_randomizations: int | Unset = integer(1)
    layer_pair_depths: Sequence[int] | Unset = numbers(at_least=0, whole=True)


@frozen(kw_only=True, repr=False)
class ZneOptions(Options):
    """Zero-noise extrapolation.

    Attributes:
        amplifier: How noise is amplified: by repeating two-qubit gates at random places ("gate_folding"), from the
            front or from the back of the circuit, or by "pea" (probabilistic error amplification: the layers' noise
            is learned first, and gates are always twirled). Default "gate_folding".
        noise_factors: Noise factors to measure at, at least 1. Default [1, 3, 5].
        extrapolator: One or more fits, tried in this order. Linear and exponential need 2 noise factors, double
            exponential 4, a polynomial one more than its degree. Default ["exponential", "linear"].
        extrapolated_noise_factors: Where the fits are evaluated for `evs_extrapolated`; "auto" for 0 and the noise
            factors. Default "auto".
    """

    amplifier: Amplifier | Unset = choice(Amplifier)
    noise_factors: Sequence[float] | Unset = numbers(at_least=1)
    extrapolator: Extrapolator | Sequence[Extrapolator] | Unset = choice(Extrapolator, several=True)
    extrapolated_noise_factors: Sequence[float] | Auto | Unset = numbers(at_least=0, auto=True)

    def __attrs_post_init__(self) -> None:
        factors = 3 if isinstance(self.noise_factors, Unset) else len(self.noise_factors)
        chosen = ("exponential", "linear") if isinstance(self.extrapolator, Unset) else self.extrapolator
        for name in (chosen,) if isinstance(chosen, str) else chosen:
            needed = EXTRAPOLATORS[name]
            if factors < needed:
                raise ConfigurationError(
                    f"ZneOptions: the extrapolator {name!r} needs at least {needed} noise_factors, not {factors}."
                )


@frozen(kw_only=True, repr=False)
class PecOptions(Options):
    """Probabilistic error cancellation.

    Attributes:
        max_overhead: Largest factor by which sampling may grow; None for no limit. Default 100.
        noise_gain: Fraction of the learned noise that remains: 0 none of it, 1 all of it, above 1 more. Default "auto",
            chosen for each PUB by its noise and `max_overhead`.
    """

    max_overhead: float | Unset | None = real(above=0, nullable=True)
    noise_gain: float | Auto | Unset = real(at_least=0, auto=True)


# Type checkers infer the argument's type from the converter; mypy needs a function for each.
def _measure_noise_learning(
    value: MeasureNoiseLearningOptions | MeasureNoiseLearningOptionsDict | Unset,
) -> MeasureNoiseLearningOptions | Unset:
    return group(MeasureNoiseLearningOptions, value)


def _zne(value: ZneOptions | ZneOptionsDict | Unset) -> ZneOptions | Unset:
    return group(ZneOptions, value)


def _pec(value: PecOptions | PecOptionsDict | Unset) -> PecOptions | Unset:
    return group(PecOptions, value)


def _layer_noise_learning(
    value: LayerNoiseLearningOptions | LayerNoiseLearningOptionsDict | Unset,
) -> LayerNoiseLearningOptions | Unset:
    return group(LayerNoiseLearningOptions, value)


@frozen(kw_only=True, repr=False)
class ResilienceOptions(Options):
    """Error mitigation of the estimator, beyond what its resilience level sets.

    Attributes:
        measure_mitigation: Whether to mitigate measurement errors. Default True from resilience level 1.
        measure_noise_learning: How their noise is learned.
        zne_mitigation: Whether to extrapolate to zero noise. Default True at resilience level 2. Not with PEC.
        zne: How to extrapolate.
        pec_mitigation: Whether to cancel errors probabilistically. Default False. Not with ZNE.
        pec: How to cancel.
        layer_noise_learning: How the noise of layers is learned, for PEC and PEA.
        layer_noise_model: The result of a noise learner, from `job.result()` or as JSON; None to learn the noise again.
    """

    measure_mitigation: bool | Unset = flag()
    measure_noise_learning: MeasureNoiseLearningOptions | Unset = attrs.field(
        default=UNSET, converter=_measure_noise_learning
    )
    zne_mitigation: bool | Unset = flag()
    zne: ZneOptions | Unset = attrs.field(default=UNSET, converter=_zne)
    pec_mitigation: bool | Unset = flag()
    pec: PecOptions | Unset = attrs.field(default=UNSET, converter=_pec)
    layer_noise_learning: LayerNoiseLearningOptions | Unset = attrs.field(
        default=UNSET, converter=_layer_noise_learning
    )
    layer_noise_model: LearnedNoiseModel | Mapping[str, Any] | Sequence[Mapping[str, Any]] | Unset | None = (
        satisfying(
            is_learned_noise, "the result of a noise learner, its JSON, or a list of layers", nullable=True
        )
    )

    def __attrs_post_init__(self) -> None:
        if self.zne_mitigation is True and self.pec_mitigation is True:
            raise ConfigurationError(
                "ResilienceOptions: zne_mitigation and pec_mitigation cannot be combined; set one of them to False."
            )
        learning = self.measure_noise_learning
        if self.measure_mitigation is False and not isinstance(learning, Unset) and learning.given():
            raise ConfigurationError(
                "ResilienceOptions: measure_noise_learning has no effect, because measure_mitigation is False."
            )

    def to_wire(self) -> dict[str, Any]:
        """Return the options that are set, as JSON, with the learned noise in its typed form."""
        wire = super().to_wire()
        if "layer_noise_model" in wire:
            wire["layer_noise_model"] = encode_learned_noise(wire["layer_noise_model"])
        return wire
