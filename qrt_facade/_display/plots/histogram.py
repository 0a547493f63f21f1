"""How often each bitstring was sampled, as bars."""

# matplotlib's own types leave its keyword arguments open.
# pyright: reportUnknownMemberType=false
from __future__ import annotations

from typing import TYPE_CHECKING, Any

from qrt_facade._base.arguments import checked_whole
from qrt_facade._display.plots.canvas import (
    BLUE,
    GREY,
    SMALL,
    axes_for,
)

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from qrt_facade.results import Samples

_WIDEST_BINARY = 24  # bits; a longer label leaves no room for bars, and is written in hexadecimal
_WIDEST_LABEL = 24
_CUT = 1.5  # times the longest other bar


def plot(samples: Samples, *, top: int | None, point: Any, ax: Axes | None) -> Axes:
    """Draw the histogram; see `Samples.plot`."""
    if top is not None:
        top = checked_whole("top", top, least=1, unit="bars", note="or None for all")
    counts = samples.counts(point)
    shown, others = _most_frequent(counts, top)
    labels = [_label(bits) for bits in shown]
    numbers = list(shown.values())
    colors = [BLUE] * len(numbers)
    longest = max(numbers, default=1)
    if others:
        labels.append(f"other ({len(others):,})")
        numbers.append(sum(others.values()))
        colors.append(GREY)
    axes = axes_for(ax, 6.4, 1.2 + 0.24 * max(len(numbers), 2))
    from matplotlib.ticker import MaxNLocator

    # Bars lie, so that bitstrings are read without turning the head, and the first is on top.
    # "Other" may be most of the shots, and would leave nothing of the bars that matter.
    widths = [min(number, _CUT * longest) for number in numbers]
    bars = axes.barh(range(len(numbers)), widths, color=colors, height=0.75)
    if others:
        bars[-1].set_hatch("//")
    total = sum(counts.values())
    beside = [
        f"{number:,}  {number / total:.1%}{'' if number == width else ', cut'}"
        for number, width in zip(numbers, widths, strict=True)
    ]
    axes.bar_label(bars, beside, padding=4, fontsize=SMALL)
    axes.set_yticks(range(len(labels)), labels, family="monospace", fontsize=SMALL)
    axes.set_ylim(max(len(numbers), 1) - 0.4, -0.6)
    axes.set_xlim(0, 1.35 * max(widths, default=1))  # room for the numbers beside the bars
    axes.xaxis.set_major_locator(MaxNLocator(integer=True))
    axes.set_xlabel("counts (shots)")
    hexadecimal = samples.num_bits > _WIDEST_BINARY
    axes.set_ylabel("bitstring, in hexadecimal" if hexadecimal else "bitstring")
    axes.set_title(_title(samples, total, point))
    axes.spines[["top", "right"]].set_visible(False)
    return axes


def _most_frequent(counts: dict[str, int], top: int | None) -> tuple[dict[str, int], dict[str, int]]:
    """Split counts in those with a bar of their own, by bitstring, and the others."""
    ranked = sorted(counts.items(), key=lambda item: (-item[1], item[0]))
    return dict(sorted(ranked[:top])), dict(ranked[len(ranked[:top]) :])


def _label(bits: str) -> str:
    if not bits:
        return "(no bits)"
    if len(bits) <= _WIDEST_BINARY:
        return bits
    digits = f"{int(bits, 2):0{-(-len(bits) // 4)}x}"
    if len(digits) > _WIDEST_LABEL:
        digits = f"{digits[: _WIDEST_LABEL // 2]}…{digits[-_WIDEST_LABEL // 2 :]}"
    return f"0x{digits}"


def _title(samples: Samples, total: int, point: Any) -> str:
    sweep = ""
    if samples.shape:
        sweep = ", all points of the sweep" if point is None else f", point {point} of the sweep"
    return f"{total:,} shots of {samples.num_bits} bit{'' if samples.num_bits == 1 else 's'}{sweep}"
