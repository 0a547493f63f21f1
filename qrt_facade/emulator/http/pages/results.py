"""A job's result as charts: histograms, small multiples of a sweep, expectation values with their errors."""

from __future__ import annotations

import math
from collections import Counter
from typing import TYPE_CHECKING

from qrt_facade._base.wording import pluralize, with_uncertainty
from qrt_facade.emulator.http.pages.arrays import UNREADABLE, indices
from qrt_facade.emulator.http.pages.counting import MOST_POINTS, registers_of
from qrt_facade.emulator.http.pages.elements import Column, append, details, element, table
from qrt_facade.emulator.http.pages.expectation import MOST_VALUES, estimates_of
from qrt_facade.emulator.http.pages.points import SubmittedPub, sampler_pub, submitted_pubs
from qrt_facade.emulator.http.pages.summaries import MOST_ENTRIES, entries_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from qrt_facade.emulator.http.pages.counting import Histogram, Register
    from qrt_facade.emulator.http.pages.elements import Content, Element
    from qrt_facade.emulator.http.pages.expectation import Estimates

_MATRIX_OUTCOMES = 8
_MATRIX_BITS = 10
_GROUP = 10
_SHORT = 20
"""Number of bits up to which bars get more room than outcomes."""


def result_elements(program_id: str, result: str, params: str | None) -> list[Element]:
    """Return the elements that show the result of a completed job.

    Args:
        program_id: The program that returned it.
        result: The result's text.
        params: The text of the job's params, for names of parameters and observables; None omits the names.
    """
    try:
        if program_id == "sampler":
            pubs = [sampler_pub(pub) for pub in submitted_pubs(params)]
            return [part for one in registers_of(result) for part in _register(one, _of(pubs, one.pub))]
        if program_id == "estimator":
            pubs = submitted_pubs(params)
            return [_estimates(one, _of(pubs, one.pub)) for one in estimates_of(result)]
        return [_summary(result)]
    except UNREADABLE:
        # Clients and programs use more formats than this module can show.
        return [
            element(
                "p",
                f"The result has {len(result):,} bytes, in a format that cannot be shown here.",
                class_="notice",
            )
        ]


def _of(pubs: Sequence[SubmittedPub], number: int) -> SubmittedPub:
    return pubs[number] if number < len(pubs) else SubmittedPub()


def _register(register: Register, pub: SubmittedPub) -> list[Element]:
    title = f"PUB {register.pub}, register {register.name}"
    if not register.points:
        return [element("p", f"{title}: no points.", class_="notice")]
    if not register.shape:
        (histogram,) = register.points
        return [_histogram(f"{title}: {_shots(histogram)}", histogram)]
    names = _point_names(register.shape, pub.parameters(register.shape))
    points = math.prod(register.shape)
    shots = register.points[0].total
    caption = f"{title}: a sweep of {pluralize(points, 'point')}, {pluralize(shots, 'shot')} each"
    left = f"Points {MOST_POINTS} to {points - 1:,} are not shown." if points > len(register.points) else None
    outcomes = sorted({outcome for point in register.points for outcome, _ in point.counts})
    if register.num_bits <= _MATRIX_BITS and len(outcomes) <= _MATRIX_OUTCOMES:
        return [_matrix(caption, outcomes, names, register.points), *_note(left)]
    folded = element("section", element("h2", caption), class_="card")
    for number, (name, point) in enumerate(zip(names, register.points, strict=False)):
        id_ = f"pub-{register.pub}-{register.name}-{number}"
        append(folded, details(name, _histogram(_shots(point), point), id_=id_, open_=number == 0))
    return [folded, *_note(left)]


def _note(text: str | None) -> list[Element]:
    return [] if text is None else [element("p", text, class_="muted")]


def _shots(histogram: Histogram) -> str:
    return pluralize(histogram.total, "shot")


def _point_names(shape: tuple[int, ...], parameters: list[str] | None) -> list[str]:
    names = []
    for number, index in enumerate(indices(shape)):
        if number >= MOST_POINTS:
            break
        names.append(_point(number, index, parameters))
    return names


def _point(number: int, index: tuple[int, ...], parameters: list[str] | None) -> str:
    place = ", ".join(map(str, index))
    return f"point {place}" if parameters is None else f"{place}: {parameters[number]}"


def _histogram(caption: str, histogram: Histogram) -> Element:
    rows: list[Sequence[Content]] = [
        (_bits(outcome), f"{shots:,}", _share(shots, histogram.total)) for outcome, shots in histogram.counts
    ]
    if histogram.others:
        others = pluralize(histogram.others, "other outcome")
        rows.append(
            (
                element("span", others, class_="muted"),
                f"{histogram.other_shots:,}",
                _share(histogram.other_shots, histogram.total),
            )
        )
    long = any(len(outcome) > _SHORT for outcome, _ in histogram.counts)
    columns = (
        Column("outcome", "wide code" if long else "code"), Column("count", "number"),
        Column("share", "share" if long else "wide share"),
    )  # fmt: skip
    return table(caption, columns, rows, kind="cards bare" if long else "plain")


def _matrix(
    caption: str, outcomes: Sequence[str], names: Sequence[str], points: Sequence[Histogram]
) -> Element:
    """Return a table with a row for each point and a column for each outcome."""
    rows: list[Sequence[Content]] = []
    for name, point in zip(names, points, strict=False):
        counts = Counter(dict(point.counts))
        rows.append([name, *(_cell(counts[outcome], point.total) for outcome in outcomes)])
    columns = [Column("point", "text"), *(Column(outcome, "number share") for outcome in outcomes)]
    return table(caption, columns, rows, kind="plain")


def _cell(shots: int, total: int) -> Element:
    return element("span", f"{shots:,}", element("meter", min=0, max=max(total, 1), value=shots))


def _share(shots: int, total: int) -> Element:
    percent = 100 * shots / total if total else 0.0
    return element(
        "span", element("meter", min=0, max=max(total, 1), value=shots), f"{percent:.1f} %", class_="measure"
    )


def _bits(outcome: str) -> Element:
    """Format a bitstring; long ones can wrap every ten bits, and are copied without spaces."""
    code = element("code", class_="bits")
    if len(outcome) <= _GROUP + _GROUP // 2:
        append(code, outcome)
        return code
    for start in range(0, len(outcome), _GROUP):
        append(code, element("span", outcome[start : start + _GROUP]), element("wbr"))
    return code


def _estimates(estimates: Estimates, pub: SubmittedPub) -> Element:
    shape = estimates.shape
    parameters = pub.parameters(shape)
    observed = pub.observed(shape)
    reaches = (abs(ev) + std for ev, std in zip(estimates.evs, estimates.stds, strict=True))
    scale = max(filter(math.isfinite, reaches), default=1.0)
    columns = [
        *([Column("point", "text")] if shape else []),
        *([Column("observable", "text code")] if observed else []),
        Column("value ± error", "number"),
        Column("", "plot"),
    ]
    rows: list[list[Content]] = []
    for number, index in enumerate(indices(shape)):
        if number >= MOST_VALUES:
            break
        ev, std = estimates.evs[number], estimates.stds[number]
        rows.append(
            [
                *([_point(number, index, parameters)] if shape else []),
                *([element("code", observed[number])] if observed else []),
                with_uncertainty(ev, std),
                _interval(ev, std, scale),
            ]
        )
    many = math.prod(shape)
    left = f", showing the first {MOST_VALUES}" if many > MOST_VALUES else ""
    return table(
        f"PUB {estimates.pub}: {pluralize(many, 'expectation value')}{left}", columns, rows, kind="cards bare"
    )


def _interval(value: float, error: float, scale: float) -> Element | None:
    """Draw a value and its standard error on an axis that is scaled to the largest value of the PUB."""
    if not (math.isfinite(value) and math.isfinite(error) and math.isfinite(scale)) or scale <= 0:
        return None
    middle, low, high = (80 + 72 * at / scale for at in (value, value - error, value + error))
    return element(
        "svg",
        element("line", x1=8, x2=152, y1=8, y2=8, class_="axis"),
        element("line", x1=80, x2=80, y1=2, y2=14, class_="axis"),
        element("line", x1=f"{low:.1f}", x2=f"{high:.1f}", y1=8, y2=8, class_="error"),
        element("circle", cx=f"{middle:.1f}", cy=8, r=3, class_="value"),
        viewBox="0 0 160 16", width=160, height=16, aria_hidden="true", class_="interval",
    )  # fmt: skip


def _summary(result: str) -> Element:
    entries = entries_of(result)
    left = f" (the first {MOST_ENTRIES})" if len(entries) == MOST_ENTRIES else ""
    rows = table(f"Entries of the result{left}", ("entry", Column("content", "wide")), entries, kind="plain")
    return details(f"Result: {len(result):,} bytes", rows, id_="result")
