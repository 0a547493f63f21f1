"""What twirling adds: shots that are rounded up to whole randomizations, and gates.

Source of the rules: docstrings of `TwirlingOptions` of qiskit-ibm-runtime 0.51. "The `shots` value specified in a PUB or in the
`run()` method is considered part of the primitive execution interface and therefore is always obeyed", while "the product of
`num_randomizations` and `shots_per_randomization` takes precedence over `default_shots`".
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal

from attrs import evolve, frozen

from qrt_facade._programs.estimates.given import given_whole_or_auto
from qrt_facade._programs.through_executor.twirling import twirling_shots

if TYPE_CHECKING:
    from collections.abc import Mapping

    from qrt_facade._circuits.durations import CircuitDuration
    from qrt_facade._programs.estimates.lengths import SweptCircuit
    from qrt_facade._programs.estimates.tally import Tally

_PAIR_GATES = ("cz", "ecr", "cx", "rzz")


@frozen
class Twirl:
    """How a job is twirled.

    Attributes:
        gates: Whether gates on two qubits are.
        measurements: Whether measurements are.
        randomizations: How many random circuits there are.
        each: The shots of each.
    """

    gates: bool
    measurements: bool
    randomizations: int | Literal["auto"] = "auto"
    each: int | Literal["auto"] = "auto"

    @classmethod
    def of(cls, tally: Tally, options: Mapping[str, Any], *, gates: bool, measurements: bool) -> Twirl:
        """Read the options.

        Args:
            tally: The job.
            options: Those of the group `twirling`.
            gates: Whether gates are twirled where the options say nothing.
            measurements: The same of measurements.
        """
        return cls(
            bool(options.get("enable_gates", gates)),
            bool(options.get("enable_measure", measurements)),
            given_whole_or_auto(tally, "twirling.num_randomizations", options.get("num_randomizations"))
            or "auto",
            given_whole_or_auto(
                tally, "twirling.shots_per_randomization", options.get("shots_per_randomization")
            )
            or "auto",
        )

    def shots(self, asked: int | None, default: int) -> int:
        """Return the shots of one bound circuit, all randomizations together.

        Args:
            asked: Shots of the PUB or of the job, or None.
            default: Shots where neither has any.
        """
        shots = asked or default
        if not (self.gates or self.measurements):
            return shots
        number, each = twirling_shots(shots, self.randomizations, self.each)
        both = self.randomizations != "auto" and self.each != "auto"
        return shots if both and asked else number * each


def twirled_length(
    swept: SweptCircuit, tally: Tally, twirl: Twirl, *, folding: float = 1.0
) -> CircuitDuration:
    """Return how long one shot of a circuit takes that is twirled: with two `sx` before each gate on two qubits and readout.

    The two `sx` take in the gates on one qubit that stand between two layers, as samplomatic, which qiskit-ibm-runtime 0.51
    twirls with, dresses its boxes.

    Args:
        swept: The circuit.
        tally: The job.
        twirl: How it is twirled.
        folding: How often each gate on two qubits runs.
    """
    if not (twirl.gates or twirl.measurements):
        return swept.length(folding=folding)
    turn = 2 * swept.longest(("sx",))
    length = swept.length(folding=folding, dressing=turn if twirl.gates else 0.0)
    if twirl.gates and swept.longest(_PAIR_GATES):
        tally.assume(
            "twirling puts two single-qubit gates before each two-qubit gate, in place of those that are there"
        )
    return evolve(length, seconds=length.seconds + turn)
