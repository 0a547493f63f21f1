"""One attempt of a request: where it goes, what its answer asks for, a broken connection, a refusal that permits another.

Whether there is another is decided in `retrying`, which the first attempt that fails imports.
"""

from __future__ import annotations

from contextvars import ContextVar
from typing import TYPE_CHECKING, Final

from qrt_facade._base.http_library import httpx
from qrt_facade._policy import retry_watch
from qrt_facade._service.answers import retry_after
from qrt_facade._service.failures import broken

if TYPE_CHECKING:
    from collections.abc import Mapping

# 520, 522 and 524 are what the network edge before the service answers when the service does not.
PASSING_STATUS: Final = (429, 500, 502, 503, 504, 520, 521, 522, 523, 524)
"""Statuses after which a request that changes nothing may be sent again."""

_ASKED: Final[ContextVar[float | None]] = ContextVar("_ASKED", default=None)
"""Seconds that the answer to the present attempt asks to wait; httpx-retries asks `is_exhausted` without it."""


def note_attempt(url: httpx.URL) -> None:
    """Note where an attempt goes, before it begins."""
    _ASKED.set(None)
    retry_watch.begin_attempt(url.netloc.decode())  # ASCII: httpx encodes other characters


def note_answer(headers: Mapping[str, str]) -> None:
    """Note the headers of an answer, before it is decided whether its request is sent again."""
    _ASKED.set(retry_after(headers))
    retry_watch.report_answer()


def seconds_asked() -> float | None:
    """Return the seconds that the answer to the present attempt asks to wait; None if it does not, or there is none yet."""
    return _ASKED.get()


class RefusedUnreadError(httpx.HTTPError):
    """A refusal after which even a request that may not arrive twice may be sent again."""

    def __init__(self, message: str, *, request: httpx.Request) -> None:
        super().__init__(message)
        self.request = request


class BrokenAsHttpx:
    """A block that turns what others raise about a broken connection into what httpx raises, so that it is tried again alike.

    Args:
        request: What is being sent, or answered.
    """

    __slots__ = ("_request",)

    def __init__(self, request: httpx.Request) -> None:
        self._request = request

    def __enter__(self) -> None:
        pass

    def __exit__(self, kind: object, error: BaseException | None, trace: object) -> None:
        if not isinstance(error, Exception) or isinstance(error, httpx.HTTPError):
            return
        if isinstance(error, broken()):
            raise httpx.ReadError(str(error) or type(error).__name__, request=self._request) from error
