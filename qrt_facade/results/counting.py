"""Counting and writing rows of packed bits, many at a time.

A Python object for each shot is what makes counting slow, so there is one only for each distinct row.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from qrt_facade._base.ranking import Ranking

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

_ROWS_AT_A_TIME = 1 << 14  # a character takes eight times the room of a bit
_BITS_AT_A_TIME = 1 << 23
_MIX = (np.uint64(0x9E3779B97F4A7C15), np.uint64(0xBF58476D1CE4E5B9))


def distinct(rows: NDArray[np.uint8]) -> tuple[NDArray[np.uint8], list[int]]:
    """Find the distinct rows and how often each occurs, in ascending order up to 64 bits."""
    words = as_words(rows)
    if rows.shape[1] <= 2:
        tally = np.bincount(words.sum(axis=1, dtype=np.int64))
        found = np.flatnonzero(tally).astype(np.uint64)
        return _as_rows(found[:, None], rows.shape[1]), tally[tally > 0].tolist()
    if words.shape[1] == 1:
        found, counts = np.unique(words[:, 0], return_counts=True)
        return _as_rows(found[:, None], rows.shape[1]), counts.tolist()
    hashes = _hashed(words)
    order = np.argsort(hashes)
    ordered = words.take(order, axis=0)  # a third of the time of words[order]
    unlike = np.logical_or.reduce([column[1:] != column[:-1] for column in ordered.T])
    changes = np.flatnonzero(unlike) + 1
    first = np.append(0, changes)[: len(rows)]
    counts = np.diff(np.append(first, len(rows)))
    found = ordered.take(first, axis=0)
    starts = hashes[order[first]]
    if (starts[1:] == starts[:-1]).any():  # unlike rows with one hash, which may alternate
        found, counts = np.unique(words, axis=0, return_counts=True)
    return _as_rows(found, rows.shape[1]), counts.tolist()


def ranked(rows: NDArray[np.uint8], num_bits: int, top: int) -> Ranking[str]:
    """Rank the distinct rows as `ranking` does their counts, without a bitstring for those that are not listed.

    Args:
        rows: Packed bits, a row for each shot.
        num_bits: Width of the register.
        top: How many outcomes to list, at least 1.
    """
    found, counted = distinct(rows)
    counts = np.asarray(counted, dtype=np.int64)
    listed = np.arange(len(counts))
    if len(counts) > top:
        least = np.partition(counts, -top)[-top]
        above = np.flatnonzero(counts > least)
        ties = np.flatnonzero(counts == least)
        words, missing = as_words(found[ties]), top - len(above)
        if words.shape[1]:  # of a million ties only those that can be among the lowest are put in order
            low = words[:, 0] <= np.partition(words[:, 0], missing - 1)[missing - 1]
            ties, words = ties[low], words[low]
            ties = ties[np.lexsort(words.T[::-1])]
        listed = np.concatenate([above, ties[:missing]])
    pairs = zip(bitstrings(found[listed], num_bits), counts[listed].tolist(), strict=True)
    shown = sorted(pairs, key=lambda pair: (-pair[1], pair[0]))
    return Ranking(shown, len(counts) - len(shown), len(rows) - sum(number for _, number in shown), len(rows))


def bitstrings(rows: NDArray[np.uint8], num_bits: int) -> Iterator[str]:
    """Write each row as a bitstring of `num_bits` characters, the lowest bit rightmost."""
    step = min(_ROWS_AT_A_TIME, max(_BITS_AT_A_TIME // max(num_bits, 1), 1))
    for start in range(0, len(rows), step):
        bits = np.unpackbits(rows[start : start + step], axis=1)[:, rows.shape[1] * 8 - num_bits :]
        text = (bits + ord("0")).tobytes().decode("ascii")
        for row in range(len(bits)):
            yield text[row * num_bits : (row + 1) * num_bits]


def as_words(rows: NDArray[np.uint8]) -> NDArray[np.uint64]:
    """Each row as a number, the highest 64 bits first."""
    width = rows.shape[1]
    padded = np.zeros((len(rows), -(-width // 8) * 8), dtype=np.uint8)
    padded[:, padded.shape[1] - width :] = rows
    return padded.view(">u8").astype(np.uint64)


def _as_rows(words: NDArray[np.uint64], width: int) -> NDArray[np.uint8]:
    content = np.ascontiguousarray(words.astype(">u8")).view(np.uint8)
    return content[:, content.shape[1] - width :]


def _hashed(words: NDArray[np.uint64]) -> NDArray[np.uint64]:
    hashed = words[:, 0].copy()
    for column in range(1, words.shape[1]):
        # With one multiplication alone, rows that differ in few bits, as those of a GHZ state do, meet in one hash.
        for factor in _MIX:
            hashed ^= hashed >> np.uint64(32)
            hashed *= factor
        hashed ^= hashed >> np.uint64(29)
        hashed ^= words[:, column]
    return hashed
