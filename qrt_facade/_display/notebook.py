"""What notebooks show of a backend, a job, a result: small HTML tables, made from values that are at hand already.

No call is made, no script and no style sheet is used. Everything that came from outside is escaped. Colours are those of
the page, so that light and dark themes both work.
"""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import datetime

    from qrt_facade._service.account import Usage
    from qrt_facade._service.backends import BackendState
    from qrt_facade._service.jobs import JobState
    from qrt_facade._service.sessions import SessionDetails
    from qrt_facade.results import (
        EstimatorPubResult,
        EstimatorResult,
        SamplerPubResult,
        SamplerResult,
        Samples,
    )

MAX_ROWS = 10
"""Rows of a table of unknown length, such as counts, before the rest is summed up."""
MAX_TEXT = 200
"""Characters of a text before it is cut."""

_FONT = "background:transparent;color:currentColor;font-variant-numeric:tabular-nums"
_TABLE = f"border-collapse:collapse;margin:0.3em 0;{_FONT}"
_LEFT = f"text-align:left;padding:0.1em 0.8em 0.1em 0;{_FONT}"
_RIGHT = f"text-align:right;padding:0.1em 0.8em 0.1em 0;white-space:nowrap;{_FONT}"
_CAPTION = "caption-side:top;text-align:left;padding:0 0 0.3em 0;font-weight:600;color:currentColor"
_HEAD = "font-weight:600;border-bottom:1px solid currentColor"
_NOTE = "color:currentColor;opacity:0.7;margin:0.2em 0"


class Html(str):
    """HTML that a notebook renders when it is the value of a cell."""

    __slots__ = ()

    def _repr_html_(self) -> str:
        return str(self)


class Number(str):
    """A number as text, to be aligned with those above and below it."""

    __slots__ = ()


def backends(several: Iterable[Any]) -> Html:
    """Compare backends in one table: `notebook.backends(client.backends.list())`.

    Args:
        several: Backends of either client.
    """
    rows = [_backend_row(backend.state) for backend in several]
    head = ("backend", "status", "qubits", "jobs waiting", "2-qubit error", "readout error", "CLOPS")
    return _table(f"{len(rows)} backends", rows, head=head)


def backend(state: BackendState) -> Html:
    """One backend, as the last list described it."""
    shown = _backend_row(state)
    return _facts(
        f"Backend {state.name}",
        [
            ("status", " ".join(filter(None, (state.status, f"({state.reason})" if state.reason else None)))),
            ("processor", state.processor),
            ("qubits", shown[2]),
            ("jobs waiting", shown[3]),
            ("2-qubit error", shown[4]),
            ("readout error", shown[5]),
            ("CLOPS", shown[6]),
        ],
    )


def job(state: JobState) -> Html:
    """One job, as the service described it last."""
    return _facts(
        f"Job {state.id}",
        [
            ("status", state.status),
            ("program", state.program_id),
            ("backend", state.backend),
            ("created", _moment(state.created)),
            ("session", state.session_id),
            ("tags", ", ".join(state.tags)),
            ("private", "yes" if state.private else None),
            ("QPU time", _seconds(state.usage_seconds)),
            ("QPU time expected", _seconds(state.estimated_seconds) if state.usage_seconds is None else None),
            ("reason", None if state.reason is None else str(state.reason)),
        ],
    )


def session(details: SessionDetails) -> Html:
    """A session or batch, as the service described it last."""
    accepting = {True: "yes", False: "no", None: None}[details.accepting_jobs]
    return _facts(
        f"{'Batch' if details.mode == 'batch' else 'Session'} {details.id}",
        [
            ("mode", details.mode),
            ("backend", details.backend),
            ("state", details.state),
            ("reason", details.state_reason),
            ("takes jobs", accepting),
            ("started", _moment(details.started_at)),
            ("closed", _moment(details.closed_at)),
            ("lasts at most", _seconds(details.max_ttl)),
            ("ends when idle for", _seconds(details.interactive_ttl)),
            ("used", _seconds(details.usage_seconds)),
        ],
    )


def usage(spent: Usage) -> Html:
    """QPU time of an instance; the instance itself is not named, since its CRN holds the account's id."""
    return _facts(
        "QPU time of the instance",
        [
            ("used", _seconds(spent.consumed_seconds)),
            ("limit", _seconds(spent.limit_seconds)),
            ("allocation", _seconds(spent.allocation_seconds)),
            ("left", _seconds(spent.remaining_seconds)),
            ("limit reached", {True: "yes", False: "no", None: None}[spent.limit_reached]),
            ("from", _moment(spent.period_start)),
            ("to", _moment(spent.period_end)),
            ("time available at", _moment(spent.time_available_at)),
        ],
    )


def samples(of: Samples, name: str | None = None) -> Html:
    """The most frequent bitstrings of a register, with counts and shares; all points of a sweep together."""
    counts = of.counts()
    total = sum(counts.values())
    most = sorted(counts.items(), key=lambda item: (-item[1], item[0]))
    rows = [(bits, Number(f"{count:,}"), _share(count / total)) for bits, count in most[:MAX_ROWS]]
    if rest := most[MAX_ROWS:]:
        others = sum(count for _, count in rest)
        rows.append((f"{len(rest):,} others", Number(f"{others:,}"), _share(others / total)))
    sweep = f", all points of the sweep {_shape(of.shape)} together" if of.shape else ""
    caption = (
        f"{f'Register {name}' if name is not None else 'Samples'}: {of.num_bits} bits, {total:,} shots{sweep}"
    )
    return _table(caption, rows, head=("bitstring", "shots", "share"))


def sampler_pub(result: SamplerPubResult) -> Html:
    """Each register of a PUB."""
    return Html("".join(_register(name, value) for name, value in result.data.items()))


def sampler_result(result: SamplerResult) -> Html:
    """Each PUB of a sampler's result, the first of them in full."""
    return _each_pub("Sampler result", result, sampler_pub)


def estimator_pub(result: EstimatorPubResult) -> Html:
    """Expectation values with their standard errors, the first of them when there are many."""
    import numpy as np

    evs = result.evs
    stds = result.data.get("stds", np.full(np.shape(evs), np.nan))
    points = list(np.ndindex(np.shape(evs)))
    rows = [
        (_shape(point), *_with_error(float(evs[point]), float(stds[point]))) for point in points[:MAX_ROWS]
    ]
    table = _table("", rows, head=("point", "expectation value", "standard error"))
    left_out = len(points) - len(rows)
    return Html(table + (_note(f"and {left_out:,} more points") if left_out > 0 else ""))


def estimator_result(result: EstimatorResult) -> Html:
    """Each PUB of an estimator's result, the first of them in full."""
    return _each_pub("Estimator result", result, estimator_pub)


def _each_pub(title: str, result: Sequence[Any], show: Any) -> Html:
    several = f"{title}: {len(result)} PUB{'' if len(result) == 1 else 's'}"
    parts = [f'<div style="{_FONT};font-weight:600">{escape(several)}</div>']
    for number, pub in enumerate(result[:MAX_ROWS]):
        parts.append(_note(f"PUB {number}, shape {_shape(pub.shape)}"))
        parts.append(show(pub))
    if len(result) > MAX_ROWS:
        parts.append(_note(f"and {len(result) - MAX_ROWS:,} more PUBs"))
    return Html("".join(parts))


def _register(name: str, value: Any) -> str:
    from qrt_facade.results import Samples

    if isinstance(value, Samples):
        return samples(value, name)
    return _note(f"Register {name}: {value.dtype} array of shape {_shape(value.shape)}")


def _backend_row(state: BackendState) -> tuple[str | None, ...]:
    return (
        state.name,
        state.status,
        _whole(state.num_qubits),
        _whole(state.queue_length),
        _share(state.two_qubit_error),
        _share(state.readout_error),
        None if state.clops is None else _whole(round(state.clops)),
    )


def _facts(caption: str, facts: Sequence[tuple[str, str | None]]) -> Html:
    """A table of what is known; what is not known has no row."""
    return _table(caption, [(name, str(value)) for name, value in facts if value])


def _table(caption: str, rows: Sequence[Sequence[str | None]], *, head: Sequence[str] = ()) -> Html:
    parts = [f'<table style="{_TABLE}">']
    if caption:
        parts.append(f'<caption style="{_CAPTION}">{_text(caption)}</caption>')
    if head:
        numeric = [any(isinstance(row[column], Number) for row in rows) for column in range(len(head))]
        cells = (
            f'<th scope="col" style="{_RIGHT if right else _LEFT};{_HEAD}">{_text(name)}</th>'
            for name, right in zip(head, numeric, strict=True)
        )
        parts.append(f'<tr style="background:transparent">{"".join(cells)}</tr>')
    for first, *others in rows:
        cells = (
            f'<td style="{_RIGHT if isinstance(cell, Number) else _LEFT}">{_text(cell)}</td>'
            for cell in others
        )
        parts.append(
            f'<tr style="background:transparent"><th scope="row" style="{_LEFT};font-weight:400">{_text(first)}</th>'
            f"{''.join(cells)}</tr>"
        )
    return Html("".join([*parts, "</table>"]))


def _note(text: str) -> str:
    return f'<div style="{_NOTE}">{_text(text)}</div>'


def _text(text: str | None) -> str:
    if text is None:
        return "not known"
    return escape(text if len(text) <= MAX_TEXT else f"{text[:MAX_TEXT]}…")


def _shape(shape: Sequence[int]) -> str:
    return f"({', '.join(map(str, shape))}{',' if len(shape) == 1 else ''})"


def _whole(number: int | None) -> Number | None:
    return None if number is None else Number(f"{number:,}")


def _share(share: float | None) -> Number | None:
    return None if share is None else Number(f"{share:.2%}".replace("%", "\u00a0%"))


def _seconds(seconds: float | None) -> Number | None:
    return None if seconds is None else Number(f"{seconds:,.10g}\u00a0s")


def _moment(moment: datetime | None) -> str | None:
    return None if moment is None else f"{moment:%Y-%m-%d %H:%M:%S} UTC"


def _with_error(value: float, error: float) -> tuple[Number, Number]:
    """Write a value with as many decimals as its error leaves meaning to."""
    import math

    decimals = 4
    if math.isfinite(error) and error > 0:
        decimals = min(max(1 - math.floor(math.log10(error)), 0), 12)
    return Number(f"{value:.{decimals}f}"), Number(f"{error:.{decimals}f}")
