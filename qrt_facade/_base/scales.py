"""Error scales with few levels, so that the qubits and gates of a device can be compared at a glance."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from qrt_facade._base.coupling_map import UNUSABLE

if TYPE_CHECKING:
    from collections.abc import Iterable

LEVELS: Final = 4
"""Number of levels: quartiles of a device's own values, best first. One more level is for what is broken or
unmeasured."""


@dataclass(frozen=True, slots=True)
class Scale:
    """The levels of one kind of error.

    Attributes:
        limits: The largest error of each level except the last, in ascending order.
    """

    limits: tuple[float, ...]

    @classmethod
    def of(cls, errors: Iterable[float | None]) -> Scale:
        """Return the scale whose levels each contain a quarter of the usable errors."""
        usable = sorted(error for error in errors if error is not None and error < UNUSABLE)
        if not usable:
            return cls(())
        return cls(tuple(usable[-(-len(usable) * step // LEVELS) - 1] for step in range(1, LEVELS)))

    def level(self, error: float | None) -> int:
        """Return the level of an error."""
        if error is None or error >= UNUSABLE:
            return LEVELS
        return sum(error > limit for limit in self.limits)
