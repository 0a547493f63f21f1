from __future__ import annotations

import gzip
import os
import zlib

import pytest

from qrt_facade._base.inflating import GZIP_OR_ZLIB, MOST_FOR_A_BYTE, PIECE, Inflater, TooLargeError, inflate


@pytest.mark.parametrize("size", [0, 1, 1000, PIECE - 1, PIECE, PIECE + 1, 3 * PIECE])
@pytest.mark.parametrize("step", [1 << 30, 1000])
def test_compressed_data_are_inflated_in_pieces(size: int, step: int) -> None:
    content = (os.urandom(1000) + b"\x00" * 5000) * (size // 6000) + b"x" * (size % 6000)
    for compressed in (zlib.compress(content), gzip.compress(content)):
        parts = [compressed[start : start + step] for start in range(0, len(compressed), step)]
        assert inflate(parts, size, GZIP_OR_ZLIB) == content
        inflater = Inflater(GZIP_OR_ZLIB)
        pieces = [piece for part in parts for piece in inflater.pieces(part)]
        assert b"".join(pieces) == content
        assert inflater.ended
        assert max(map(len, pieces), default=0) <= PIECE


def test_data_larger_than_the_limit_are_refused() -> None:
    compressed = zlib.compress(bytes(100 * PIECE))
    assert len(compressed) * MOST_FOR_A_BYTE > 100 * PIECE
    with pytest.raises(TooLargeError, match="more than 10 bytes"):
        inflate([compressed], 10)


@pytest.mark.parametrize("cut", [0, 1, 5, -1])
def test_truncated_data_are_refused(cut: int) -> None:
    with pytest.raises(EOFError, match="truncated"):
        inflate([zlib.compress(b"some content")[:cut]], 100)


def test_damaged_data_are_refused() -> None:
    with pytest.raises(zlib.error):
        inflate([b"nonsense"], 100)


@pytest.mark.parametrize("more", [[b"more"], [b"", b"more"], [zlib.compress(b"content")]])
def test_trailing_data_are_refused(more: list[bytes]) -> None:
    with pytest.raises(zlib.error, match="trailing data"):
        inflate([zlib.compress(b"content") + more[0], *more[1:]], 100)


def test_inflating_in_pieces_reports_trailing_data() -> None:
    inflater = Inflater()
    assert b"".join(inflater.pieces(zlib.compress(b"content"))) == b"content"
    assert not inflater.followed
    assert list(inflater.pieces(b"more")) == []
    assert inflater.followed
