"""Labels and values that notebooks and terminals both show."""

from __future__ import annotations

from datetime import UTC, datetime

from qrt_facade._display.facts import Facts, compare, known, text
from qrt_facade._display.format import Number

FACTS: Facts = [("status", "online"), ("qubits", Number("5")), ("reason", None), ("tags", "")]


def test_what_is_not_known_or_empty_is_left_out() -> None:
    assert known(FACTS) == [("status", "online"), ("qubits", "5")]


def test_numbers_of_unlike_units_are_not_aligned_below_each_other() -> None:
    assert not any(isinstance(value, Number) for _, value in known(FACTS))


def test_things_are_compared_by_all_of_their_facts() -> None:
    columns, rows = compare("backend", [("a", FACTS), ("b", [(label, None) for label, _ in FACTS])])
    assert columns == ("backend", "status", "qubits", "reason", "tags")
    assert rows == [("a", "online", "5", None, ""), ("b", None, None, None, None)]


def test_things_are_compared_by_chosen_facts_in_the_order_chosen() -> None:
    assert compare("job", [("a", FACTS)], ("qubits", "status")) == (
        ("job", "qubits", "status"),
        [("a", "5", "online")],
    )


def test_nothing_is_compared_without_failing() -> None:
    assert compare("job", []) == (("job",), [])


def test_none_is_written_as_unknown_and_an_empty_text_as_it_is() -> None:
    assert [text(value, unknown="-") for value in (None, "", "a")] == ["-", "", "a"]
    assert text(datetime(2026, 1, 2, tzinfo=UTC), unknown="-") == "2026-01-02 00:00:00 UTC"
