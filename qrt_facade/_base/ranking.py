"""The order in which counts are shown: the same in notebooks, plots, the terminal and the emulator's pages."""

from __future__ import annotations

from typing import TYPE_CHECKING, Generic, NamedTuple, TypeVar

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

Outcome = TypeVar("Outcome", str, int)


class Ranking(NamedTuple, Generic[Outcome]):
    """The most frequent outcomes of a register.

    Attributes:
        top: Outcomes (bitstrings or integers) with their counts, most frequent first; ties in ascending order.
        others: How many other outcomes were sampled.
        other_shots: Total shots of those.
        shots: Total shots of all outcomes.
    """

    top: Sequence[tuple[Outcome, int]]
    others: int
    other_shots: int
    shots: int


def ranking(counts: Mapping[Outcome, int], top: int | None) -> Ranking[Outcome]:
    """Rank counts by frequency.

    Args:
        counts: Outcome -> shots.
        top: How many outcomes to list; None for all.
    """
    ranked = sorted(counts.items(), key=lambda item: (-item[1], item[0]))
    shown = ranked[:top]
    shots = sum(counts.values())
    return Ranking(shown, len(ranked) - len(shown), shots - sum(number for _, number in shown), shots)
