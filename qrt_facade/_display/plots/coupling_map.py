"""A device's map: qubits coloured by readout error, couplings by the error of their two-qubit gate."""

# matplotlib's own types leave its keyword arguments open.
# pyright: reportUnknownMemberType=false
from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from qrt_facade._base.coerce import is_list, list_of, mapping_of, number_of, whole_of
from qrt_facade._base.units import measured
from qrt_facade._display.plots.canvas import GREY, SMALL, VERMILION, axes_for
from qrt_facade.errors import ConfigurationError

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping, Sequence

    from matplotlib.axes import Axes
    from matplotlib.colors import Normalize

_RADIUS: Final = 0.36
_INCHES: Final = 0.46  # between neighbouring qubits
_MARGIN: Final = 0.6
_NARROWEST: Final = 4.0
_BAR: Final = 0.12
_BAR_GAP: Final = 0.42
_UNUSABLE: Final = 1.0  # what the service reports as the error of a gate or readout that does not work
_LEGIBLE: Final = 5.0  # points; smaller numbers of qubits are left out
_PREFERRED: Final = ("cz", "ecr", "cx")  # of several two-qubit gates, the one that circuits use

Pair = tuple[int, int]


@dataclass(frozen=True, slots=True)
class CouplingMap:
    """What the map shows.

    Attributes:
        name: The backend's name.
        places: Place of each qubit, x to the right and y downwards.
        pairs: Coupled qubits, the lower number first.
        readout_errors: Readout error of qubits, as a probability.
        gate: Name of the two-qubit gate, or None when the properties name none.
        gate_errors: Error of that gate for pairs: the smaller one, of two directions.
    """

    name: str
    places: Sequence[tuple[float, float]]
    pairs: Sequence[Pair]
    readout_errors: Mapping[int, float]
    gate: str | None
    gate_errors: Mapping[Pair, float]

    @classmethod
    def of(cls, name: str, configuration: Mapping[str, Any], properties: Mapping[str, Any]) -> CouplingMap:
        """Read a device's configuration and properties, whatever they leave out.

        Raises:
            ConfigurationError: The configuration does not give the number of qubits.
        """
        qubits = whole_of(configuration.get("n_qubits")) or 0
        if qubits < 1:
            raise ConfigurationError(
                f"the configuration of {name} names no qubits, so there is nothing to draw"
            )
        pairs = {pair for edge in list_of(configuration.get("coupling_map")) if (pair := _pair(edge, qubits))}
        gate, gate_errors = _gate_errors(properties, qubits)
        return cls(
            name=name,
            places=_places(configuration.get("coords"), qubits),
            pairs=sorted(pairs),
            readout_errors=_readout_errors(properties),
            gate=gate,
            gate_errors=gate_errors,
        )


def plot(shown: CouplingMap, *, ax: Axes | None) -> Axes:
    """Draw the map; see `Backend.plot`."""
    columns, rows = (2 * _MARGIN + max(place[axis] for place in shown.places) for axis in (0, 1))
    width, height = max(_NARROWEST, _INCHES * columns), _INCHES * rows + 2 * (_BAR + _BAR_GAP)
    # The bars are cut from the axes, which therefore are not left to matplotlib to arrange.
    axes = axes_for(ax, width + 0.4, height + 1.35, margins=(0.2, 0.2, 0.75, 0.6))
    axes.set_aspect("equal")
    axes.set_xlim(-_MARGIN, columns - _MARGIN)
    axes.set_ylim(rows - _MARGIN, -_MARGIN)  # the first row is on top
    axes.set_axis_off()
    axes.set_title(
        "\n".join([f"{shown.name}: {len(shown.places)} qubits", *_legend(shown)]), fontsize=SMALL + 2
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
    good = {pair: error for pair, error in errors.items() if error < _UNUSABLE}
    lines(
        [pair for pair in shown.pairs if pair not in errors], colors=GREY, linewidths=thickness / 2, zorder=1
    )
    broken = [pair for pair in errors if pair not in good]
    lines(broken, colors=VERMILION, linewidths=thickness, linestyles=(0, (0.6, 0.6)), zorder=1)
    if good:
        # A dark edge around the line keeps pale colours visible on any background.
        lines(good, colors="black", linewidths=1.4 * thickness, zorder=1)
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

    good = {qubit: error for qubit, error in shown.readout_errors.items() if error < _UNUSABLE}
    mappable: Any = ScalarMappable(norm=_scale(good.values()), cmap="viridis")
    faces = [
        mappable.to_rgba(good[qubit])
        if qubit in good
        else VERMILION
        if qubit in shown.readout_errors
        else GREY
        for qubit in range(len(shown.places))
    ]
    circles = PatchCollection(
        [Circle(place, _RADIUS) for place in shown.places], facecolors=faces, edgecolors="black", zorder=3
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
    """How far neighbours are apart, also on axes of the caller's size, once the bars are cut from them."""
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
    """Words for the colours that are not on the bars."""
    couplings = [shown.gate_errors.get(pair) for pair in shown.pairs]
    errors = [*(shown.readout_errors.get(qubit) for qubit in range(len(shown.places))), *couplings]
    broken = any(error is not None and error >= _UNUSABLE for error in errors)
    lines = ["orange or dashed: does not work (error 1)"] if broken else []
    return lines + (["grey: no error reported"] if None in errors else [])


def _scale(errors: Collection[float]) -> Normalize:
    """A linear scale that a few bad ones do not stretch: beyond the 95th percentile the colour stays."""
    from matplotlib.colors import Normalize

    ordered = sorted(errors) or [0.0, 1.0]
    low, high = ordered[0], ordered[math.ceil(0.95 * (len(ordered) - 1))]
    return Normalize(low, max(high, low + 1e-4), clip=True)


def _places(coordinates: Any, qubits: int) -> list[tuple[float, float]]:
    """Return the qubits' places as the device reports them, from (0, 0) on; a circle when any is missing."""
    places = [
        (float(place[0]), float(place[1]))
        for place in list_of(coordinates)
        if is_list(place) and len(place) == 2 and None not in {number_of(place[0]), number_of(place[1])}
    ]
    if len(places) != qubits or len(set(places)) != qubits:
        radius = max(qubits / (2 * math.pi), 0.5)
        turns = (2 * math.pi * number / qubits for number in range(qubits))
        places = [(radius * math.sin(turn), -radius * math.cos(turn)) for turn in turns]
    left, top = min(x for x, _ in places), min(y for _, y in places)
    return [(x - left, y - top) for x, y in places]


def _gate_errors(properties: Mapping[str, Any], qubits: int) -> tuple[str | None, dict[Pair, float]]:
    found: dict[str, dict[Pair, float]] = {}
    for entry in map(mapping_of, list_of(properties.get("gates"))):
        pair = _pair(entry.get("qubits"), qubits)
        error = measured(entry.get("parameters")).get("gate_error")
        if pair is not None and error is not None:
            errors = found.setdefault(str(entry.get("gate")), {})
            errors[pair] = min(error, errors.get(pair, error))
    if not found:
        return None, {}
    gate = next((name for name in _PREFERRED if name in found), max(found, key=lambda name: len(found[name])))
    return gate, found[gate]


def _readout_errors(properties: Mapping[str, Any]) -> dict[int, float]:
    errors = enumerate(measured(entry).get("readout_error") for entry in list_of(properties.get("qubits")))
    return {qubit: error for qubit, error in errors if error is not None}


def _pair(edge: Any, qubits: int) -> Pair | None:
    ends = [whole_of(end) for end in list_of(edge)]
    if len(ends) != 2 or ends[0] == ends[1] or any(end is None or not 0 <= end < qubits for end in ends):
        return None
    first, second = sorted(end for end in ends if end is not None)
    return first, second
