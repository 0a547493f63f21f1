"""The usage of a period as bars: a column for each day, and a bar for each backend, tag or user."""

# matplotlib's own types leave its keyword arguments open.
# pyright: reportUnknownMemberType=false
from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, Final

from qrt_facade._base.arguments import checked_whole
from qrt_facade._display.format import shortened
from qrt_facade._display.plots.canvas import GREY, SMALL, axes_for, series_color
from qrt_facade.errors import ConfigurationError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from matplotlib.axes import Axes

_LONGEST: Final = 28
_MOST_BARS: Final = 64


def days(used: Sequence[tuple[str, float]], *, unit: str, ax: Axes | None) -> Axes:
    """Draw a column for each day with usage, in its place on the axis.

    Args:
        used: Day -> used, in their order.
        unit: What the axis is labelled with.
        ax: Axes to draw on; those of a new figure when not given.

    Raises:
        ImportError: matplotlib is not installed.
    """
    axes = axes_for(ax, 7.2, 2.6)
    from matplotlib.dates import AutoDateLocator, ConciseDateFormatter, DayLocator

    by_day = {date.fromisoformat(day): amount for day, amount in used}
    few = bool(by_day) and max(by_day) - min(by_day) < timedelta(days=7)
    # Of a few days each has its tick, and hours have none, between which a day's column would seem to be two halves.
    locator = DayLocator() if few else AutoDateLocator(minticks=3, maxticks=9)  # type: ignore[no-untyped-call]
    axes.xaxis.set_major_locator(locator)
    axes.xaxis.set_major_formatter(ConciseDateFormatter(locator))  # type: ignore[no-untyped-call]
    if by_day:
        first, last = min(by_day), max(by_day)
        # matplotlib takes dates where its types name numbers.
        axes.bar(list(by_day), list(by_day.values()), width=0.8, color=series_color(0))  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]
        before = first - timedelta(days=first > date.min)
        axes.set_xlim(before, last + timedelta(days=1))  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]
    else:
        _say_nothing_used(axes)
    axes.set_ylabel(unit)
    axes.set_title("Usage by day (local time)")
    axes.spines[["top", "right"]].set_visible(False)
    return axes


def bars(used: Sequence[tuple[str, float]], *, label: str, unit: str, top: int, ax: Axes | None) -> Axes:
    """Draw a bar for each group, the first on top.

    Args:
        used: Group -> used, the most first.
        label: What the groups are.
        unit: What the axis is labelled with.
        top: How many have a bar of their own; the others share one.
        ax: Axes to draw on; those of a new figure when not given.

    Raises:
        ImportError: matplotlib is not installed.
        ConfigurationError: `top` is not a whole number above 0.
    """
    most = min(checked_whole("top", top, least=1, unit="bars"), _MOST_BARS)
    named = [(shortened(name, _LONGEST), amount) for name, amount in used[:most]]
    others = used[most:]
    colors = [series_color(0)] * len(named)
    if others:
        named.append((f"others ({len(others):,})", sum(amount for _, amount in others)))
        colors.append(GREY)
    axes = axes_for(ax, 6.4, 1.2 + 0.26 * max(len(named), 2))
    drawn = axes.barh(range(len(named)), [amount for _, amount in named], color=colors, height=0.75)
    axes.bar_label(drawn, [f"{amount:,.4g}" for _, amount in named], padding=4, fontsize=SMALL)
    # A tag may have dollars, which matplotlib would take for a formula, and refuse a wrong one.
    axes.set_yticks(range(len(named)), [name for name, _ in named], fontsize=SMALL, parse_math=False)
    if not named:
        _say_nothing_used(axes)
    axes.set_ylim(max(len(named), 1) - 0.4, -0.6)
    axes.set_xlim(0, 1.2 * max((amount for _, amount in named), default=1.0) or 1.0)
    axes.set_xlabel(unit)
    axes.set_title(f"Usage by {label}")
    axes.spines[["top", "right"]].set_visible(False)
    return axes


def _say_nothing_used(axes: Axes) -> None:
    axes.text(0.5, 0.5, "nothing used", transform=axes.transAxes, ha="center", va="center", color=GREY)
    axes.set_xticks([])
    axes.set_yticks([])


def three_axes(given: Sequence[Axes] | None) -> tuple[Axes, Axes, Axes]:
    """Return the axes given, or those of a new figure: one across, and two below it.

    Raises:
        ImportError: matplotlib is not installed.
        ConfigurationError: There are not three.
    """
    if given is not None:
        axes = tuple(given)
        if len(axes) != 3:
            raise ConfigurationError(f"axes has {len(axes)}; expected three: for days, backends and tags")
        return axes[0], axes[1], axes[2]
    above = axes_for(None, 9.0, 5.6)
    figure = above.figure
    figure.clear()
    grid = figure.add_gridspec(2, 2)
    return figure.add_subplot(grid[0, :]), figure.add_subplot(grid[1, 0]), figure.add_subplot(grid[1, 1])
