"""Which methods a PUB was simulated by, as its metadata says."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Sequence

_APPROXIMATE = "extended_stabilizer"
"""What Aer may choose by itself for a circuit that is too wide for everything else."""


@dataclass(frozen=True)
class Used:
    """One method that was used.

    Attributes:
        method: `pauli_frames`, `pauli_propagation`, or Aer's name of it.
        trajectories: How many runs with errors in them share all shots; none if each shot has its own.
        bound: By how much an expectation value of a Pauli string may be wrong at most; none where the method leaves nothing out.
        estimated_error: By how much it is likely to be wrong, where the bound says little; an estimate, and no bound.
    """

    method: str
    trajectories: int | None = None
    bound: float | None = None
    estimated_error: float | None = None

    @property
    def exact(self) -> bool:
        """Whether results have the distribution of shot-by-shot simulation, up to rounding."""
        return self.trajectories is None and not self.bound and self.method != _APPROXIMATE


def summary(used: Sequence[Used]) -> dict[str, Any]:
    """What metadata says: empty if nothing was used."""
    if not used:
        return {}
    said: dict[str, Any] = {
        "methods": sorted({one.method for one in used}),
        "exact": all(one.exact for one in used),
    }
    if trajectories := [one.trajectories for one in used if one.trajectories]:
        said["trajectories"] = min(trajectories)
    if bounds := [one.bound for one in used if one.bound is not None]:
        said["bound"] = max(bounds)
    if errors := [one.estimated_error for one in used if one.estimated_error is not None]:
        said["estimated_error"] = max(errors)
    return {"emulator": said}
