"""Conversion of network errors: to httpx's errors, or to the error of an operation whose deadline has passed.

These are context managers written as classes: a request enters a dozen of them, and those made by `contextmanager` take
three times as long.
"""

from __future__ import annotations

from typing import Final

import httpcore

from qrt_facade._base.http_library import httpx
from qrt_facade._policy import deadlines


class _InTime:
    """Context manager in which a timeout raises the deadline's error if the deadline has passed."""

    __slots__ = ()

    def __enter__(self) -> None:
        pass

    def __exit__(self, kind: object, error: BaseException | None, trace: object) -> None:
        if isinstance(error, httpcore.TimeoutException) and (reached := deadlines.expired()) is not None:
            raise reached.error() from error


IN_TIME: Final = _InTime()

_NAMES_IN_BOTH: Final = (
    "TimeoutException", "ConnectTimeout", "ReadTimeout", "WriteTimeout", "PoolTimeout",
    "NetworkError", "ConnectError", "ReadError", "WriteError",
    "ProxyError", "UnsupportedProtocol", "ProtocolError", "LocalProtocolError", "RemoteProtocolError",
)  # fmt: skip
_OF_HTTPX: Final[dict[type, type[httpx.HTTPError]]] = {
    getattr(httpcore, name): getattr(httpx, name) for name in _NAMES_IN_BOTH
}


class _AsHttpx:
    """Context manager that converts httpcore's errors to the httpx errors of the same names."""

    __slots__ = ()

    def __enter__(self) -> None:
        pass

    def __exit__(self, kind: object, error: BaseException | None, trace: object) -> None:
        if error is None:
            return
        for base in type(error).__mro__:  # the most specific first
            if (same := _OF_HTTPX.get(base)) is not None:
                raise same(str(error)) from error


AS_HTTPX: Final = _AsHttpx()
