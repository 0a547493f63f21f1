"""The executions from which the noise of layers of two-qubit gates is learned."""

from __future__ import annotations

import sys
from statistics import fmean
from typing import TYPE_CHECKING, Any

from attrs import frozen

from qrt_facade._base.coerce import is_integer, list_of, mapping_of, whole_of
from qrt_facade._programs.estimates.given import given_whole
from qrt_facade._programs.estimates.lengths import SweptCircuit
from qrt_facade._programs.estimates.mitigation import LAYER_BASES, LAYER_DEPTHS, LAYER_LEARNING

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from qrt_facade._programs.estimates.tally import Tally

_PAIR_GATES = ("cz", "ecr", "cx")


@frozen
class LayerLearning:
    """How the noise of a layer is learned.

    Attributes:
        randomizations: Random circuits for each depth and basis.
        shots: Shots of each.
        depths: Depths, in pairs of the layer.
        most: How many layers are learned at most; None for all.
    """

    randomizations: int
    shots: int
    depths: tuple[int, ...]
    most: int | None

    @classmethod
    def of(cls, tally: Tally, options: Mapping[str, Any]) -> LayerLearning:
        """Read the options.

        Args:
            tally: The job.
            options: Those of the group `layer_noise_learning`, or of the noise learner.
        """
        numbers = (
            given_whole(tally, name, options.get(name)) or usual for name, usual in LAYER_LEARNING.items()
        )
        randomizations, shots = numbers
        depths = tuple(one for one in list_of(options.get("layer_pair_depths")) if _is_depth(one))
        most = whole_of(options.get("max_layers_to_learn"))
        unlimited = "max_layers_to_learn" in options and most is None
        return cls(
            randomizations, shots, depths or LAYER_DEPTHS, None if unlimited else 4 if most is None else most
        )

    def add(self, tally: Tally, circuits: Sequence[SweptCircuit]) -> None:
        """Add the learning of one layer, if the circuits have two-qubit gates; how many they have is not known.

        Args:
            tally: The job.
            circuits: The circuits.
        """
        if self.most == 0 or not any(swept.has_pairs for swept in circuits):
            return
        pair = max(swept.longest(_PAIR_GATES) for swept in circuits)
        limit = "all of them" if self.most is None else f"at most {self.most}"
        tally.is_unknown(f"how many layers of two-qubit gates are learned ({limit}; 1 is counted)")
        self.add_layers(
            tally, 1, seconds=self.length(pair, max(swept.longest(("measure",)) for swept in circuits))
        )

    def add_layers(self, tally: Tally, layers: int, *, seconds: float) -> None:
        """Add the learning of some layers.

        Args:
            tally: The job.
            layers: How many.
            seconds: Mean length of their circuits.
        """
        depths = len(self.depths)
        tally.add(
            "layer noise",
            circuits=layers * LAYER_BASES * depths * self.randomizations,
            shots=self.shots,
            seconds=seconds,
            note=f"{layers * LAYER_BASES * depths} circuits x {self.randomizations} randomizations x {self.shots} shots",
        )

    def length(self, pair: float, readout: float) -> float:
        """Return the mean length of a learning circuit.

        Args:
            pair: Seconds of the layer's longest gate.
            readout: Seconds of a readout.
        """
        return 2 * fmean(self.depths) * pair + readout


def add_noise_learner(tally: Tally, params: Mapping[str, Any]) -> None:
    """Add the executions of a noise learner: of one layer or box at least.

    Args:
        tally: Where they are added.
        params: The job's parameters.
    """
    learning = LayerLearning.of(tally, mapping_of(params.get("options")))
    circuits = list_of(params.get("circuits"))
    if circuits:
        read = [SweptCircuit.of(tally, circuit, None) for circuit in circuits]
        tally.is_unknown(*(text for swept in read for text in swept.length().unknown))
        learning.add(tally, read)
        return
    tally.is_unknown("how many boxes are learned, and how long they take (1 box is counted)")
    learning.add_layers(tally, 1, seconds=0.0)


def _is_depth(value: Any) -> bool:
    return is_integer(value) and 0 <= value <= sys.maxsize
