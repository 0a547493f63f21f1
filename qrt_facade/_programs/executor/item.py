"""An item of an executor job, as users pass it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from attrs import frozen

from qrt_facade._base.secrets import safe_repr

if TYPE_CHECKING:
    from collections.abc import Sequence

    from qrt_facade._base.kinds import WholeNumber
    from qrt_facade._circuits.kinds import Circuit
    from qrt_facade._programs.pubs.kinds import ParameterValues


@frozen(repr=False, eq=False)
class ExecutorItem:
    """One circuit of an executor job with its arguments and settings.

        ExecutorItem(circuit, shape=(10, 20), chunk_size=50)

    Attributes:
        circuit: OpenQASM text (2 or 3), a `pathlib.Path` to text or QPY, or a circuit of Qiskit, Cirq, pytket,
            PennyLane or Braket.
        arguments: Values of its parameters: name -> number or array, broadcast together, or an array of shape
            (..., parameters) by position, in the order of the sorted names; None for a circuit without parameters.
        shape: Shape of the item's data, to which the arguments' sweep broadcasts: additional axes are replications.
            `(10, 20)` runs a sweep of 20 points ten times. Defaults to the shape of the sweep.
        chunk_size: Maximum number of argument sets bound in one shot loop, within a session; "auto" lets the service
            choose. Defaults to that of the job.
    """

    circuit: Circuit
    arguments: ParameterValues | None = None
    shape: WholeNumber | Sequence[WholeNumber] | None = None
    chunk_size: WholeNumber | Literal["auto"] | None = None

    @safe_repr
    def __repr__(self) -> str:
        settings = {"shape": self.shape, "chunk_size": self.chunk_size}
        shown = [f"{name}={value!r}" for name, value in settings.items() if value is not None]
        return f"ExecutorItem({', '.join([type(self.circuit).__name__, *shown])})"
