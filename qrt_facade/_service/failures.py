"""From a failure of httpx to the error it means: the step that failed, whether anything was sent, what to do about it."""

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
"""There was no connection to send a request on; another attempt may find one."""

NEVER_SENT: Final = (*NO_CONNECTION, httpx.ProxyError, httpx.UnsupportedProtocol)
"""A proxy, too, refuses before anything is sent to the service: a failed CONNECT or SOCKS greeting is a ProxyError.

That one is not tried again: most such refusals are a wrong password, and a few more of those lock an account.
"""

MARK: Final = "qrt_facade.sent"
"""Key of a request's extensions: whether the service may have received it. Kept by the transport, attempt by attempt."""

WAY: Final = "qrt_facade.way"
"""Key of a request's extensions: the `Way` that it took."""


@cache
def broken() -> tuple[type[Exception], ...]:
    """Return what asyncio, anyio and TLS raise about a broken connection where httpx lets it through.

    `ssl.SSLError` is an OSError. Asked for when something has failed: a client is made without these libraries.
    """
    import anyio

    return OSError, EOFError, anyio.BrokenResourceError, anyio.ClosedResourceError, anyio.EndOfStream


@cache
def foreign() -> tuple[type[Exception], ...]:
    """Return all that comes from below httpx, also of an event loop, or of a header that cannot be encoded."""
    import h11

    return (*broken(), RuntimeError, ValueError, h11.ProtocolError)


class Way(NamedTuple):
    """How requests leave this machine, for messages.

    Attributes:
        proxy: Host and port of the proxy and what named it, or None.
        trusted: Whose certificates are trusted.
    """

    proxy: str | None = None
    trusted: str = "the certificates of httpx"


class TimeIsUpError(httpx.TimeoutException):
    """The time of an operation was up, whatever its single steps took.

    It is one of httpx's so that whatever handles a failed request handles this one too: it closes its connection.

    Attributes:
        seconds: How long the operation could take in all.
        argument: The argument that gives it longer.
    """

    def __init__(self, seconds: float, argument: str) -> None:
        super().__init__(f"the time was up after {seconds:g} s")
        self.seconds = seconds
        self.argument = argument


def is_passing(error: BaseException) -> bool:
    """Tell whether a failure of the connection may be gone at the next attempt."""
    failure = tls_failure(error)
    if isinstance(error, TimeIsUpError) or (failure is not None and is_lasting(failure)):
        return False
    return not _answers_in_tls(error)


class BodyRefusedError(httpx.RequestError):
    """An answer is larger than it may be, or in an encoding that was not asked for; asking again changes nothing."""


def is_of_the_answer(error: BaseException) -> bool:
    """Tell whether an error of ours is about the answer itself, so that the same would come again."""
    return isinstance(error.__cause__, BodyRefusedError | httpx.DecodingError)


def transport_error(
    error: Exception, request: httpx.Request, secrets: tuple[Secret, ...], *, path: str | None = None
) -> TransportError:
    """Return our error for one of httpx's: what happened, and what to do about it.

    Its path is that of the request, redacted. A given path is taken as it is: it contains no secret, even if one reads like
    a word of it.
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
    """Whether a request in plain HTTP met a server that speaks TLS, whose alert is no status line."""
    return isinstance(error, httpx.RemoteProtocolError) and r"\x15\x03" in str(error)


def _explained(error: Exception, request: httpx.Request, secrets: tuple[Secret, ...]) -> str:
    host, reason = request.url.host, redact(str(error) or type(error).__name__, *secrets)
    way: Way = request.extensions.get(WAY, Way())
    match error:
        case TimeIsUpError():
            said = (
                f"no complete answer within {error.seconds:g} s in all; give it longer with {error.argument}"
            )
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
            said = f"the answer's content encoding is damaged ({reason})"
        case _ if _answers_in_tls(error):
            said = f"{host} speaks TLS on this port; check base_url, which has to begin with https:// then"
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
    """Name the step that took too long: each has its own limit, and its own way out."""

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
                f"{host} took nothing more of the request for {over('write')}; the connection is slow or stalled: "
                "give it longer with timeout=, or send less at a time"
            )
        case _:
            return f"{host} sent nothing for {over('read')}; give it longer with timeout="
