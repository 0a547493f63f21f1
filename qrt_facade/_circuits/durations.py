"""How long one shot of a circuit takes on a device."""

from __future__ import annotations

from typing import TYPE_CHECKING

from attrs import frozen

if TYPE_CHECKING:
    from collections.abc import Mapping

    import numpy as np
    from numpy.typing import NDArray

    from qrt_facade._circuits.encoding import WireCircuit
    from qrt_facade._service.device_timing import DeviceTiming


@frozen
class CircuitDuration:
    """How long one shot of a circuit takes, without the pause that follows it.

    Attributes:
        seconds: Its length; at least so long where something is unknown.
        unknown: What could not be known, in words; empty where the whole is known.
    """

    seconds: float
    unknown: tuple[str, ...] = ()


def circuit_duration(
    circuit: WireCircuit,
    timing: DeviceTiming,
    *,
    for_executor: bool = False,
    values: Mapping[str, float | NDArray[np.float64]] | None = None,
    folding: float = 1.0,
) -> CircuitDuration:
    """Work out how long one shot of a circuit takes.

    Args:
        circuit: OpenQASM text, or QPY in the wire's wrapper.
        timing: The device.
        for_executor: Whether the circuit may have what only the executor takes.
        values: Values of parameters that delays depend on, for one point or for many; the mean over the points counts.
        folding: How often each gate on two qubits runs, as zero-noise extrapolation repeats it.
    """
    del circuit, timing, for_executor, values, folding
    return CircuitDuration(0.0, ("how long the circuit takes",))
