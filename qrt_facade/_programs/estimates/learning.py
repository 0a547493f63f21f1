"""Count the executions that learn the noise of layers of two-qubit gates."""

from __future__ import annotations

import sys
from statistics import fmean
from typing import TYPE_CHECKING, Any

from attrs import frozen

from qrt_facade._base.coerce import is_integer, list_of, mapping_of, whole_of
from qrt_facade._programs.estimates.job_numbers import read_whole
from qrt_facade._programs.estimates.lengths import SweptCircuit
from qrt_facade._programs.estimates.mitigation import LAYER_BASES, LAYER_DEPTHS, LAYER_LEARNING

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from qrt_facade._programs.estimates.builder import EstimateBuilder

_PAIR_GATES = ("cz", "ecr", "cx")


@frozen
class LayerLearning:
    """Settings for learning the noise of layers.

    Attributes:
        randomizations: Random circuits per depth and basis.
        shots: Shots of each.
        depths: Depths, in pairs of the layer.
        most: Maximum number of layers to learn; None for all.
    """

    randomizations: int
    shots: int
    depths: tuple[int, ...]
    most: int | None

    @classmethod
    def of(cls, builder: EstimateBuilder, options: Mapping[str, Any]) -> LayerLearning:
        """Read the options.

        Args:
            builder: The estimate, for notes on invalid options.
            options: The options `layer_noise_learning`, or those of the noise learner.
        """
        numbers = (
            read_whole(builder, name, options.get(name)) or default
            for name, default in LAYER_LEARNING.items()
        )
        randomizations, shots = numbers
        depths = tuple(one for one in list_of(options.get("layer_pair_depths")) if _is_depth(one))
        most = whole_of(options.get("max_layers_to_learn"))
        unlimited = "max_layers_to_learn" in options and most is None
        return cls(
            randomizations, shots, depths or LAYER_DEPTHS, None if unlimited else 4 if most is None else most
        )

    def add(self, builder: EstimateBuilder, circuits: Sequence[SweptCircuit]) -> None:
        """Add the learning of one layer, if the circuits have two-qubit gates; their number of layers is unknown.

        Args:
            builder: The estimate to add to.
            circuits: The circuits.
        """
        if self.most == 0 or not any(swept.has_pairs for swept in circuits):
            return
        pair = max(swept.longest(_PAIR_GATES) for swept in circuits)
        limit = "all of them" if self.most is None else f"at most {self.most}"
        builder.is_unknown(f"the number of layers of two-qubit gates to learn ({limit}; 1 is counted)")
        self.add_layers(
            builder, 1, seconds=self.length(pair, max(swept.longest(("measure",)) for swept in circuits))
        )

    def add_layers(self, builder: EstimateBuilder, layers: int, *, seconds: float) -> None:
        """Add the learning of several layers.

        Args:
            builder: The estimate to add to.
            layers: Number of layers.
            seconds: Mean length of their circuits.
        """
        depths = len(self.depths)
        builder.add(
            "layer noise",
            circuits=layers * LAYER_BASES * depths * self.randomizations,
            shots=self.shots,
            seconds=seconds,
            note=f"{layers * LAYER_BASES * depths} circuits x {self.randomizations} randomizations x {self.shots} "
            "shots",
        )

    def length(self, pair: float, readout: float) -> float:
        """Return the mean duration of a learning circuit.

        Args:
            pair: Duration of the layer's longest gate in seconds.
            readout: Duration of a readout in seconds.
        """
        return 2 * fmean(self.depths) * pair + readout


def add_noise_learner(builder: EstimateBuilder, params: Mapping[str, Any]) -> None:
    """Add the executions of a noise-learner job: those of at least one layer or box.

    Args:
        builder: The estimate to add to.
        params: The job's parameters.
    """
    learning = LayerLearning.of(builder, mapping_of(params.get("options")))
    circuits = list_of(params.get("circuits"))
    if circuits:
        read = [SweptCircuit.of(builder, circuit, None) for circuit in circuits]
        builder.is_unknown(*(text for swept in read for text in swept.length().unknown))
        learning.add(builder, read)
        return
    builder.is_unknown("the number and durations of the boxes to learn (1 box is counted)")
    learning.add_layers(builder, 1, seconds=0.0)


def _is_depth(value: Any) -> bool:
    return is_integer(value) and 0 <= value <= sys.maxsize
