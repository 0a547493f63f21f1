"""Errors in few levels, by which a device's parts are told apart at a glance."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from qrt_facade._base.coupling_map import UNUSABLE

if TYPE_CHECKING:
    from collections.abc import Iterable

LEVELS: Final = 4
"""Quarters of a device's own values, best first; the level after the last is for what is broken or not measured."""


@dataclass(frozen=True, slots=True)
class Scale:
    """The levels of one kind of error.

    Attributes:
        limits: The largest error of each level but the last, in ascending order.
    """

    limits: tuple[float, ...]

    @classmethod
    def of(cls, errors: Iterable[float | None]) -> Scale:
        """Return the scale whose levels hold a quarter each of the errors that are of use."""
        usable = sorted(error for error in errors if error is not None and error < UNUSABLE)
        if not usable:
            return cls(())
        return cls(tuple(usable[-(-len(usable) * step // LEVELS) - 1] for step in range(1, LEVELS)))

    def level(self, error: float | None) -> int:
        """Return the level of an error."""
        if error is None or error >= UNUSABLE:
            return LEVELS
        return sum(error > limit for limit in self.limits)
