"""Plots of a circuit's schedule as bars over time, one row for each channel."""

# matplotlib's own types leave its keyword arguments open.
# pyright: reportUnknownMemberType=false
from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Final, NamedTuple

from qrt_facade._display.plots.canvas import GREY, SERIES, SMALL, WHITE, axes_for, series_color

if TYPE_CHECKING:
    from collections.abc import Sequence

    from matplotlib.axes import Axes

_MOST_CHANNELS: Final = 64
_MOST_NAMES: Final = len(SERIES)  # instructions with their own colour; the others share one
_HEIGHT: Final = 0.7  # of a bar; rows are 1 apart
_SHORTEST_LABEL: Final = 0.035  # of the width; the name of a shorter bar would not fit
_HALVES: Final = {"then": (0.0, 0.5), "else": (0.5, 0.5)}  # from the top; both branches share a row
_OTHERS: Final = "others"


class Bar(NamedTuple):
    """An instruction on a channel; times are in `dt`."""

    channel: str
    name: str
    start: int
    duration: int
    branch: str


def plot(bars: Sequence[Bar], channels: Sequence[str], *, duration: int, ax: Axes | None) -> Axes:
    """Draw the schedule; see `CircuitTiming.plot`.

    Args:
        bars: The instructions.
        channels: Channels to draw, the first on top. At most 64 are shown, which the title states.
        duration: Length of the circuit.
        ax: Axes to draw on; by default those of a new figure.

    Raises:
        ImportError: matplotlib is not installed.
    """
    rows = {name: row for row, name in enumerate(channels[:_MOST_CHANNELS])}
    axes = axes_for(ax, 9.0, 1.5 + 0.34 * max(len(rows), 2))
    drawn = [bar for bar in bars if bar.channel in rows]
    stop = max([duration, *(bar.start + bar.duration for bar in drawn)], default=0) or 1
    legend = _colors(drawn)
    groups: dict[str, list[Bar]] = defaultdict(list)
    for bar in drawn:
        groups[bar.name if bar.name in legend else _OTHERS].append(bar)
    for name, color in legend.items():
        _draw(axes, groups[name], rows, color)
    _name(axes, drawn, rows, stop, legend)
    axes.set_yticks(range(len(rows)), list(rows), fontsize=SMALL)
    axes.set_ylim(max(len(rows), 1) - 0.5, -0.5)  # the first channel is on top
    axes.set_xlim(-0.01 * stop, 1.01 * stop)
    axes.set_xlabel("time (dt)")
    title = f"schedule of {duration:,} dt"
    if len(rows) < len(channels):
        title += f"\nthe first {len(rows)} of {len(channels)} channels"
    axes.set_title(title)
    axes.spines[["top", "right"]].set_visible(False)
    _explain(axes, legend)
    return axes


def _colors(bars: Sequence[Bar]) -> dict[str, str]:
    """Return the colours of the most frequent instructions by name; the others share one colour."""
    numbers: dict[str, int] = defaultdict(int)
    for bar in bars:
        numbers[bar.name] += 1
    ranked = sorted(numbers, key=lambda name: (-numbers[name], name))
    if len(ranked) <= _MOST_NAMES:
        return {name: series_color(number) for number, name in enumerate(sorted(ranked))}
    kept = sorted(ranked[: _MOST_NAMES - 1])
    return {**{name: series_color(number) for number, name in enumerate(kept)}, _OTHERS: GREY}


def _draw(axes: Axes, bars: Sequence[Bar], rows: dict[str, int], color: str) -> None:
    from matplotlib.collections import PolyCollection

    shapes: list[list[tuple[float, float]]] = []
    moments: list[tuple[float, float]] = []
    for bar in bars:
        low, height = _place(bar, rows)
        if not bar.duration:
            moments.append((bar.start, low + height / 2))
            continue
        stop = bar.start + bar.duration
        shapes.append([(bar.start, low), (stop, low), (stop, low + height), (bar.start, low + height)])
    if shapes:
        edge = axes.get_facecolor()
        axes.add_collection(
            PolyCollection(shapes, facecolors=color, edgecolors=edge, linewidths=0.5), autolim=False
        )
    if moments:
        axes.plot(*zip(*moments, strict=True), "|", color=color, markersize=17, markeredgewidth=2, zorder=3)


def _place(bar: Bar, rows: dict[str, int]) -> tuple[float, float]:
    """Return where a bar begins in its row, and its height."""
    offset, part = _HALVES.get(bar.branch, (0.0, 1.0))
    return rows[bar.channel] - _HEIGHT / 2 + offset * _HEIGHT, part * _HEIGHT


def _name(axes: Axes, bars: Sequence[Bar], rows: dict[str, int], stop: int, legend: dict[str, str]) -> None:
    """Write the names of instructions into the bars with enough room, in black or white."""
    inks = {name: _ink(color) for name, color in legend.items()}
    for bar in bars:
        if bar.duration < _SHORTEST_LABEL * stop * max(1.0, len(bar.name) / 4):
            continue
        low, height = _place(bar, rows)
        axes.text(
            bar.start + bar.duration / 2,
            low + height / 2,
            bar.name,
            ha="center",
            va="center",
            fontsize=SMALL - 1,
            color=inks[bar.name if bar.name in legend else _OTHERS],
        )


def _ink(color: str) -> str:
    from matplotlib.colors import to_rgb

    red, green, blue = to_rgb(color)
    return "black" if 0.2126 * red + 0.7152 * green + 0.0722 * blue > 0.4 else WHITE


def _explain(axes: Axes, legend: dict[str, str]) -> None:
    from matplotlib.patches import Patch

    if legend:
        handles = [Patch(color=color, label=name) for name, color in legend.items()]
        axes.legend(
            handles=handles, loc="upper left", bbox_to_anchor=(1.0, 1.0), fontsize=SMALL, frameon=False
        )
