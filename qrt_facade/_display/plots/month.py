"""Plots of the usage in a period: one column per day, and one bar per backend, tag or user."""

# matplotlib's types do not describe its keyword arguments.
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
    """Draw one column for each day with usage, on a time axis.

    Args:
        used: Pairs of day (ISO 8601) and usage, in order.
        unit: Label of the usage axis.
        ax: Axes to draw on; a new figure by default.

    Raises:
        ImportError: matplotlib is not installed.
    """
    axes = axes_for(ax, 7.2, 2.6)
    from matplotlib.dates import AutoDateLocator, ConciseDateFormatter, DayLocator

    by_day = {date.fromisoformat(day): amount for day, amount in used}
    few = bool(by_day) and max(by_day) - min(by_day) < timedelta(days=7)
    # With few days, put one tick on each day. A tick at an hour would appear to split a day's column in two.
    locator = DayLocator() if few else AutoDateLocator(minticks=3, maxticks=9)  # type: ignore[no-untyped-call]
    axes.xaxis.set_major_locator(locator)
    axes.xaxis.set_major_formatter(ConciseDateFormatter(locator))  # type: ignore[no-untyped-call]
    if by_day:
        first, last = min(by_day), max(by_day)
        # matplotlib accepts dates although its types declare numbers.
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
    """Draw one bar per group, the first at the top.

    Args:
        used: Pairs of group and usage, in descending order of usage.
        label: The kind of group, for the title.
        unit: Label of the usage axis.
        top: Number of groups with a separate bar; the others share one.
        ax: Axes to draw on; a new figure by default.

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
    # matplotlib would parse a tag with dollar signs as a formula, and raise an error if it is invalid.
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


def three_axes(axes: Sequence[Axes] | None) -> tuple[Axes, Axes, Axes]:
    """Return the three axes passed, or create a figure with one wide plot above two others.

    Raises:
        ImportError: matplotlib is not installed.
        ConfigurationError: `axes` does not have three items.
    """
    if axes is not None:
        passed = tuple(axes)
        if len(passed) != 3:
            raise ConfigurationError(f"axes has {len(passed)}; expected three: for days, backends and tags")
        return passed[0], passed[1], passed[2]
    above = axes_for(None, 9.0, 5.6)
    figure = above.figure
    figure.clear()
    grid = figure.add_gridspec(2, 2)
    return figure.add_subplot(grid[0, :]), figure.add_subplot(grid[1, 0]), figure.add_subplot(grid[1, 1])
