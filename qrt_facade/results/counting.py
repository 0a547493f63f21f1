"""Count rows of packed bits and convert them to text, many at a time.

A Python object per shot is what makes counting slow, so there is one only for each distinct row.
"""

from __future__ import annotations

from functools import lru_cache, reduce
from itertools import chain
from typing import TYPE_CHECKING

import numpy as np

from qrt_facade._base.ranking import Ranking

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

_CHARACTERS_AT_A_TIME = 1 << 19  # they and their strings fit into the processor's cache
_FEW = 64  # rows that are sorted directly
_NARROW = 8  # words
_BLOCK = 1 << 14  # rows; what is computed of them fits into the processor's cache
_MIX = np.uint64(0x9E3779B97F4A7C15)


def distinct(rows: NDArray[np.uint8]) -> tuple[NDArray[np.uint8], NDArray[np.int64]]:
    """Find the distinct rows and their counts, in ascending order for rows of up to 64 bits.

    Returns:
        The distinct rows, and the count of each.
    """
    words = as_words(rows)
    if words.shape[1] > 1:
        places, counts = _distinct_places(words)
        return rows.take(places, axis=0), counts
    if rows.shape[1] <= 2:
        frequencies = np.bincount(words.sum(axis=1, dtype=np.int64))
        found, counts = np.flatnonzero(frequencies).astype(np.uint64), frequencies[frequencies > 0]
    else:
        found, counts = np.unique(words[:, 0], return_counts=True)
    return _as_rows(found[:, None], rows.shape[1]), counts


def distinct_of_points(
    array: NDArray[np.uint8],
) -> tuple[NDArray[np.int64], NDArray[np.uint8], NDArray[np.int64]]:
    """Find the distinct rows of each point and their counts, in ascending order of points and then rows.

    The point number is prepended to the bits of its shots, so that all points are counted at once.

    Args:
        array: uint8 of shape (points, shots, bytes).

    Returns:
        The point number, the row, and its count, for each distinct row of each point.
    """
    points, shots, width = array.shape
    head = (max(points - 1, 0).bit_length() + 7) // 8
    numbered = np.empty((points, shots, head + width), dtype=np.uint8)
    numbers = np.arange(points, dtype=">u8").view(np.uint8).reshape(points, 8)
    numbered[:, :, :head] = numbers[:, None, 8 - head :]
    numbered[:, :, head:] = array
    rows, counts = distinct(numbered.reshape(points * shots, head + width))
    if head + width > 8:
        order = np.lexsort(as_words(rows).T[::-1])
        rows, counts = rows.take(order, axis=0), counts[order]
    owners = as_words(rows[:, :head]).sum(axis=1).astype(np.int64)  # at most one word
    return owners, np.ascontiguousarray(rows[:, head:]), counts


def _distinct_places(words: NDArray[np.uint64]) -> tuple[NDArray[np.intp], NDArray[np.int64]]:
    """Find the index and the count of each distinct row, in no particular order.

    Each row is put into a slot of a hash table. One of the rows in a slot is kept there, and rows equal to it
    are counted. The others go to the next round, usually a fifth at most, and nothing is sorted. If more than half are
    left, their hashes collide, which a body can be crafted for; sorting separates them in any case.
    """
    places, counts = [np.empty(0, dtype=np.intp)], [np.empty(0, dtype=np.int64)]
    thrown = np.arange(len(words))
    left = len(words)
    while left > _FEW:
        here = words if left == len(words) else words.take(thrown, axis=0)
        staying = _hashed_to(here)
        again = np.flatnonzero(_differ(here, staying))
        staying[again] = left  # counted in an extra slot
        frequencies = np.bincount(staying, minlength=left)[:left]
        first = np.flatnonzero(frequencies)
        places.append(thrown[first])
        counts.append(frequencies[first])
        thrown = thrown[again]
        if 2 * len(again) > left:
            break
        left = len(again)
    here = words.take(thrown, axis=0)
    order = np.lexsort(here.T)
    ordered = here.take(order, axis=0)
    unlike = _unlike(ordered[1:], ordered[:-1].copy())
    first = np.append(0, np.flatnonzero(unlike) + 1)[: len(order)]
    places.append(thrown[order[first]])
    counts.append(np.diff(np.append(first, len(order))))
    return np.concatenate(places), np.concatenate(counts)


def _differ(words: NDArray[np.uint64], staying: NDArray[np.intp]) -> NDArray[np.bool_]:
    """Return which rows differ from the row whose index is in `staying`."""
    differ = np.empty(len(words), dtype=np.bool_)
    for block in _blocks(len(words)):
        differ[block] = _unlike(words[block], words.take(staying[block], axis=0))
    return differ


def _unlike(words: NDArray[np.uint64], others: NDArray[np.uint64]) -> NDArray[np.bool_]:
    """Return which rows differ from their counterparts in `others`, which is overwritten."""
    others ^= words
    # NumPy reduces slowly along short rows.
    narrow = words.shape[1] <= _NARROW
    apart: NDArray[np.uint64] = (
        reduce(np.bitwise_or, others.T) if narrow else np.bitwise_or.reduce(others, axis=1)
    )
    return apart.astype(np.bool_)


def _hashed_to(words: NDArray[np.uint64]) -> NDArray[np.intp]:
    """Put rows into at least twice as many slots; return for each row the row kept in its slot."""
    bits = len(words).bit_length() + 1
    slots = np.empty(len(words), dtype=np.intp)
    for block in _blocks(len(words)):
        slots[block] = _hashed(words[block]) >> np.uint64(64 - bits)
    table = np.empty(1 << bits, dtype=np.int32 if bits < 32 else np.intp)
    table[slots] = np.arange(len(words), dtype=table.dtype)
    return table[slots].astype(np.intp)


def _hashed(words: NDArray[np.uint64]) -> NDArray[np.uint64]:
    """Return a hash of each row, whose highest bits depend on all bits of the row."""
    # The highest bits of a product depend on all lower bits, so the upper half is folded in before multiplying.
    mixed = words * _MIX
    mixed ^= mixed >> np.uint64(32)
    return mixed @ _factors(words.shape[1])


@lru_cache(maxsize=4)
def _factors(count: int) -> NDArray[np.uint64]:
    """Return odd pseudo-random numbers that are the same in every process."""
    return np.random.default_rng(count).integers(1 << 63, dtype=np.uint64, size=count) * np.uint64(
        2
    ) + np.uint64(1)


def ranked(rows: NDArray[np.uint8], num_bits: int, top: int) -> Ranking[str]:
    """Rank the distinct rows like `ranking` does with counts, but build bitstrings only for the listed rows.

    Args:
        rows: Packed bits, one row per shot.
        num_bits: Width of the register.
        top: Number of outcomes to list, at least 1.
    """
    found, counts = distinct(rows)
    listed = np.arange(len(counts))
    if len(counts) > top:
        least = np.partition(counts, -top)[-top]
        above = np.flatnonzero(counts > least)
        ties = np.flatnonzero(counts == least)
        words, missing = as_words(found[ties]), top - len(above)
        if words.shape[1]:  # with a million ties, sort only those that can be among the lowest
            low = words[:, 0] <= np.partition(words[:, 0], missing - 1)[missing - 1]
            ties, words = ties[low], words[low]
            ties = ties[np.lexsort(words.T[::-1])]
        listed = np.concatenate([above, ties[:missing]])
    pairs = zip(bitstrings(found[listed], num_bits), counts[listed].tolist(), strict=True)
    shown = sorted(pairs, key=lambda pair: (-pair[1], pair[0]))
    return Ranking(shown, len(counts) - len(shown), len(rows) - sum(number for _, number in shown), len(rows))


def bitstrings(rows: NDArray[np.uint8], num_bits: int) -> Iterator[str]:
    """Write each row as a bitstring of `num_bits` characters, the lowest bit rightmost."""
    return chain.from_iterable(_written(rows, num_bits))


def _written(rows: NDArray[np.uint8], num_bits: int) -> Iterator[list[str]]:
    """Write many rows into one text, one line each, and split it, without Python code per row."""
    step = max(_CHARACTERS_AT_A_TIME // (num_bits + 1), 1)
    lines = np.full((min(step, len(rows)), num_bits + 1), ord("\n"), dtype=np.uint8)
    for start in range(0, len(rows), step):
        bits = np.unpackbits(rows[start : start + step], axis=1)[:, rows.shape[1] * 8 - num_bits :]
        text = lines[: len(bits)]
        np.add(bits, ord("0"), out=text[:, :num_bits])
        yield str(text.reshape(-1)[:-1].data, "ascii").split("\n")


def numbers_of(rows: NDArray[np.uint8]) -> list[int]:
    """Return each row as a number, the lowest bit last."""
    width = rows.shape[1]
    if width <= 8:
        numbers: list[int] = as_words(rows).sum(axis=1).tolist()  # at most one word
        return numbers
    content, number = rows.tobytes(), int.from_bytes
    return [number(content[at : at + width], "big") for at in range(0, len(content), width)]


def as_words(rows: NDArray[np.uint8]) -> NDArray[np.uint64]:
    """Return each row as words of 64 bits, the highest first."""
    width = rows.shape[1]
    count = -(-width // 8)
    words = np.empty((len(rows), count), dtype=np.uint64)
    for block in _blocks(len(rows)):
        part = rows[block]
        padded = np.zeros((len(part), count * 8), dtype=np.uint8)
        padded[:, count * 8 - width :] = part
        words[block] = padded.view(">u8")
    return words


def _blocks(rows: int) -> Iterator[slice]:
    """Return slices of up to _BLOCK rows that cover all."""
    return (slice(start, start + _BLOCK) for start in range(0, rows, _BLOCK))


def _as_rows(words: NDArray[np.uint64], width: int) -> NDArray[np.uint8]:
    content = np.ascontiguousarray(words.astype(">u8")).view(np.uint8)
    return content[:, content.shape[1] - width :]
