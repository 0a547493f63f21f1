"""Plots of sampled bitstrings as bars."""

# matplotlib's own types leave its keyword arguments open.
# pyright: reportUnknownMemberType=false
from __future__ import annotations

from typing import TYPE_CHECKING

from qrt_facade._base.arguments import checked_whole
from qrt_facade._base.ranking import ranking
from qrt_facade._display.format import outcome, share
from qrt_facade._display.plots.canvas import GREY, SMALL, axes_for, series_color

if TYPE_CHECKING:
    from collections.abc import Mapping

    from matplotlib.axes import Axes

_WIDEST_BINARY = 24  # bits; a longer label leaves no room for bars, and is written in hexadecimal
_WIDEST_LABEL = 25
_CUT = 1.5  # times the longest other bar
_MOST_BARS = 128  # a taller figure is of no use: 1,015 bars took 9 s and 22,000 pixels


def plot(counts: Mapping[str, int], *, title: str, top: int | None, ax: Axes | None) -> Axes:
    """Draw the histogram; see `Samples.plot`.

    Args:
        counts: Bitstring -> shots.
        title: Title above the bars.
        top: Number of bitstrings with their own bar; None for all. At most 128 are shown, which the title states.
        ax: Axes to draw on; by default those of a new figure.

    Raises:
        ImportError: matplotlib is not installed.
        ConfigurationError: `top` is not a whole number above 0.
    """
    if top is not None:
        top = checked_whole("top", top, least=1, unit="bars", note="or None for all")
    most = min(top or len(counts), _MOST_BARS)
    if most < min(top or len(counts), len(counts)):
        title = f"{title}\nthe {most} most frequent of {len(counts):,} outcomes"
    ranked = ranking(counts, most)
    shown = sorted(ranked.top)  # by bitstring
    labels = [outcome(bits, _WIDEST_BINARY, _WIDEST_LABEL) for bits, _ in shown]
    numbers = [number for _, number in shown]
    several = len(numbers)
    longest = max(numbers, default=1)
    if ranked.others:
        labels.append(f"other ({ranked.others:,})")
        numbers.append(ranked.other_shots)
    axes = axes_for(ax, 6.4, 1.2 + 0.24 * max(len(numbers), 2))
    from matplotlib.ticker import MaxNLocator

    colors = [series_color(0)] * several + [GREY] * (len(numbers) - several)

    # Bars are horizontal so that bitstrings are easy to read; the first is on top. The bar "other" is cut,
    # because it may have most of the shots, and would make the other bars too small.
    widths = [min(number, _CUT * longest) for number in numbers]
    bars = axes.barh(range(len(numbers)), widths, color=colors, height=0.75)
    if ranked.others:
        bars[-1].set_hatch("//")
    captions = [
        f"{number:,}  {share(number / ranked.shots)}{'' if number == width else ', cut'}"
        for number, width in zip(numbers, widths, strict=True)
    ]
    axes.bar_label(bars, captions, padding=4, fontsize=SMALL)
    axes.set_yticks(range(len(labels)), labels, family="monospace", fontsize=SMALL)
    axes.set_ylim(max(len(numbers), 1) - 0.4, -0.6)
    axes.set_xlim(0, 1.35 * max(widths, default=1))  # room for the numbers next to the bars
    axes.xaxis.set_major_locator(MaxNLocator(integer=True))
    axes.set_xlabel("counts (shots)")
    hexadecimal = any(len(bits) > _WIDEST_BINARY for bits, _ in shown)
    axes.set_ylabel("bitstring, in hexadecimal" if hexadecimal else "bitstring")
    axes.set_title(title)
    axes.spines[["top", "right"]].set_visible(False)
    return axes
