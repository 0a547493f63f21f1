"""Conversion of httpx's failures to our errors: the failed step, whether anything was sent, and the remedy."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Final, NamedTuple

from qrt_facade._base.http_library import httpx
from qrt_facade._base.secrets import redact
from qrt_facade._service.tls_failures import explain_tls, is_lasting, tls_failure
from qrt_facade.errors import TransportError

if TYPE_CHECKING:
    from collections.abc import Mapping

    from qrt_facade._base.secrets import Secret

NO_CONNECTION: Final = (httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout)
"""There was no connection to send a request on; another attempt may succeed."""

NEVER_SENT: Final = (*NO_CONNECTION, httpx.ProxyError, httpx.UnsupportedProtocol)
"""Also refused before anything reaches the service: a failed CONNECT or SOCKS handshake is a ProxyError.

It is not retried: most such refusals are a wrong password, and repeating it locks the account.
"""

MARK: Final = "qrt_facade.sent"
"""Request extension: whether the service may have received the request. The transport sets it for each attempt."""

WAY: Final = "qrt_facade.way"
"""Request extension: the `Way` that the request took."""


@cache
def broken() -> tuple[type[Exception], ...]:
    """Return the exceptions of asyncio, anyio and TLS about a broken connection that httpx does not convert.

    `ssl.SSLError` is an OSError. Called only after a failure, so that a client is created without these libraries.
    """
    import anyio

    return OSError, EOFError, anyio.BrokenResourceError, anyio.ClosedResourceError, anyio.EndOfStream


@cache
def foreign() -> tuple[type[Exception], ...]:
    """Return all exceptions from below httpx, also those of an event loop, or of a header that cannot be encoded."""
    import h11

    return (*broken(), RuntimeError, ValueError, h11.ProtocolError)


class Way(NamedTuple):
    """How requests leave this machine, for messages.

    Attributes:
        proxy: Host and port of the proxy and the setting that names it, or None.
        trusted: Which certificates are trusted.
    """

    proxy: str | None = None
    trusted: str = "the certificates of httpx"


class TimeIsUpError(httpx.TimeoutException):
    """The deadline of an operation has passed, regardless of its single steps.

    It is an httpx error so that code that handles failed requests handles this one too, by closing the connection.

    Attributes:
        seconds: Duration of the operation.
        argument: The argument that extends it.
    """

    def __init__(self, seconds: float, argument: str) -> None:
        super().__init__(f"the time limit of {seconds:g} s was exceeded")
        self.seconds = seconds
        self.argument = argument


def is_passing(error: BaseException) -> bool:
    """Return whether the next attempt may avoid a connection failure."""
    failure = tls_failure(error)
    if isinstance(error, TimeIsUpError) or (failure is not None and is_lasting(failure)):
        return False
    return not _answers_in_tls(error)


class BodyRefusedError(httpx.RequestError):
    """A response is too large, or in an encoding that was not requested; a retry would not help."""


def is_of_the_answer(error: BaseException) -> bool:
    """Return whether an error of ours is about the response itself, so that a retry would have the same result."""
    return isinstance(error.__cause__, BodyRefusedError | httpx.DecodingError)


def transport_error(
    error: Exception, request: httpx.Request, secrets: tuple[Secret, ...], *, path: str | None = None
) -> TransportError:
    """Return our error for an httpx error: what happened, and what to do about it.

    The path is that of the request, redacted. A path that is passed is used unchanged: it contains no secret, even if
    it resembles one.
    """
    method, path = request.method, redact(request.url.path, *secrets) if path is None else path
    return TransportError(
        f"{method} {path}: {_explained(error, request, secrets)}",
        method=method,
        path=path,
        may_have_arrived=_may_have_arrived(error, request),
    )


def _may_have_arrived(error: Exception, request: httpx.Request) -> bool:
    if _answers_in_tls(error):
        return False
    sent = request.extensions.get(MARK)
    return not isinstance(error, NEVER_SENT) if sent is None else bool(sent)


def _answers_in_tls(error: BaseException) -> bool:
    """Return whether a plain HTTP request reached a server that speaks TLS, whose alert is not a status line."""
    return isinstance(error, httpx.RemoteProtocolError) and r"\x15\x03" in str(error)


def _explained(error: Exception, request: httpx.Request, secrets: tuple[Secret, ...]) -> str:
    host, reason = request.url.host, redact(str(error) or type(error).__name__, *secrets)
    way: Way = request.extensions.get(WAY, Way())
    match error:
        case TimeIsUpError():
            said = f"no complete response within {error.seconds:g} s in total; extend the limit with {error.argument}"
        case httpx.TimeoutException():
            said = _explained_timeout(error, _via(host, way), request.extensions.get("timeout", {}))
        case httpx.ConnectError():
            said = redact(_explained_connection(error, host, reason, way), *secrets)
        case httpx.ProxyError():
            via = "the proxy" if way.proxy is None else f"the proxy {way.proxy}"
            said = f"{via} did not connect to {host} ({reason}); check the proxy and its password"
        case BodyRefusedError():
            said = reason
        case httpx.DecodingError():
            said = f"the response's content encoding is damaged ({reason})"
        case _ if _answers_in_tls(error):
            said = f"{host} speaks TLS on this port; check base_url, which must then begin with https://"
        case _:
            said = f"the connection to {_via(host, way)} broke ({reason})"
    return said


def _explained_connection(error: httpx.ConnectError, host: str, reason: str, way: Way) -> str:
    failure = tls_failure(error)
    if failure is not None and is_lasting(failure):
        return explain_tls(failure, _via(host, way), way.trusted)
    if way.proxy is not None:
        return f"no connection to {_via(host, way)} ({reason}); check the network and the proxy"
    return f"no connection to {host} ({reason}); check the network, the proxy and base_url"


def _via(host: str, way: Way) -> str:
    return host if way.proxy is None else f"{host} through the proxy {way.proxy}"


def _explained_timeout(error: httpx.TimeoutException, host: str, limits: Mapping[str, float | None]) -> str:
    """Return the message for the step that timed out: each has its own limit, and its own remedy."""

    def over(step: str) -> str:
        seconds = limits.get(step)
        return "longer than the timeout" if seconds is None else f"longer than {seconds:g} s"

    match error:
        case httpx.PoolTimeout():
            return (
                f"every connection of this client was busy for {over('pool')}; make fewer calls at a time, or give "
                "the client more connections with limits=httpx.Limits(max_connections=...)"
            )
        case httpx.ConnectTimeout():
            return f"connecting to {host} took {over('connect')}; check the network, the proxy and base_url"
        case httpx.WriteTimeout():
            return (
                f"{host} accepted no more data for {over('write')}; the connection is slow or stalled: "
                "extend the limit with timeout=, or send less at a time"
            )
        case _:
            return f"{host} sent no data for {over('read')}; extend the limit with timeout="
