"""Drawing a device: qubits coloured by readout error, couplings by the error of their two-qubit gate."""

# matplotlib's own types leave its keyword arguments open.
# pyright: reportUnknownMemberType=false
from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any, Final

from qrt_facade._base.coupling_map import UNUSABLE, CouplingMap, Pair
from qrt_facade._base.wording import pluralize
from qrt_facade._display.plots.canvas import GREY, SMALL, WHITE, axes_for

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

    from matplotlib.axes import Axes
    from matplotlib.colors import Normalize

_RADIUS: Final = 0.36
_INCHES: Final = 0.46  # between neighbouring qubits
_MARGIN: Final = 0.6
_NARROWEST: Final = 4.0
_BAR: Final = 0.12
_BAR_GAP: Final = 0.42
_LEGIBLE: Final = 5.0  # points; smaller numbers of qubits are left out


def plot(shown: CouplingMap, *, ax: Axes | None) -> Axes:
    """Draw the map; see `Backend.plot`."""
    columns, rows = (2 * _MARGIN + max(place[axis] for place in shown.places) for axis in (0, 1))
    width, height = max(_NARROWEST, _INCHES * columns), _INCHES * rows + 2 * (_BAR + _BAR_GAP)
    # The colour bars take their space from the axes, which matplotlib must therefore not arrange.
    axes = axes_for(ax, width + 0.4, height + 1.35, margins=(0.2, 0.2, 0.75, 0.6))
    axes.set_aspect("equal")
    axes.set_xlim(-_MARGIN, columns - _MARGIN)
    axes.set_ylim(rows - _MARGIN, -_MARGIN)  # the first row is on top
    axes.set_axis_off()
    axes.set_title(
        "\n".join([f"{shown.name}: {pluralize(len(shown.places), 'qubit')}", *_legend(shown)]),
        fontsize=SMALL + 2,
    )
    from mpl_toolkits.axes_grid1 import make_axes_locatable  # type: ignore[import-untyped] # published without types

    divider = make_axes_locatable(axes)
    _draw_qubits(axes, shown, divider)
    _draw_couplings(axes, shown, divider)
    return axes


def _draw_couplings(axes: Axes, shown: CouplingMap, divider: Any) -> None:
    from matplotlib.collections import LineCollection

    def lines(pairs: Iterable[Pair], **looks: Any) -> LineCollection:
        ends = [(shown.places[first], shown.places[second]) for first, second in pairs]
        drawn = LineCollection(ends, **looks)
        axes.add_collection(drawn, autolim=False)
        return drawn

    thickness = min(4.0, _points_between_qubits(axes) / 8)

    errors = {pair: shown.gate_errors[pair] for pair in shown.pairs if pair in shown.gate_errors}
    good = {pair: error for pair, error in errors.items() if error < UNUSABLE}
    lines(
        [pair for pair in shown.pairs if pair not in errors], colors=GREY, linewidths=thickness / 2, zorder=1
    )
    broken = [pair for pair in errors if pair not in good]
    # The text colour, black or white, is not on a colour scale.
    text = axes.title.get_color()
    lines(broken, colors=text, linewidths=thickness / 1.5, linestyles=(0, (1, 0.8)), zorder=1)
    if good:
        # An edge in the text colour keeps light colours visible on light styles, and dark ones on dark styles.
        lines(good, colors=text, linewidths=1.4 * thickness, zorder=1)
        scale = _scale(good.values())
        drawn = lines(good, linewidths=thickness, cmap="plasma", norm=scale, zorder=2)
        drawn.set_array(list(good.values()))
        _add_bar(
            divider,
            drawn,
            f"error of {(shown.gate or 'two-qubit').upper()} gates",
            highest=max(good.values()),
        )


def _draw_qubits(axes: Axes, shown: CouplingMap, divider: Any) -> None:
    from matplotlib.cm import ScalarMappable
    from matplotlib.collections import PatchCollection
    from matplotlib.patches import Circle

    good = {qubit: error for qubit, error in shown.readout_errors.items() if error < UNUSABLE}
    mappable: Any = ScalarMappable(norm=_scale(good.values()), cmap="viridis")
    faces = [
        mappable.to_rgba(good[qubit]) if qubit in good else WHITE if qubit in shown.readout_errors else GREY
        for qubit in range(len(shown.places))
    ]
    circles = PatchCollection(
        [Circle(place, _RADIUS) for place in shown.places],
        facecolors=faces,
        edgecolors=axes.title.get_color(),
        zorder=3,
    )
    axes.add_collection(circles, autolim=False)
    size = min(SMALL, _RADIUS * _points_between_qubits(axes))  # three digits fit
    for qubit, (x, y) in enumerate(shown.places if size >= _LEGIBLE else ()):
        pale = qubit not in good or mappable.norm(good[qubit]) > 0.5
        looks: dict[str, Any] = {"fontsize": size, "color": "black" if pale else "white", "zorder": 4}
        axes.text(x, y, str(qubit), ha="center", va="center_baseline", **looks)
    if good:
        _add_bar(divider, mappable, "readout error", highest=max(good.values()))


def _points_between_qubits(axes: Axes) -> float:
    """Return the distance between neighbours in points, on axes of any size, without the space of the colour bars."""
    box = axes.get_window_extent()
    (left, right), (bottom, top) = axes.get_xlim(), axes.get_ylim()
    height = box.height - 2 * (_BAR + _BAR_GAP) * axes.figure.dpi
    return max(min(box.width / abs(right - left), height / abs(top - bottom)) * 72 / axes.figure.dpi, 1.0)


def _add_bar(divider: Any, mappable: Any, label: str, *, highest: float) -> None:
    from matplotlib.ticker import MaxNLocator, PercentFormatter

    place = divider.append_axes("bottom", size=_BAR, pad=_BAR_GAP)
    extend = "max" if highest > mappable.norm.vmax else "neither"
    bar = place.figure.colorbar(mappable, cax=place, orientation="horizontal", extend=extend)
    bar.set_label(label, fontsize=SMALL + 1, labelpad=2)
    bar.ax.tick_params(labelsize=SMALL)
    bar.ax.xaxis.set_major_locator(MaxNLocator(4))
    bar.ax.xaxis.set_major_formatter(PercentFormatter(xmax=1.0))


def _legend(shown: CouplingMap) -> list[str]:
    """Return labels of the colours that are not on the bars."""
    couplings = [shown.gate_errors.get(pair) for pair in shown.pairs]
    errors = [*(shown.readout_errors.get(qubit) for qubit in range(len(shown.places))), *couplings]
    broken = any(error is not None and error >= UNUSABLE for error in errors)
    lines = ["white qubits, dashed couplings: do not work (error 1)"] if broken else []
    return lines + (["grey: no error reported"] if None in errors else [])


def _scale(errors: Collection[float]) -> Normalize:
    """Return a linear scale that outliers do not stretch: beyond the 95th percentile the colour stays the same."""
    from matplotlib.colors import Normalize

    ordered = sorted(errors) or [0.0, 1.0]
    low, high = ordered[0], ordered[math.ceil(0.95 * (len(ordered) - 1))]
    return Normalize(low, max(high, low + 1e-4), clip=True)
