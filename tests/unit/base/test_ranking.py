from __future__ import annotations

from qrt_facade._base.ranking import ranking


def test_counts_are_ranked_by_frequency_then_bitstring() -> None:
    ranked = ranking({"11": 3, "01": 5, "00": 3, "10": 1}, 2)
    assert ranked == ([("01", 5), ("00", 3)], 2, 4, 12)
    assert ranking({"1": 1, "0": 2}, None) == ([("0", 2), ("1", 1)], 0, 0, 3)
    assert ranking({}, 5) == ([], 0, 0, 0)


def test_integer_outcomes_are_ranked_like_bitstrings() -> None:
    assert ranking({3: 3, 1: 5, 0: 3}, 2) == ([(1, 5), (0, 3)], 1, 3, 11)
