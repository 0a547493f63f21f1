"""Simulation methods of a PUB, reported in its metadata."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Sequence

_APPROXIMATE = "extended_stabilizer"
"""Method that Aer may choose for a circuit that is too wide for all others."""


@dataclass(frozen=True)
class MethodUse:
    """A simulation method and its accuracy.

    Attributes:
        method: `pauli_frames`, `pauli_propagation`, or Aer's name of it.
        trajectories: Number of runs with errors that share all shots; None if each shot has its own.
        bound: Maximum error of a Pauli string's expectation value; None if the method drops nothing.
        estimated_error: Likely error if the bound is too large to be useful; an estimate, not a bound.
    """

    method: str
    trajectories: int | None = None
    bound: float | None = None
    estimated_error: float | None = None

    @property
    def exact(self) -> bool:
        """Whether results have the distribution of shot-by-shot simulation, up to rounding."""
        return self.trajectories is None and not self.bound and self.method != _APPROXIMATE


def summary(used: Sequence[MethodUse]) -> dict[str, Any]:
    """Return the metadata of the methods; empty if none was recorded."""
    if not used:
        return {}
    metadata: dict[str, Any] = {
        "methods": sorted({one.method for one in used}),
        "exact": all(one.exact for one in used),
    }
    if trajectories := [one.trajectories for one in used if one.trajectories]:
        metadata["trajectories"] = min(trajectories)
    if bounds := [one.bound for one in used if one.bound is not None]:
        metadata["bound"] = max(bounds)
    if errors := [one.estimated_error for one in used if one.estimated_error is not None]:
        metadata["estimated_error"] = max(errors)
    return {"emulator": metadata}
