"""State of one attempt of a request: its host, the response's `Retry-After`, errors that permit another attempt.

`retrying` decides whether there is another attempt; it is imported by the first attempt that fails.
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

# 520, 522 and 524 are returned by the network edge in front of the service when the service does not respond.
PASSING_STATUS: Final = (429, 500, 502, 503, 504, 520, 521, 522, 523, 524)
"""HTTP statuses after which a request that changes nothing may be sent again."""

_ASKED: Final[ContextVar[float | None]] = ContextVar("_ASKED", default=None)
"""`Retry-After` of the current attempt's response, in seconds; httpx-retries calls `is_exhausted` without it."""


def note_attempt(url: httpx.URL) -> None:
    """Record the host of an attempt before it starts."""
    _ASKED.set(None)
    retry_watch.begin_attempt(url.netloc.decode())  # ASCII: httpx encodes other characters


def note_answer(headers: Mapping[str, str]) -> None:
    """Record the headers of a response, before deciding whether its request is sent again."""
    _ASKED.set(retry_after(headers))
    retry_watch.report_answer()


def seconds_asked() -> float | None:
    """Return the `Retry-After` of the current attempt's response in seconds; None without one, or before it arrives."""
    return _ASKED.get()


class RefusedUnreadError(httpx.HTTPError):
    """A refusal after which even a request that must not arrive twice may be sent again."""

    def __init__(self, message: str, *, request: httpx.Request) -> None:
        super().__init__(message)
        self.request = request


class BrokenAsHttpx:
    """Context manager that converts connection errors of other libraries to httpx errors, so that they are retried too.

    Args:
        request: The request being sent, or whose response is read.
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
