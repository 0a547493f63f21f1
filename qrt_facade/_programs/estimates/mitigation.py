"""The mitigation settings of an estimator job, after applying the resilience level to options that are unset.

Source: `finalize_options.py` and the option docstrings of qiskit-ibm-runtime 0.51: level 1 mitigates measurements,
which
    twirls them; level 2 also extrapolates to zero noise, and twirls gates; PEC and PEA twirl both.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from attrs import frozen

from qrt_facade._base.coerce import is_integer, mapping_of
from qrt_facade._programs.estimates.job_numbers import read_factors, read_whole_or_auto
from qrt_facade._programs.estimates.twirls import Twirl
from qrt_facade._service.limits import READOUT_LEARNING_RANDOMIZATIONS, READOUT_LEARNING_SHOTS

if TYPE_CHECKING:
    from collections.abc import Mapping

    from qrt_facade._programs.estimates.builder import EstimateBuilder

NOISE_FACTORS: Final = (1.0, 3.0, 5.0)
"""Default of `zne.noise_factors`: `ZneOptions` of qiskit-ibm-runtime 0.51."""

LAYER_LEARNING: Final[Mapping[str, int]] = {"num_randomizations": 32, "shots_per_randomization": 128}
LAYER_DEPTHS: Final = (0, 1, 2, 4, 16, 32)
LAYER_BASES: Final = 9
"""For each layer "a total of 6 * 9 unique circuits", each with 32 randomizations of 128 shots: docstring of
`LayerNoiseLearningOptions` of qiskit-ibm-runtime 0.51."""

_CANCELLING_SHOTS: Final = 64
"""Shots of each randomization under PEC: "the value is set to `64` for PEC mitigation" (docstring of
`TwirlingOptions.shots_per_randomization` of qiskit-ibm-runtime 0.51)."""

_DEFAULT_LEVEL: Final = 1
_HIGHEST_LEVEL: Final = 2
"""Resilience levels: docstring of `EstimatorOptions.resilience_level` of qiskit-ibm-runtime 0.51."""


@frozen
class Mitigation:
    """Error mitigation of an estimator job.

    Attributes:
        twirl: Twirling settings.
        measurements: Whether readout is mitigated.
        factors: Noise factors; (1.0,) without extrapolation.
        folds: Whether noise is amplified by repeating gates.
        cancels: Whether errors are cancelled probabilistically (PEC).
        learns_layers: Whether the noise of layers is learned first.
        learning: The options `layer_noise_learning`.
        readout_learning: Randomizations and shots with which the noise of measurements is learned.
        readout_auto: Whether the service chooses these shots.
    """

    twirl: Twirl
    measurements: bool
    factors: tuple[float, ...]
    folds: bool
    cancels: bool
    learns_layers: bool
    learning: Mapping[str, Any]
    readout_learning: tuple[int, int]
    readout_auto: bool

    @classmethod
    def of(cls, builder: EstimateBuilder, params: Mapping[str, Any]) -> Mitigation:
        """Read a job's parameters.

        Args:
            builder: The estimate, for notes on invalid parameters.
            params: The parameters.
        """
        options = mapping_of(params.get("options"))
        resilience = mapping_of(options.get("resilience"))
        level = _level(builder, params.get("resilience_level"))
        cancels = bool(resilience.get("pec_mitigation"))
        extrapolates = bool(resilience.get("zne_mitigation", level >= 2)) and not cancels
        zne = mapping_of(resilience.get("zne"))
        amplifies = extrapolates and zne.get("amplifier") == "pea"
        measurements = bool(resilience.get("measure_mitigation", level >= 1))
        learning = mapping_of(resilience.get("measure_noise_learning"))
        randomizations, shots = (
            read_whole_or_auto(builder, f"measure_noise_learning.{name}", learning.get(name))
            if measurements
            else None
            for name in ("num_randomizations", "shots_per_randomization")
        )
        twirl = Twirl.of(
            builder, mapping_of(options.get("twirling")), gates=level >= 2, measurements=level >= 1
        )
        by_layers = cancels or amplifies
        if by_layers or measurements:
            twirl = Twirl(twirl.gates or by_layers, True, twirl.randomizations, twirl.each)
        if cancels and twirl.each == "auto" and twirl.randomizations == "auto":
            twirl = Twirl(twirl.gates, True, "auto", _CANCELLING_SHOTS)
        return cls(
            twirl=twirl,
            measurements=measurements,
            factors=read_factors(builder, zne.get("noise_factors"), NOISE_FACTORS)
            if extrapolates
            else (1.0,),
            folds=extrapolates and not amplifies,
            cancels=cancels,
            learns_layers=by_layers and not resilience.get("layer_noise_model"),
            learning=mapping_of(resilience.get("layer_noise_learning")),
            readout_learning=(
                randomizations or READOUT_LEARNING_RANDOMIZATIONS,
                shots or READOUT_LEARNING_SHOTS,
            ),
            readout_auto=shots is None,
        )


def _level(builder: EstimateBuilder, value: Any) -> int:
    """Return the resilience level; the service's default if it is unset or invalid."""
    if value is None:
        return _DEFAULT_LEVEL
    if is_integer(value) and 0 <= value <= _HIGHEST_LEVEL:
        return int(value)
    builder.is_unknown(f"the effect of a resilience_level other than 0, 1 or 2; {_DEFAULT_LEVEL} is assumed")
    return _DEFAULT_LEVEL
