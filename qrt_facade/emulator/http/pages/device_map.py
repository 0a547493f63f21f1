"""A device's coupling map as plain SVG, with errors shown by colour and line width.

Broken parts also differ in shape: a cross through a qubit, a dashed line between two.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from qrt_facade._base.scales import LEVELS, Scale
from qrt_facade.emulator.http.pages.elements import element

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from qrt_facade.emulator.domain.chart import Chart, Coupling, Qubit, State
    from qrt_facade.emulator.http.pages.elements import Content, Element

_CELL: Final = 48
_RADIUS: Final = 17
_CROSS: Final = 11
_MARGIN: Final = 0.6
_SWATCH: Final = 28


def device_map(name: str, chart: Chart) -> Element:
    """Return the map of a device. It scales to its container; each part has its figures as a title."""
    of_qubits, of_couplings = _scales(chart)
    couplings = [_coupling(one, chart, of_couplings) for one in chart.couplings]
    qubits = [_qubit(one, of_qubits) for one in chart.qubits]
    broken = (
        sum(one.state == "broken" for one in chart.qubits),
        sum(one.state == "broken" for one in chart.couplings),
    )
    label = (
        f"Coupling map of {name}: {len(qubits)} qubits, {len(couplings)} couplings; "
        f"{broken[0]} qubits and {broken[1]} couplings do not work"
    )
    return _drawing(chart, *couplings, *qubits, class_="device-map", role="img", aria_label=label)


def thumbnail(chart: Chart) -> Element:
    """Return a small map without numbers and errors, for a list of devices."""
    lines = " ".join(
        "M{:g} {:g}L{:g} {:g}".format(*_at(chart.qubits[a].place), *_at(chart.qubits[b].place))
        for a, b in (one.pair for one in chart.couplings)
    )
    dots = " ".join("M{:g} {:g}h.01".format(*_at(one.place)) for one in chart.qubits)
    return _drawing(
        chart,
        element("path", d=lines, class_="lines"),
        element("path", d=dots, class_="dots"),
        class_="device-thumbnail",
        aria_hidden="true",
    )


def legend(chart: Chart) -> Element:
    """Return the legend of the map, with units."""
    of_qubits, of_couplings = _scales(chart)
    node = element(
        "dl",
        element("dt", "Readout error"),
        *_entries("qubit", of_qubits, [(one.state, one.readout_error) for one in chart.qubits]),
        class_="legend",
    )
    if chart.couplings:
        node.append(element("dt", f"Error of {chart.gate or 'the two-qubit gate'}"))
        node.extend(_entries("coupling", of_couplings, [(one.state, one.error) for one in chart.couplings]))
    return node


def percent(error: float | None) -> str:
    """Format a probability in percent with three digits."""
    return "not measured" if error is None else f"{100 * error:.3g} %"


def microseconds(seconds: float | None) -> str:
    """Format a duration in microseconds."""
    return "not measured" if seconds is None else f"{seconds * 1e6:.3g} \N{MICRO SIGN}s"


def _scales(chart: Chart) -> tuple[Scale, Scale]:
    return (
        Scale.of(one.readout_error for one in chart.qubits if one.state == "works"),
        Scale.of(one.error for one in chart.couplings if one.state == "works"),
    )


def _drawing(chart: Chart, *children: Element, **attributes: str) -> Element:
    width, height = ((max(one.place[axis] for one in chart.qubits) + 2 * _MARGIN) * _CELL for axis in (0, 1))
    return element(
        "svg", *children, viewBox=f"0 0 {width:g} {height:g}", width=f"{width:g}", height=f"{height:g}", **attributes
    )  # fmt: skip


def _at(place: tuple[float, float]) -> tuple[float, float]:
    x, y = place
    return round((x + _MARGIN) * _CELL, 1), round((y + _MARGIN) * _CELL, 1)


def _kind(state: State, level: int) -> str:
    return f"level-{level}" if state == "works" else state


def _qubit(one: Qubit, scale: Scale) -> Element:
    x, y = _at(one.place)
    title = (
        f"Qubit {one.number}{_remark(one.state)}\nreadout error {percent(one.readout_error)}\n"
        f"T1 {microseconds(one.t1)}, T2 {microseconds(one.t2)}"
    )
    return element(
        "g",
        element("title", title),
        element("circle", cx=f"{x:g}", cy=f"{y:g}", r=_RADIUS),
        _cross(x, y, _CROSS) if one.state == "broken" else None,
        element("text", one.number, x=f"{x:g}", y=f"{y:g}"),
        class_=f"qubit {_kind(one.state, scale.level(one.readout_error))}",
    )


def _coupling(one: Coupling, chart: Chart, scale: Scale) -> Element:
    (x1, y1), (x2, y2) = (_at(chart.qubits[number].place) for number in one.pair)
    title = (
        f"Qubits {one.pair[0]} and {one.pair[1]}{_remark(one.state)}\n"
        f"{one.gate or 'two-qubit gate'}: error {percent(one.error)}"
    )
    return element(
        "g",
        element("title", title),
        element("line", x1=f"{x1:g}", y1=f"{y1:g}", x2=f"{x2:g}", y2=f"{y2:g}"),
        class_=f"coupling {_kind(one.state, scale.level(one.error))}",
    )


def _remark(state: State) -> str:
    return {"works": "", "broken": ": does not work", "unknown": ": not measured"}[state]


def _cross(x: float, y: float, reach: float) -> Element:
    return element(
        "path",
        d=f"M{x - reach:g} {y - reach:g}L{x + reach:g} {y + reach:g}M{x - reach:g} {y + reach:g}L{x + reach:g} {y - reach:g}",
        class_="cross",
    )


def _entries(part: str, scale: Scale, errors: Sequence[tuple[State, float | None]]) -> Iterable[Element]:
    present = {state for state, _ in errors}
    worst = max((error for state, error in errors if state == "works" and error is not None), default=0.0)
    if "works" in present:
        # With few values several levels may have the same limit; only the last of them is used in the map.
        for level, limit in enumerate(scale.limits):
            if level == 0 or limit > scale.limits[level - 1]:
                yield element("dd", _swatch(part, f"level-{level}"), f"up to {percent(limit)}")
        if scale.level(worst) == LEVELS - 1:
            yield element("dd", _swatch(part, f"level-{LEVELS - 1}"), "more")
    for state, words in (("broken", "does not work"), ("unknown", "not measured")):
        if state in present:
            yield element("dd", _swatch(part, state), words)


def _swatch(part: str, kind: str) -> Element:
    middle = _SWATCH / 2
    shapes: tuple[Content, ...]
    if part == "qubit":
        shapes = (
            element("circle", cx=f"{middle:g}", cy=f"{middle:g}", r="10"),
            _cross(middle, middle, 6.5) if kind == "broken" else None,
        )
    else:
        shapes = (element("line", x1="2", y1=f"{middle:g}", x2=f"{_SWATCH - 2}", y2=f"{middle:g}"),)
    return element(
        "svg", element("g", *shapes, class_=f"{part} {kind}"), viewBox=f"0 0 {_SWATCH} {_SWATCH}", width="20",
        height="20", aria_hidden="true",
    )  # fmt: skip
