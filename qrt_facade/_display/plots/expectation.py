"""Plots of expectation values with their standard errors, over a sweep."""

# matplotlib's own types leave its keyword arguments open.
# pyright: reportUnknownMemberType=false
from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from qrt_facade._base.wording import ROUNDING
from qrt_facade._display.format import shape, shortened, uncertain
from qrt_facade._display.plots.canvas import MARKERS, SERIES, SMALL, axes_for, series_color
from qrt_facade.errors import ConfigurationError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from matplotlib.axes import Axes
    from numpy.typing import ArrayLike, NDArray

Values = tuple["NDArray[np.float64]", "NDArray[np.float64]"]
"""Expectation values of a PUB and their standard errors, of the same shape."""

_Row = tuple[str, "NDArray[np.float64]", "NDArray[np.float64]"]
_PUBS = "PUB"
_LONGEST_NAME = 24  # characters of an observable's name
_LINE = 60  # characters below the axis
_MOST_NAMES = 40
_FEW = 25  # up to this number, points are markers; more are a line with a band


def plot(
    pubs: Sequence[Values],
    *,
    x: ArrayLike | None,
    ax: Axes | None,
    mark: str = "",
    observables: ArrayLike | None = None,
) -> Axes:
    """Draw the values of one PUB or of several; see `EstimatorPubResult.plot` and `EstimatorResult.plot`.

    Args:
        pubs: The values.
        x: Values of the swept parameter, or None.
        ax: Axes to draw on; by default those of a new figure.
        mark: A warning for the title, such as that the values are random.
        observables: Names of the observables of the only PUB, broadcast with its shape.
    """
    names = None if observables is None else _names(observables, pubs[0][0].shape)
    # A negative or missing error cannot be drawn; such a value has no bar. The same applies to an error
    # that is only float rounding, because the axis would be scaled to it.
    drawable = [(evs, np.where(stds > ROUNDING * np.abs(evs), stds, 0.0)) for evs, stds in pubs]
    if len(drawable) > 1 and all(evs.shape == () for evs, _ in drawable):
        evs, stds = (np.array(values) for values in zip(*drawable, strict=True))
        rows: list[_Row] = [("", evs, stds)]
        axis = _PUBS
    else:
        rows = [
            row
            for number, pub in enumerate(drawable)
            for row in _rows(pub, number, several=len(pubs) > 1, names=names)
        ]
        axis = "point of the sweep"
    positions = [_positions(x, evs.size) for _, evs, _ in rows]
    axes = axes_for(ax, 6.4, 4.0)
    from matplotlib.ticker import MaxNLocator

    along = names is not None and _along_the_last_axis(names)
    if along:
        axis = "observable"
    for number, row in enumerate(rows[: len(SERIES)]):
        # A line between two observables or two PUBs would be meaningless; without x the points may be either.
        _draw(axes, positions[number], row, number, joined=x is not None, apart=axis in {_PUBS, "observable"})
    if names is not None and along:
        _name_positions(axes, positions[0], names.reshape(-1, names.shape[-1])[0].tolist())
        axes.set_xlim(positions[0][0] - 0.5, positions[0][-1] + 0.5)
    elif x is not None and positions[0].dtype.kind in "MOU":  # dates and texts are wide
        axes.tick_params("x", rotation=30)
    elif x is None:
        axes.xaxis.set_major_locator(MaxNLocator(integer=True))
        if all(evs.size == 1 for _, evs, _ in rows):
            axes.set_xticks([])
            axis = ""
            axes.set_xlim(-1, 1)
    axes.margins(x=0.06, y=0.1)  # keep markers and bars away from the frame
    axes.set_xlabel("swept parameter" if x is not None and not along else axis)
    axes.set_ylabel("expectation value")
    axes.set_title(_title(pubs, rows, mark))
    axes.grid(alpha=0.3)
    axes.spines[["top", "right"]].set_visible(False)
    if len(rows) > 1:
        # Our own figure has room to the right of the axes; the caller's may have another plot there.
        placement: dict[str, Any] = {"loc": "upper left", "bbox_to_anchor": (1, 1)} if ax is None else {}
        axes.legend(fontsize=SMALL, framealpha=0.8, **placement)
    return axes


def _title(pubs: Sequence[Values], rows: Sequence[_Row], mark: str) -> str:
    points = np.concatenate([np.ravel(evs) for _, evs, _ in rows])
    title = f"Expectation values ± standard error{mark and f' ({mark})'}"
    if points.size == 1:
        (evs, stds), *_ = pubs  # not the drawable ones, in which a missing error is 0
        title += f"\n{uncertain(float(np.ravel(evs)[0]), float(np.ravel(stds)[0]))}"
    unknown, infinite = int(np.isnan(points).sum()), int(np.isinf(points).sum())
    left_out = len(rows) - len(SERIES)
    notes = [f"first {len(SERIES)} of {len(rows)} rows"] if left_out > 0 else []
    notes += [f"{unknown:,} of {points.size:,} unknown"] if unknown else []
    notes += [f"{infinite:,} of {points.size:,} infinite"] if infinite else []
    notes += [] if points.size else ["no points"]
    return "\n".join([title, *([", ".join(notes)] if notes else [])])


def _name_positions(axes: Axes, at: NDArray[Any], names: list[str]) -> None:
    """Write the observables below their points: rotated if they are too wide, and not all if there are too many."""
    written = [shortened(name, _LONGEST_NAME) for name in names]
    step = -(-len(written) // _MOST_NAMES)
    upright = sum(len(name) + 2 for name in written) > _LINE
    axes.set_xticks(
        at[::step], written[::step], rotation=90 if upright else 0, fontsize=SMALL if upright else None
    )


def _names(observables: ArrayLike, sizes: tuple[int, ...]) -> NDArray[np.str_]:
    """Return the name of each value.

    Raises:
        ConfigurationError: The names do not broadcast with the PUB's shape.
    """
    names = np.asarray(observables, dtype=np.str_)
    try:
        return np.atleast_1d(np.broadcast_to(names, sizes))
    except ValueError:
        raise ConfigurationError(
            f"observables has the shape {shape(names.shape)}; expected names that broadcast with the PUB's shape, "
            f"{shape(sizes)}"
        ) from None


def _along_the_last_axis(names: NDArray[np.str_]) -> bool:
    return bool((names != names[..., :1]).any())


def _draw(axes: Axes, at: NDArray[Any], row: _Row, number: int, *, joined: bool, apart: bool) -> None:
    name, evs, stds = row
    color, marker = series_color(number), MARKERS[number % len(MARKERS)]
    if evs.size <= _FEW or apart:
        looks: dict[str, Any] = {
            "color": color,
            "marker": marker,
            "markersize": 5,
            "capsize": 3,
            "linewidth": 1,
        }
        looks["linestyle"] = "-" if joined and not apart else "none"
        axes.errorbar(at, evs, yerr=stds, label=name, **looks)
        return
    axes.plot(at, evs, color=color, linewidth=1.2, label=name)
    axes.fill_between(at, evs - stds, evs + stds, color=color, alpha=0.25, linewidth=0)


def _rows(pub: Values, number: int, *, several: bool, names: NDArray[np.str_] | None) -> list[_Row]:
    """Return the PUB's values along its last axis, one row for each index of the axes before it."""
    evs, stds = (np.atleast_1d(values) for values in pub)
    prefix = [f"PUB {number}"] if several else []

    def label(index: tuple[int, ...]) -> str:
        parts = [*prefix]
        if names is not None and not _along_the_last_axis(names):
            parts.append(str(names[index][0]))
        # If several rows have the same name, the point distinguishes them.
        if index and (names is None or parts == prefix or evs.ndim > 2):
            parts.append(f"point ({', '.join(map(str, index))}, :)")
        return ", ".join(parts)

    return [(label(index), evs[index], stds[index]) for index in np.ndindex(evs.shape[:-1])]


def _positions(x: ArrayLike | None, points: int) -> NDArray[Any]:
    if x is None:
        return np.arange(points)
    positions = np.asarray(x)
    if positions.shape != (points,):
        raise ConfigurationError(
            f"x has the shape {positions.shape}; expected one number for each of the {points} points of the sweep"
        )
    return positions
