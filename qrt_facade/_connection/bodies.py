"""How much of an answer is read, and how its content encoding is undone.

One encoding is asked for. A chain of encodings multiplies what a byte can stand for: 277 bytes of three can be 2 GB.
"""

from __future__ import annotations

import zlib
from typing import TYPE_CHECKING, Final

from qrt_facade._base.inflating import GZIP_OR_ZLIB, Inflater
from qrt_facade._service.failures import BodyRefusedError

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

ACCEPTED_ENCODING: Final = "gzip"
"""What `Accept-Encoding` says."""

_KNOWN_ENCODINGS: Final = ("gzip", "x-gzip", "deflate")

MAX_REFUSAL: Final = 64 * 1024
"""Bytes that are read of an error's body: enough for any explanation."""

MAX_ANSWER: Final = 32 * 1024 * 1024
"""Bytes of any other answer than those that repeat what users sent or programs made.

The largest known are the pulse defaults and the properties of a backend, a few megabytes for some hundred qubits.
"""

LIMIT: Final = "max_bytes"
"""The extension of a request that limits the body of its answer, in bytes; None for no limit."""


AS_SENT: Final = "as_sent"
"""The extension of a request whose good answer passes as it came, neither decoded nor limited: whoever asks does both."""

AT_ONCE: Final = "at_once"
"""The extension of a request whose answer is read as a whole: its pieces need not pass as they come."""


def limit_of(method: str, path: str, query: bytes, max_result_bytes: int) -> int:
    """Return how many bytes the body of an answer may have.

    Jobs with their parameters, and logs, may be as large as results.
    """
    segments = path.strip("/").split("/")
    if method != "GET" or "jobs" not in segments:
        return MAX_ANSWER
    match segments[segments.index("jobs") + 1 :]:
        case [_, "results"]:
            return max_result_bytes
        case [] | [_] | [_, "logs"] if b"exclude_params=true" not in query.split(b"&"):
            return max(MAX_ANSWER, max_result_bytes)
        case _:
            return MAX_ANSWER


def too_large(limit: int) -> BodyRefusedError:
    """Return the error for a body that is larger than its limit."""
    setting = "" if limit == MAX_ANSWER else "; max_result_bytes= of the client sets that limit"
    return BodyRefusedError(f"the answer is larger than the {limit:,} bytes that are accepted{setting}")


def declared_length(headers: Mapping[str, str]) -> int:
    """Return the length that an answer declares; 0 when it declares none."""
    declared = headers.get("content-length", "")
    return int(declared) if declared.isascii() and declared.isdecimal() and len(declared) < 20 else 0


class Unpacking:
    """Undoes the content encoding of one body, a piece at a time.

    Args:
        encoding: The header `Content-Encoding`, empty for none.
        limit: The most bytes that may come out; None for no limit.

    Raises:
        BodyRefusedError: It is a chain of encodings, or one that was not asked for.
    """

    def __init__(self, encoding: str, limit: int | None = None) -> None:
        names = [
            name for part in encoding.lower().split(",") if (name := part.strip()) not in {"", "identity"}
        ]
        if len(names) > 1 or not set(names).issubset(_KNOWN_ENCODINGS):
            raise BodyRefusedError(
                f"the answer's Content-Encoding is {encoding[:60]!r}; only {ACCEPTED_ENCODING} was asked for"
            )
        self._inflater = Inflater(GZIP_OR_ZLIB) if names else None
        self._limit = limit
        self._passed = 0

    def pieces(self, chunk: bytes) -> Iterator[bytes]:
        """Yield what a chunk stands for.

        Raises:
            BodyRefusedError: More has come out than the limit.
            zlib.error: The encoding is damaged.
        """
        for piece in (chunk,) if self._inflater is None else self._inflater.pieces(chunk):
            self._passed += len(piece)
            if self._limit is not None and self._passed > self._limit:
                raise too_large(self._limit)
            yield piece

    def finish(self) -> None:
        """Check that the encoded body is whole.

        Raises:
            zlib.error: It is cut short.
        """
        if self._inflater is not None and self._inflater.begun and not self._inflater.ended:
            raise zlib.error("cut short")
