"""Test whether two samples come from one distribution."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any

from scipy.special import chdtrc

if TYPE_CHECKING:
    from collections.abc import Hashable, Sequence

SIGNIFICANCE = 1e-7
"""The probability of a false alarm."""

RARE = 10
"""Rarer outcomes are counted together."""


def disagree(first: Sequence[Hashable], second: Sequence[Hashable]) -> bool:
    """Return whether a chi-squared test finds that the distributions of two samples differ."""
    counts: tuple[Counter[Any], Counter[Any]] = (Counter(first), Counter(second))
    pooled: dict[Any, list[int]] = {}
    for outcome in counts[0] | counts[1]:
        seen = [counts[0][outcome], counts[1][outcome]]
        key = outcome if sum(seen) >= RARE else "rare"
        pooled[key] = [a + b for a, b in zip(pooled.get(key, [0, 0]), seen, strict=True)]
    totals = len(first), len(second)
    statistic = 0.0
    for seen in pooled.values():
        for count, total in zip(seen, totals, strict=True):
            expected = sum(seen) * total / sum(totals)
            statistic += (count - expected) ** 2 / expected
    return bool(chdtrc(max(len(pooled) - 1, 1), statistic) < SIGNIFICANCE)
