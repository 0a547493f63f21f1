"""Expectation values with their standard errors, over a sweep."""

# matplotlib's own types leave its keyword arguments open.
# pyright: reportUnknownMemberType=false
from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from qrt_facade._display.plots.canvas import MARKERS, SERIES, SMALL, axes_for
from qrt_facade.errors import ConfigurationError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from matplotlib.axes import Axes
    from numpy.typing import ArrayLike, NDArray

Values = tuple["NDArray[np.float64]", "NDArray[np.float64]"]
"""Expectation values of a PUB and their standard errors, of one shape."""

_Row = tuple[str, "NDArray[np.float64]", "NDArray[np.float64]"]
_PUBS = "PUB"
_FEW = 25  # points that are told apart as markers; more are a line with a band


def plot(pubs: Sequence[Values], *, x: ArrayLike | None, ax: Axes | None, mark: str = "") -> Axes:
    """Draw the values of one PUB or of several; see `EstimatorPubResult.plot` and `EstimatorResult.plot`.

    Args:
        pubs: The values.
        x: Values of the swept parameter, or None.
        ax: Axes to draw on; those of a new figure when not given.
        mark: A word of warning for the title, such as that the values are random.
    """
    # A negative or missing error cannot be drawn; such a value stands without a bar.
    drawable = [(evs, np.where(stds >= 0, stds, 0.0)) for evs, stds in pubs]
    if len(drawable) > 1 and all(evs.shape == () for evs, _ in drawable):
        evs, stds = (np.array(values) for values in zip(*drawable, strict=True))
        rows: list[_Row] = [("", evs, stds)]
        axis = _PUBS
    else:
        rows = [
            row for number, pub in enumerate(drawable) for row in _rows(pub, number, several=len(pubs) > 1)
        ]
        axis = "point of the sweep"
    positions = [_positions(x, evs.size) for _, evs, _ in rows]
    axes = axes_for(ax, 6.4, 4.0)
    from matplotlib.ticker import MaxNLocator

    for number, row in enumerate(rows[: len(SERIES)]):
        _draw(axes, positions[number], row, number, joined=axis != _PUBS)
    if x is None:
        axes.xaxis.set_major_locator(MaxNLocator(integer=True))
        if all(evs.size == 1 for _, evs, _ in rows):
            axes.set_xticks([0])
            axes.set_xlim(-1, 1)
    axes.set_xlabel(axis if x is None else "swept parameter")
    axes.set_ylabel("expectation value")
    left_out = len(rows) - len(SERIES)
    axes.set_title(
        f"Expectation values ± standard error{mark and f' ({mark})'}"
        + (f", first {len(SERIES)} of {len(rows)} rows" if left_out > 0 else "")
    )
    axes.grid(alpha=0.3)
    axes.spines[["top", "right"]].set_visible(False)
    if len(rows) > 1:
        # Beside our own axes there is room; beside the caller's there may be another plot.
        beside: dict[str, Any] = {"loc": "upper left", "bbox_to_anchor": (1, 1)} if ax is None else {}
        axes.legend(fontsize=SMALL, framealpha=0.8, **beside)
    return axes


def _draw(axes: Axes, at: NDArray[Any], row: _Row, number: int, *, joined: bool) -> None:
    name, evs, stds = row
    color, marker = SERIES[number % len(SERIES)], MARKERS[number % len(MARKERS)]
    if evs.size <= _FEW or not joined:
        looks: dict[str, Any] = {
            "color": color,
            "marker": marker,
            "markersize": 5,
            "capsize": 3,
            "linewidth": 1,
        }
        looks["linestyle"] = "-" if joined else "none"  # nothing lies between two PUBs
        axes.errorbar(at, evs, yerr=stds, label=name, **looks)
        return
    axes.plot(at, evs, color=color, linewidth=1.2, label=name)
    axes.fill_between(at, evs - stds, evs + stds, color=color, alpha=0.25, linewidth=0)


def _rows(pub: Values, number: int, *, several: bool) -> list[_Row]:
    """The PUB's values along its last axis, one row for each index of the axes before it."""
    evs, stds = (np.atleast_1d(values) for values in pub)
    prefix = f"PUB {number}" if several else ""
    return [
        (f"{prefix} [{', '.join(map(str, index))}, :]".strip() if index else prefix, evs[index], stds[index])
        for index in np.ndindex(evs.shape[:-1])
    ]


def _positions(x: ArrayLike | None, points: int) -> NDArray[Any]:
    if x is None:
        return np.arange(points)
    positions = np.asarray(x)
    if positions.shape != (points,):
        raise ConfigurationError(
            f"x has the shape {positions.shape}; expected one number for each of the {points} points of the sweep"
        )
    return positions
