"""Pack plain samples: `["0x3", "0x0"]` becomes rows of bytes.

The fast path reads the hexadecimal digits straight from the response body, without a Python string per
shot: a million shots of 156 bits are 45 MB of JSON, but 140 MB of strings. It accepts exactly what JSON writers
emit, `"0x1","0x2"` or `"0x1", "0x2"`, nested by sweeps, and returns None for anything else, which then takes the slow
path through `pack_strings`.
"""

from __future__ import annotations

import binascii
import math
from functools import lru_cache
from itertools import pairwise
from typing import TYPE_CHECKING, Any

import numpy as np

from qrt_facade._base.coerce import is_list
from qrt_facade._base.wording import pluralize
from qrt_facade.errors import ResultDecodeError
from qrt_facade.results.bounds import shown

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from qrt_facade.results.bounds import Budget

_CHUNK = 1 << 20  # bytes of JSON processed at a time
_DIGITS = 1 << 23  # digits expanded at a time; a text of four bytes may stand for a whole width
_PREFIX = len("0x")
_WIDEST = 1024  # digits of a sample; the slow path is fast enough for the few wider samples
_DEEPEST = 32  # brackets around a sample: the maximum number of array axes
_QUOTE, _COMMA, _SPACE, _OPEN, _CLOSE, _ZERO, _X = b'", []0x'


def bytes_per_shot(num_bits: int) -> int:
    """Return the number of bytes for the bits of one shot."""
    return (num_bits + 7) // 8


def pack_strings(samples: Any, num_bits: int, budget: Budget | None = None) -> NDArray[np.uint8]:
    """Pack nested lists of hexadecimal strings.

    Args:
        samples: The lists.
        num_bits: Width of the register.
        budget: Limit on the size of the packed samples; None if they are already accounted for.

    Returns:
        uint8 of shape (*sweep, shots, bytes), most significant byte first.

    Raises:
        ResultDecodeError: The samples are ragged, not hexadecimal, wider than `num_bits`, or out of proportion to the
            text.
    """
    flat: list[str] = []
    shape = _flatten(samples, flat)
    width = 2 * bytes_per_shot(num_bits)
    try:
        if budget is not None:
            _claim(budget, len(flat), num_bits, sum(map(len, flat)))
        packed = np.empty((len(flat), width // 2), dtype=np.uint8)
        step = max(_DIGITS // max(width, 1), 1)
        for start in range(0, len(flat), step):
            part = flat[start : start + step]
            digits = "".join([text[2:].lstrip("0").rjust(width, "0") for text in part])
            if len(digits) != width * len(part) or not _are_hexadecimal(part):
                raise ResultDecodeError(
                    f"Samples must be hexadecimal strings of at most {pluralize(num_bits, 'bit')}, such as '0x1f'."
                )
            content = np.frombuffer(binascii.unhexlify(digits), dtype=np.uint8)
            packed[start : start + step] = content.reshape(len(part), width // 2)
    except (ValueError, TypeError, AttributeError) as error:
        raise ResultDecodeError(f"Samples are not hexadecimal strings: {error}.") from error
    return _within(packed.reshape(*shape, width // 2), num_bits)


def _are_hexadecimal(texts: Sequence[str]) -> bool:
    return {text[:2] for text in texts} <= {"0x", "0X"} and all(map(_PREFIX.__lt__, map(len, texts)))


def _claim(budget: Budget, shots: int, num_bits: int, present: int) -> None:
    what = f"{shots:,} samples of a register whose num_bits is {shown(num_bits)}"
    # A register without shots counts as one shot, because masks of it have that size.
    budget.claim(what, max(shots, 1) * bytes_per_shot(num_bits), present)


def _within(packed: NDArray[np.uint8], num_bits: int) -> NDArray[np.uint8]:
    if num_bits % 8 and (packed[..., 0] >> (num_bits % 8)).any():
        raise ResultDecodeError(f"A sample has more than the {pluralize(num_bits, 'bit')} of its register.")
    return packed


def _flatten(samples: Any, into: list[str]) -> tuple[int, ...]:
    if not is_list(samples):
        raise ResultDecodeError(
            f"Samples must be a list of hexadecimal strings, not {type(samples).__name__}."
        )
    if not any(issubclass(kind, list | tuple) for kind in set(map(type, samples))):
        into.extend(samples)
        return (len(samples),)
    shapes = {_flatten(item, into) for item in samples}
    if len(shapes) > 1:
        raise ResultDecodeError(f"Samples of a sweep are ragged: {shown(sorted(shapes))}.")
    return (len(samples), *shapes.pop())


def pack_body(body: bytes, start: int, stop: int, num_bits: int, budget: Budget) -> NDArray[np.uint8] | None:
    """Pack the samples in `body[start:stop]`, brackets included; return None if they need the slow path.

    They are accounted for in either case.

    Raises:
        ResultDecodeError: A sample has more bits than the register, or the samples are out of proportion to the text.
    """
    shots = _quotes(body, start, stop) // 2
    _claim(budget, shots, num_bits, stop - start)
    depth = 0
    while depth <= _DEEPEST and start + depth < stop and body[start + depth] == _OPEN:
        depth += 1
    inside = memoryview(body)[start + depth : stop - depth]
    width = 2 * bytes_per_shot(num_bits)
    if (
        not 0 < depth <= _DEEPEST
        or width > _WIDEST
        or bytes(inside[:1]) != b'"'
        or bytes(inside[-1:]) != b'"'
        or body[stop - depth : stop] != b"]" * depth
    ):
        return None
    packed = np.empty((shots, width // 2), dtype=np.uint8)
    chunk = min(_CHUNK, 4 * _DIGITS // max(width, 1))
    gap = _gap_after_first(inside)
    rises: list[NDArray[np.int64]] = []  # rows (shot, brackets closing after it)
    row = 0
    position = 0
    while position < len(inside):
        piece = _whole_strings(inside, position, chunk)
        done = _pack_piece(piece, packed[row:], gap)
        if done is None:
            return None
        count, closing = done
        rises.append(closing + np.array([[row, 0]]))
        row += count
        position += len(piece)
    shape = _shape_of(np.concatenate(rises), shots, depth) if row == shots else None
    return None if shape is None else _within(packed.reshape(*shape, packed.shape[1]), num_bits)


def _quotes(body: bytes, start: int, stop: int) -> int:
    """Count the quotes; `bytes.count` searches one by one, and takes six times as long."""
    text = np.frombuffer(body, dtype=np.uint8, count=stop - start, offset=start)
    pieces = (text[first : first + _CHUNK] for first in range(0, len(text), _CHUNK))
    return sum(int(np.count_nonzero(piece == _QUOTE)) for piece in pieces)


def _gap_after_first(inside: memoryview) -> int:
    """Return the number of characters between two strings of one list: 1 for a comma, 2 for a comma and a space."""
    head = bytes(inside[:4096])
    return 2 if b'", ' in head or b"], [" in head else 1


def _whole_strings(inside: memoryview, position: int, chunk: int) -> memoryview:
    """Return the next piece, which ends before an opening quote, so that it contains only whole strings."""
    if len(inside) - position <= chunk:
        return inside[position:]
    tail = bytes(inside[position + chunk : position + 2 * chunk])
    cut = tail.find(b'"0x')
    # Without such a quote no JSON writer wrote this; cut anywhere, it is rejected and takes the slow path.
    return inside[position : position + 2 * chunk] if cut < 0 else inside[position : position + chunk + cut]


def _pack_piece(
    piece: memoryview, packed: NDArray[np.uint8], gap: int
) -> tuple[int, NDArray[np.int64]] | None:
    """Pack the strings of a piece; return their number and where sweeps' brackets close, as rows (shot, brackets)."""
    text = np.frombuffer(piece, dtype=np.uint8)
    quotes = np.flatnonzero(text == _QUOTE)
    if len(quotes) % 2 or len(quotes) == 0 or quotes[0] != 0:
        return None
    opens, closes = quotes[0::2], quotes[1::2]
    lengths = closes - opens - 3
    width = 2 * packed.shape[1]
    rows = len(opens)
    if (
        lengths.min() < 1
        or lengths.max() > width
        or not (text[opens + 1] == _ZERO).all()
        or not ((text[opens + 2] | 0x20) == _X).all()
    ):
        return None
    digits = _right_aligned(text, closes, width)
    np.copyto(digits, _ZERO, where=np.take(_first_places(width), width - lengths, axis=0))
    try:
        packed[:rows] = np.frombuffer(binascii.unhexlify(digits.data), dtype=np.uint8).reshape(
            rows, width // 2
        )
    except ValueError:
        return None
    closing = _closing_brackets(text, closes, np.append(opens[1:], len(text)), gap)
    return None if closing is None else (rows, closing)


@lru_cache(maxsize=4)
def _first_places(width: int) -> NDArray[np.bool_]:
    """Row n marks the first n places; taking a row per shot is faster than comparing all its places."""
    return np.tri(width + 1, width, -1, dtype=np.bool_)


def _right_aligned(text: NDArray[np.uint8], ends: NDArray[np.int64], width: int) -> NDArray[np.uint8]:
    """Return the `width` characters before each end; the text is padded at the start."""
    padded = np.concatenate([np.full(width, _ZERO, dtype=np.uint8), text])
    # NumPy treats each window as one opaque item, so that gathering copies `width` bytes per shot.
    windows = np.ndarray((len(text) + 1,), dtype=np.dtype((np.void, width)), buffer=padded.data, strides=(1,))
    return windows[ends].view(np.uint8).reshape(len(ends), width)


def _closing_brackets(
    text: NDArray[np.uint8], closes: NDArray[np.int64], nexts: NDArray[np.int64], gap: int
) -> NDArray[np.int64] | None:
    """Check the text between the strings: n times `]`, the comma, n times `[`."""
    between = nexts - closes - 1
    if between[-1] == 0:  # the last string of the last piece
        closes, between = closes[:-1], between[:-1]
    brackets, odd = np.divmod(between - gap, 2)
    if odd.any() or (brackets < 0).any():
        return None
    commas = closes + 1 + brackets
    if not (text[commas] == _COMMA).all() or (gap == 2 and not (text[commas + 1] == _SPACE).all()):
        return None
    shots = np.flatnonzero(brackets)
    counts = brackets[shots]
    if counts.max(initial=0) >= _DEEPEST:
        return None
    for step in range(int(counts.max(initial=0))):
        here = shots[counts > step]
        if (
            not (text[closes[here] + 1 + step] == _CLOSE).all()
            or not (text[commas[here] + gap + step] == _OPEN).all()
        ):
            return None
    return np.stack([shots, counts], axis=1)


def _shape_of(closing: NDArray[np.int64], shots: int, depth: int) -> tuple[int, ...] | None:
    """Return the shape whose nesting closes brackets exactly there; None if the lists are ragged."""
    sizes = [1]  # shots in an item of each level, the innermost first
    for level in range(1, depth):
        first = closing[closing[:, 1] >= level]
        sizes.append(int(first[0, 0]) + 1 if len(first) else shots)
    sizes.append(shots)
    if any(outer % inner for inner, outer in pairwise(sizes)):
        return None
    expected = np.zeros(max(shots - 1, 0), dtype=np.int64)
    for size in sizes[1:-1]:
        expected[size - 1 :: size] += 1
    where = np.flatnonzero(expected)
    if not np.array_equal(np.stack([where, expected[where]], axis=1), closing):
        return None
    shape = tuple(outer // inner for inner, outer in pairwise(sizes))[::-1]
    return shape if math.prod(shape) == shots else None
