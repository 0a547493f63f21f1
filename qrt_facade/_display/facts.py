"""What is known of a job, a session or a backend, as labels and values that a notebook and a terminal both show."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, NamedTuple

from qrt_facade._display.format import moment

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import tzinfo

Value = str | datetime | None
"""Text, a moment that is written in the reader's time zone or in UTC, or None for what is not known."""

Facts = list[tuple[str, Value]]
"""Labels and values. The labels do not depend on the values, so that several things can be compared."""


class Comparison(NamedTuple):
    """Several things of one kind, a row each.

    Attributes:
        columns: The kind, and the labels of what is compared.
        rows: The name of each thing, and its values.
    """

    columns: Sequence[str]
    rows: Sequence[Sequence[Value]]


def known(facts: Facts) -> Facts:
    """Return the facts that are known, numbers as plain text: of unlike units, they are not aligned."""
    return [(label, str(value) if isinstance(value, str) else value) for label, value in facts if value]


def compare(
    kind: str, things: Iterable[tuple[str, Facts]], labels: Sequence[str] | None = None
) -> Comparison:
    """Put things of one kind below each other.

    Args:
        kind: What they are, above their names.
        things: Name and facts of each.
        labels: Which of the facts, in this order; all of them when not given.
    """
    listed = [(name, dict(facts)) for name, facts in things]
    shown = list(labels if labels is not None else listed[0][1] if listed else ())
    return Comparison((kind, *shown), [(name, *(facts[label] for label in shown)) for name, facts in listed])


def text(value: Value, *, unknown: str, zone: tzinfo | None = UTC) -> str:
    """Return a value as text, moments in UTC, or in the local time zone when `zone` is None."""
    if isinstance(value, datetime):
        return moment(value, zone)
    return unknown if value is None else value
