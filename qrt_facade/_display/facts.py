"""Facts about a job, a session or a backend: labels and values for notebooks and terminals."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, NamedTuple

from qrt_facade._display.format import moment

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import tzinfo

Value = str | datetime | None
"""Text, a moment shown in local time or in UTC, or None if unknown."""

Facts = list[tuple[str, Value]]
"""Labels and values. The labels do not depend on the values, so several objects can be compared."""


class Comparison(NamedTuple):
    """Several objects of one kind, one row each.

    Attributes:
        columns: The kind, and the labels of what is compared.
        rows: The name of each object, and its values.
    """

    columns: Sequence[str]
    rows: Sequence[Sequence[Value]]


def known(facts: Facts) -> Facts:
    """Return the known facts, numbers as plain text: with different units, they are not aligned."""
    return [(label, str(value) if isinstance(value, str) else value) for label, value in facts if value]


def compare(
    kind: str, things: Iterable[tuple[str, Facts]], labels: Sequence[str] | None = None
) -> Comparison:
    """Compare objects of one kind, one row each.

    Args:
        kind: What the objects are; the heading of the column of names.
        things: Name and facts of each object.
        labels: Labels of the facts to show, in this order; all by default.
    """
    listed = [(name, dict(facts)) for name, facts in things]
    shown = list(labels if labels is not None else listed[0][1] if listed else ())
    return Comparison((kind, *shown), [(name, *(facts[label] for label in shown)) for name, facts in listed])


def text(value: Value, *, unknown: str, zone: tzinfo | None = UTC) -> str:
    """Return a value as text, moments in UTC, or in the local time zone when `zone` is None."""
    if isinstance(value, datetime):
        return moment(value, zone)
    return unknown if value is None else value
