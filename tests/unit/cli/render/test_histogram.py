from __future__ import annotations

import re

from hypothesis import given
from hypothesis import strategies as st

from qrt_facade.cli.render.histogram import histogram

COUNTS = st.dictionaries(st.text("01", min_size=3, max_size=3), st.integers(1, 10**6), min_size=1)


def test_histogram_starts_with_the_most_frequent_bitstring_and_the_longest_bar() -> None:
    lines = histogram({"00": 30, "11": 60, "01": 10}, top=16, width=40)
    assert [line.split()[:3] for line in lines] == [
        ["11", "60", "60.0%"],
        ["00", "30", "30.0%"],
        ["01", "10", "10.0%"],
    ]
    bars = [line.split()[3] for line in lines]
    assert len(bars[0]) == 40 - len("11  60   60.0%  ") == 2 * len(bars[1])


def test_histogram_combines_bitstrings_beyond_top_on_one_line() -> None:
    lines = histogram({"00": 50, "01": 30, "10": 15, "11": 5}, top=2, width=60)
    assert len(lines) == 3
    assert lines[-1].split() == ["2", "more", "20", "20.0%"]


def test_histogram_without_unicode_uses_ascii_bars() -> None:
    assert all(line.isascii() for line in histogram({"0": 3, "1": 1}, top=4, width=50, unicode=False))
    assert "#" in histogram({"0": 3}, top=4, width=50, unicode=False)[0]


def test_a_wide_register_is_shortened_in_the_middle() -> None:
    (line,) = histogram({"1" * 80 + "0" * 76: 4}, top=4, width=80)
    assert re.match(r"1{18}\.\.\.0{18}  4  100\.0%", line)


def test_a_histogram_without_shots_says_so() -> None:
    assert histogram({}, top=4, width=80) == ["no shots"]


@given(COUNTS, st.integers(1, 20), st.integers(20, 200), st.booleans())
def test_histogram_fits_the_width_and_counts_every_shot(
    counts: dict[str, int], top: int, width: int, unicode: bool
) -> None:
    lines = histogram(counts, top=top, width=max(width, 30), unicode=unicode)
    assert max(map(len, lines)) <= max(width, 30)
    shown = [int(re.search(r"\s(\d+)\s+[<>]?[\d.]+%", line)[1]) for line in lines]  # type: ignore[index]
    assert sum(shown) == sum(counts.values())
