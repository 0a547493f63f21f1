"""The mean duration of a PUB's circuit over its sweep, and the sweep's shape."""

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
    from qrt_facade._programs.estimates.builder import EstimateBuilder


@frozen(eq=False)
class SweptCircuit:
    """A circuit with its parameter values.

    Attributes:
        reading: The circuit; None for a value that is not one.
        shape: Shape of its sweep.
        unknown: Descriptions of what is unknown about the sweep.
    """

    _builder: EstimateBuilder

    reading: Reading | None
    shape: tuple[int, ...]
    unknown: tuple[str, ...]
    _values: Mapping[str, NDArray[np.float64]] | None

    @classmethod
    def of(
        cls, builder: EstimateBuilder, circuit: Any, values: Any, *, for_executor: bool = False
    ) -> SweptCircuit:
        """Read a circuit and its values.

        Args:
            builder: The estimate.
            circuit: The circuit, as sent on the wire.
            values: Its parameter values, as sent on the wire.
            for_executor: Whether to accept what only the executor supports.
        """
        reading = builder.reading(circuit, for_executor=for_executor)
        names = None if reading is None else reading.parameters
        shape = swept_shape(values, names)
        bound = bound_values(values, names) if names and values is not None else None
        unknown = () if shape is not None else ("the number of points of its sweep",)
        return cls(builder, reading, shape or (), unknown, bound)

    def length(self, *, folding: float = 1.0, dressing: float = 0.0) -> CircuitDuration:
        """Return the duration of one shot, as the mean over the sweep.

        Args:
            folding: How often each two-qubit gate runs.
            dressing: Duration in seconds of the gates that twirling puts before each two-qubit gate.
        """
        return self._builder.duration(self.reading, self._values, folding=folding, dressing=dressing)

    @property
    def measures(self) -> bool:
        """Whether the circuit has measurements."""
        return self.reading is not None and any(call.name == "measure" for call in self.reading.calls)

    @property
    def has_pairs(self) -> bool:
        """Whether any gate acts on two qubits."""
        return self.reading is not None and any(
            call.qubits is not None and len(call.qubits) == 2 and call.name != "barrier"
            for call in self.reading.calls
        )

    def longest(self, names: tuple[str, ...]) -> float:
        """Return the longest duration of some instructions on the circuit's qubits, in seconds; 0.0 if none is stated.

        Args:
            names: Names of the instructions, all on one qubit or all on two.
        """
        return self._builder.longest(self.reading, names)
