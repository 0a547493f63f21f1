"""Tables for notebooks: well-formed, escaped, aligned, and limited in length."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from support.html import rows, texts

from qrt_facade._base.ranking import ranking
from qrt_facade._display import html
from qrt_facade._display.format import Number

if TYPE_CHECKING:
    from collections.abc import Iterator


def test_numeric_columns_are_aligned_to_the_right() -> None:
    table = html.table("2 backends", ("backend", "qubits"), [("a", Number("5")), ("b", None)])
    assert rows(table) == [["backend", "qubits"], ["a", "5"], ["b", "unknown"]]
    assert re.findall(r'<th scope="col" style="text-align:(\w+)', table) == ["left", "right"]
    assert re.findall(r'<td style="text-align:(\w+)', table) == ["right", "left"]


def test_unknown_facts_have_no_row() -> None:
    assert rows(html.facts_table("Job j", [("status", "Queued"), ("tags", ""), ("session", None)])) == [
        ["status", "Queued"]
    ]


def test_a_long_text_is_shortened() -> None:
    assert rows(html.facts_table("Job j", [("reason", "m" * 5000)])) == [
        ["reason", "m" * html.MAX_TEXT + "…"]
    ]


def test_counts_table_starts_with_the_most_frequent_bitstrings_and_sums_the_others() -> None:
    counts = {f"{value:06b}": 1 for value in range(3, 53)} | {"000001": 30, "000010": 20}
    shown = rows(html.counts_table("100 shots", ranking(counts, html.MAX_ROWS)))
    assert shown[1] == ["000001", "30", "30.0%"]
    assert shown[2] == ["000010", "20", "20.0%"]
    assert shown[-1] == ["42 others", "42", "42.0%"]
    assert sum(int(row[1]) for row in shown[1:]) == 100
    assert texts(html.counts_table("100 shots", ranking(counts, html.MAX_ROWS)))[0] == "100 shots"


def test_counts_table_without_shots_has_no_rows() -> None:
    assert rows(html.counts_table("0 shots", ranking({}, 1))) == [["bitstring", "shots", "share"]]


def test_wide_bitstrings_in_the_counts_table_are_hexadecimal() -> None:
    head, *shown = rows(html.counts_table("2 shots", ranking({"0" * 156: 1, "1" * 156: 1}, 2)))
    assert head[0] == "bitstring, in hexadecimal"
    assert [row[0] for row in shown] == [f"0x{'0' * 39}", f"0x{'f' * 39}"]
    assert rows(html.counts_table("1 shot", ranking({"0" * 40: 1}, 1)))[0][0] == "bitstring"


def test_values_are_rounded_to_their_errors_and_limited_in_number() -> None:
    head, row = rows(html.values_table([((0,), 0.123456, 0.0123)], 1))
    assert head == ["point", "expectation value ± standard error"]
    assert row == ["(0,)", "0.123 ± 0.012"]
    many = html.values_table((((index,), 0.0, 0.5) for index in range(11)), 11)
    assert len(rows(many)) == 1 + html.MAX_ROWS
    assert "and 1 more point<" in many


def test_a_standard_error_of_zero_is_explained() -> None:
    shown = html.values_table([((), -1.023488255872, 1e-13)], 1)
    assert rows(shown)[1] == ["()", "-1.0235 ± 0"]
    assert html.NO_SPREAD in shown
    assert html.NO_SPREAD not in html.values_table([((), 0.5, 0.01)], 1)


def test_only_displayed_sections_are_generated() -> None:
    generated: list[int] = []

    def parts() -> Iterator[tuple[str, str]]:
        for number in range(25):
            generated.append(number)
            yield f"PUB {number}", ""

    shown = html.sections("Result", 25, "PUB", parts())
    assert "Result: 25 PUBs" in shown
    assert "PUB 9<" in shown
    assert "and 15 more PUBs" in shown
    assert len(generated) == html.MAX_ROWS


def test_a_short_caption_does_not_wrap_above_a_narrow_table() -> None:
    assert "white-space:nowrap" in html.table("API version 2026-04-15", (), [("status", "live")])
    assert "white-space:nowrap" not in html.table("long " * 20, (), [("status", "live")])
