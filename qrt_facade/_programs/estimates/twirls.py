"""The effect of twirling: shots rounded up to whole randomizations, and additional gates.

Source of the rules: docstrings of `TwirlingOptions` of qiskit-ibm-runtime 0.51. "The `shots` value specified in a PUB
or in the `run()` method is considered part of the primitive execution interface and therefore is always obeyed", while
"the product of `num_randomizations` and `shots_per_randomization` takes precedence over `default_shots`".
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal

from attrs import evolve, frozen

from qrt_facade._programs.estimates.job_numbers import read_whole_or_auto
from qrt_facade._programs.through_executor.twirling import twirling_shots

if TYPE_CHECKING:
    from collections.abc import Mapping

    from qrt_facade._circuits.durations import CircuitDuration
    from qrt_facade._programs.estimates.builder import EstimateBuilder
    from qrt_facade._programs.estimates.lengths import SweptCircuit

_PAIR_GATES = ("cz", "ecr", "cx", "rzz")


@frozen
class Twirl:
    """Twirling settings of a job.

    Attributes:
        gates: Whether two-qubit gates are twirled.
        measurements: Whether measurements are twirled.
        randomizations: Number of random circuits.
        each: Shots of each random circuit.
    """

    gates: bool
    measurements: bool
    randomizations: int | Literal["auto"] = "auto"
    each: int | Literal["auto"] = "auto"

    @classmethod
    def of(
        cls, builder: EstimateBuilder, options: Mapping[str, Any], *, gates: bool, measurements: bool
    ) -> Twirl:
        """Read the options.

        Args:
            builder: The estimate, for notes on invalid options.
            options: The options `twirling`.
            gates: Default for twirling gates.
            measurements: Default for twirling measurements.
        """
        return cls(
            bool(options.get("enable_gates", gates)),
            bool(options.get("enable_measure", measurements)),
            read_whole_or_auto(builder, "twirling.num_randomizations", options.get("num_randomizations"))
            or "auto",
            read_whole_or_auto(
                builder, "twirling.shots_per_randomization", options.get("shots_per_randomization")
            )
            or "auto",
        )

    def shots(self, asked: int | None, default: int) -> int:
        """Return the shots of one bound circuit, summed over all randomizations.

        Args:
            asked: Shots of the PUB or of the job, or None.
            default: Shots if neither sets any.
        """
        shots = asked or default
        if not (self.gates or self.measurements):
            return shots
        number, each = twirling_shots(shots, self.randomizations, self.each)
        both = self.randomizations != "auto" and self.each != "auto"
        return shots if both and asked else number * each


def twirled_length(
    swept: SweptCircuit, builder: EstimateBuilder, twirl: Twirl, *, folding: float = 1.0
) -> CircuitDuration:
    """Return the duration of one shot of a twirled circuit: with two `sx` before each two-qubit gate and readout.

    The two `sx` absorb one-qubit gates between two layers, as samplomatic, which qiskit-ibm-runtime 0.51 uses for
    twirling, dresses its boxes.

    Args:
        swept: The circuit.
        builder: The estimate, for the assumption.
        twirl: Twirling settings.
        folding: How often each two-qubit gate runs.
    """
    if not (twirl.gates or twirl.measurements):
        return swept.length(folding=folding)
    turn = 2 * swept.longest(("sx",))
    length = swept.length(folding=folding, dressing=turn if twirl.gates else 0.0)
    if twirl.gates and swept.longest(_PAIR_GATES):
        builder.assume("twirling replaces the single-qubit gates before each two-qubit gate by two gates")
    return evolve(length, seconds=length.seconds + turn)
