"""Limits on response bodies, and decoding of their content encoding.

Only one encoding is accepted. Chained encodings multiply the expansion: 277 bytes in three encodings can expand to 2
GB.
"""

from __future__ import annotations

import zlib
from typing import TYPE_CHECKING, Final

from qrt_facade._base.inflating import GZIP_OR_ZLIB, Inflater
from qrt_facade._service.failures import BodyRefusedError

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

ACCEPTED_ENCODING: Final = "gzip"
"""Value of the header `Accept-Encoding`."""

_KNOWN_ENCODINGS: Final = ("gzip", "x-gzip", "deflate")

MAX_REFUSAL: Final = 64 * 1024
"""The most bytes read of an error's body: enough for any explanation."""

MAX_ANSWER: Final = 32 * 1024 * 1024
"""The most bytes of other responses, except those that repeat what users sent or programs made.

The largest known are the pulse defaults and the properties of a backend, a few megabytes for some hundred qubits.
"""

LIMIT: Final = "max_bytes"
"""Request extension: the limit of the response body, in bytes; None for no limit."""


AS_SENT: Final = "as_sent"
"""Request extension: return the body of a successful response neither decoded nor limited; the caller does both."""

AT_ONCE: Final = "at_once"
"""Request extension: the response is read as a whole, so its chunks need not be passed on as they arrive."""


def limit_of(method: str, path: str, query: bytes, max_result_bytes: int) -> int:
    """Return the largest accepted size of a response body, in bytes.

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
    """Return the error for a body that exceeds its limit."""
    setting = "" if limit == MAX_ANSWER else "; the client's max_result_bytes= sets this limit"
    return BodyRefusedError(f"the response is larger than the limit of {limit:,} bytes{setting}")


def declared_length(headers: Mapping[str, str]) -> int:
    """Return the declared length of a response; 0 if it declares none."""
    declared = headers.get("content-length", "")
    return int(declared) if declared.isascii() and declared.isdecimal() and len(declared) < 20 else 0


class Unpacking:
    """Decodes the content encoding of one body, chunk by chunk.

    Args:
        encoding: Value of the header `Content-Encoding`; empty for none.
        limit: The largest accepted decoded size in bytes; None for no limit.

    Raises:
        BodyRefusedError: The encoding is chained, or was not requested.
    """

    def __init__(self, encoding: str, limit: int | None = None) -> None:
        names = [
            name for part in encoding.lower().split(",") if (name := part.strip()) not in {"", "identity"}
        ]
        if len(names) > 1 or not set(names).issubset(_KNOWN_ENCODINGS):
            raise BodyRefusedError(
                f"the response has Content-Encoding {encoding[:60]!r}; only {ACCEPTED_ENCODING} was requested"
            )
        self._inflater = Inflater(GZIP_OR_ZLIB) if names else None
        self._limit = limit
        self._passed = 0

    def pieces(self, chunk: bytes) -> Iterator[bytes]:
        """Yield the decoded content of a chunk.

        Raises:
            BodyRefusedError: The decoded size exceeds the limit.
            zlib.error: The encoded data is corrupt.
        """
        for piece in (chunk,) if self._inflater is None else self._inflater.pieces(chunk):
            self._passed += len(piece)
            if self._limit is not None and self._passed > self._limit:
                raise too_large(self._limit)
            yield piece

    def finish(self) -> None:
        """Check that the encoded body is complete.

        Raises:
            zlib.error: The body is truncated.
        """
        if self._inflater is not None and self._inflater.begun and not self._inflater.ended:
            raise zlib.error("truncated")
