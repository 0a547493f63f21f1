"""The mean length of a PUB's circuit over its sweep, and the sweep's shape."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from attrs import frozen

from qrt_facade._programs.pubs.bound import bound_values, swept_shape

if TYPE_CHECKING:
    from collections.abc import Mapping

    import numpy as np
    from numpy.typing import NDArray

    from qrt_facade._circuits.durations import CircuitDuration
    from qrt_facade._circuits.reading import Reading
    from qrt_facade._programs.estimates.tally import Tally


@frozen(eq=False)
class SweptCircuit:
    """A circuit with the values of its parameters.

    Attributes:
        reading: What it holds; None for what is not a circuit.
        shape: Shape of its sweep.
        unknown: What is not known of the sweep.
    """

    _tally: Tally

    reading: Reading | None
    shape: tuple[int, ...]
    unknown: tuple[str, ...]
    _values: Mapping[str, NDArray[np.float64]] | None

    @classmethod
    def of(cls, tally: Tally, circuit: Any, values: Any, *, for_executor: bool = False) -> SweptCircuit:
        """Read a circuit and its values.

        Args:
            tally: The job.
            circuit: The circuit, as it goes over the wire.
            values: Values of its parameters, as they go over the wire.
            for_executor: Whether it may have what only the executor takes.
        """
        reading = tally.reading(circuit, for_executor=for_executor)
        names = None if reading is None else reading.parameters
        shape = swept_shape(values, names)
        bound = bound_values(values, names) if names and values is not None else None
        unknown = () if shape is not None else ("how many points its sweep has",)
        return cls(tally, reading, shape or (), unknown, bound)

    def length(self, *, folding: float = 1.0, dressing: float = 0.0) -> CircuitDuration:
        """Return the length of one shot, the mean over the sweep.

        Args:
            folding: How often each gate on two qubits runs.
            dressing: Seconds of the turns that twirling puts before each of them.
        """
        return self._tally.duration(self.reading, self._values, folding=folding, dressing=dressing)

    @property
    def measures(self) -> bool:
        """Whether it has measurements."""
        return self.reading is not None and any(call.name == "measure" for call in self.reading.calls)

    @property
    def has_pairs(self) -> bool:
        """Whether some gate acts on two qubits."""
        return self.reading is not None and any(
            call.qubits is not None and len(call.qubits) == 2 and call.name != "barrier"
            for call in self.reading.calls
        )

    def longest(self, names: tuple[str, ...]) -> float:
        """Return the longest of some instructions on the qubits that the circuit uses, in seconds; 0.0 where none is stated.

        Args:
            names: Names of the instructions, all on one qubit or all on two.
        """
        return self._tally.longest(self.reading, names)
