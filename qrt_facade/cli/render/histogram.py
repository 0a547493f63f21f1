"""Counts as a histogram of characters. No I/O."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from qrt_facade._base.ranking import ranking
from qrt_facade._display.format import share, shortened

if TYPE_CHECKING:
    from collections.abc import Mapping

_EIGHTHS: Final = " ▏▎▍▌▋▊▉█"
_LONGEST_LABEL: Final = 40
_LONGEST_BAR: Final = 60


def histogram(counts: Mapping[str, int], *, top: int, width: int, unicode: bool = True) -> list[str]:
    """Return the lines of a histogram, the most frequent bitstrings first.

    Args:
        counts: Bitstring -> shots.
        top: How many bitstrings are shown; the others share one line.
        width: Available columns; bars shrink to fit, down to none, but labels and numbers do not.
        unicode: False draws bars of `#`.
    """
    ranked = ranking(counts, top)
    if not ranked.shots:
        return ["no shots"]
    labels = [shortened(bits, _LONGEST_LABEL, gap="...") or "(no bits)" for bits, _ in ranked.top]
    rest = f"{ranked.others} more"
    column = max(map(len, [*labels, rest] if ranked.others else labels))
    digits = len(str(max(counts.values())))
    room = min(max(width - column - digits - len("    100.0%  "), 0), _LONGEST_BAR)
    highest = ranked.top[0][1] if ranked.top else 1

    def line(label: str, number: int) -> str:
        return f"{label:<{column}}  {number:>{digits}}  {share(number / ranked.shots):>6}"

    lines = [
        f"{line(label, number)}  {_bar(number / highest * room, unicode=unicode)}".rstrip()
        for label, (_, number) in zip(labels, ranked.top, strict=True)
    ]
    return [*lines, line(rest, ranked.other_shots)] if ranked.others else lines


def _bar(length: float, *, unicode: bool) -> str:
    if not unicode:
        return "#" * round(length)
    whole, eighths = divmod(round(length * 8), 8)
    return "█" * whole + _EIGHTHS[eighths].strip()
