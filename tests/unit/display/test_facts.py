"""Labels and values that notebooks and terminals both show."""

from __future__ import annotations

from datetime import UTC, datetime

from qrt_facade._display.facts import Facts, compare, known, text
from qrt_facade._display.format import Number

FACTS: Facts = [("status", "online"), ("qubits", Number("5")), ("reason", None), ("tags", "")]


def test_unknown_and_empty_facts_are_omitted() -> None:
    assert known(FACTS) == [("status", "online"), ("qubits", "5")]


def test_numbers_of_different_units_are_not_aligned() -> None:
    assert not any(isinstance(value, Number) for _, value in known(FACTS))


def test_comparison_has_a_column_for_every_fact() -> None:
    columns, rows = compare("backend", [("a", FACTS), ("b", [(label, None) for label, _ in FACTS])])
    assert columns == ("backend", "status", "qubits", "reason", "tags")
    assert rows == [("a", "online", "5", None, ""), ("b", None, None, None, None)]


def test_comparison_has_the_chosen_facts_in_the_chosen_order() -> None:
    assert compare("job", [("a", FACTS)], ("qubits", "status")) == (
        ("job", "qubits", "status"),
        [("a", "5", "online")],
    )


def test_an_empty_comparison_is_allowed() -> None:
    assert compare("job", []) == (("job",), [])


def test_compared_none_is_shown_as_unknown_and_empty_text_as_empty() -> None:
    assert [text(value, unknown="-") for value in (None, "", "a")] == ["-", "", "a"]
    assert text(datetime(2026, 1, 2, tzinfo=UTC), unknown="-") == "2026-01-02 00:00:00 UTC"
