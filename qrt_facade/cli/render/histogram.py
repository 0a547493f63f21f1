"""Counts as a histogram of characters. Pure: text in, text out."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

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
        width: Columns there are; bars shrink to it, down to none; labels and numbers do not.
        unicode: False draws bars of `#`.
    """
    shots = sum(counts.values())
    if not shots:
        return ["no shots"]
    ranked = sorted(counts.items(), key=lambda item: (-item[1], item[0]))
    shown, hidden = ranked[:top], ranked[top:]
    labels = [_short(bits) for bits, _ in shown]
    rest = f"{len(hidden)} more"
    column = max(map(len, [*labels, rest] if hidden else labels))
    digits = len(str(max(counts.values())))
    room = min(max(width - column - digits - len("    100.0%  "), 0), _LONGEST_BAR)
    highest = shown[0][1] if shown else 1
    lines = [
        f"{label:<{column}}  {count:>{digits}}  {count / shots:6.1%}  {_bar(count / highest * room, unicode=unicode)}".rstrip()
        for label, (_, count) in zip(labels, shown, strict=True)
    ]
    if hidden:
        remaining = sum(count for _, count in hidden)
        lines.append(f"{rest:<{column}}  {remaining:>{digits}}  {remaining / shots:6.1%}")
    return lines


def _bar(length: float, *, unicode: bool) -> str:
    if not unicode:
        return "#" * round(length)
    whole, eighths = divmod(round(length * 8), 8)
    return "█" * whole + _EIGHTHS[eighths].strip()


def _short(bits: str) -> str:
    if len(bits) <= _LONGEST_LABEL:
        return bits or "(no bits)"
    half = (_LONGEST_LABEL - 3) // 2
    return f"{bits[:half]}...{bits[-half:]}"
