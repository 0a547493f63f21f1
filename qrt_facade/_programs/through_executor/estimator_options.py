"""Resolve an estimator's options and resilience level when this package does the work of the estimator."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any, Final, Literal

from attrs import frozen

from qrt_facade._base.arguments import checked_whole
from qrt_facade._programs.options.programs import EstimatorOptions
from qrt_facade._programs.through_executor.sampler_options import (
    executor_options,
    refuse_decoupling,
    refuse_simulator,
    unavailable,
)
from qrt_facade._service.limits import DEFAULT_SHOTS, shots_for
from qrt_facade.errors import ConfigurationError

if TYPE_CHECKING:
    from collections.abc import Mapping

    from qrt_facade._programs.executor.program import ExecutorOptions

_DEFAULT_LEVEL: Final = 1


@frozen
class Resolved:
    """An estimator's options after applying defaults and the resilience level.

    Attributes:
        precision: Target standard error of PUBs that set none.
        shots: Shots for that precision.
        mitigates: Whether readout errors are mitigated.
        twirls: Whether measurements are twirled, which mitigation needs.
        randomizations: Random circuits of the twirling.
        shots_per_randomization: Shots of each.
        learning_randomizations: Random circuits of the calibration; None for the default.
        learning_shots: Shots of each; None for those of the program.
        seed: Seed of the twirling if the options set one.
        executor: Options of the executor.
    """

    precision: float
    shots: int
    mitigates: bool
    twirls: bool
    randomizations: int | Literal["auto"]
    shots_per_randomization: int | Literal["auto"]
    learning_randomizations: int | None
    learning_shots: int | None
    seed: int | None
    executor: ExecutorOptions

    def metadata(self) -> dict[str, Any]:
        """Return the metadata of the result, in the form of the service's estimator."""
        return {
            "dynamical_decoupling": {"enable": False},
            "twirling": {
                "enable_gates": False,
                "enable_measure": self.twirls,
                "num_randomizations": self.randomizations,
                "shots_per_randomization": self.shots_per_randomization,
            },
            "resilience": {
                "measure_mitigation": self.mitigates,
                "zne_mitigation": False,
                "pec_mitigation": False,
            },
            "version": 2,
        }


def resolve(
    options: EstimatorOptions | Mapping[str, Any] | None,
    resilience_level: int | None,
    precision: float | None,
) -> Resolved:
    """Apply defaults and the resilience level to options.

    The defaults of levels are those of IBM's client (`finalize_estimator_options` of qiskit-ibm-runtime 0.51), and so
    is the rule that mitigation of readout errors enables twirling of measurements.

    Args:
        options: `EstimatorOptions`, or a dict of the same names.
        resilience_level: 0 to 2, or None for the service's default, 1.
        precision: Target standard error of PUBs that set none; None to use the options.

    Raises:
        ConfigurationError: An option is invalid, or not supported on the executor.
    """
    level = (
        _DEFAULT_LEVEL
        if resilience_level is None
        else checked_whole("resilience_level", resilience_level, most=2)
    )
    chosen = EstimatorOptions.read(options)
    wire = chosen.to_wire()
    resilience, twirling = wire.get("resilience", {}), wire.get("twirling", {})
    _refuse(chosen, wire, level)
    mitigates = bool(resilience.get("measure_mitigation", level >= 1))
    learning = resilience.get("measure_noise_learning", {})
    if learning and not mitigates:
        raise ConfigurationError(
            "measure_noise_learning has no effect, because resilience level 0 does not mitigate measurements; "
            "also set measure_mitigation=True."
        )
    shots_per_randomization = learning.get("shots_per_randomization", "auto")
    shots = wire.get("default_shots")
    if precision is not None or not shots:
        default: float = wire.get("default_precision") or DEFAULT_SHOTS**-0.5
        precision = precision or default
        shots = shots_for(precision)
    return Resolved(
        precision=1 / math.sqrt(shots) if precision is None else precision,
        shots=shots,
        mitigates=mitigates,
        twirls=mitigates or bool(twirling.get("enable_measure", level >= 1)),
        randomizations=twirling.get("num_randomizations", "auto"),
        shots_per_randomization=twirling.get("shots_per_randomization", "auto"),
        learning_randomizations=learning.get("num_randomizations"),
        learning_shots=None if shots_per_randomization == "auto" else shots_per_randomization,
        seed=wire.get("seed_estimator"),
        executor=executor_options(chosen.execution, wire.get("experimental")),
    )


def _refuse(chosen: EstimatorOptions, wire: Mapping[str, Any], level: int) -> None:
    """Refuse options that need more than a choice of angles: other circuits, learned noise, or a simulator."""
    refuse_decoupling(chosen.dynamical_decoupling, "estimator")
    refuse_simulator(chosen.simulator, "estimator")
    resilience, twirling = wire.get("resilience", {}), wire.get("twirling", {})
    second = level == 2
    turned_on = {
        "twirling.enable_gates=True": twirling.get("enable_gates", second),
        "resilience.zne_mitigation=True": resilience.get("zne_mitigation", second),
        "resilience.pec_mitigation=True": resilience.get("pec_mitigation", False),
    }
    if refused := [name for name, on in turned_on.items() if on]:
        by = "resilience_level=2, which enables " if second else ""
        raise unavailable(by + " and ".join(refused), "estimator")
