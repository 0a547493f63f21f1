"""From a failure of httpx to the error it means: the step that failed, whether anything was sent, what to do about it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import httpx

from qrt_facade._base.secrets import redact
from qrt_facade.errors import ConfigurationError, TransportError

if TYPE_CHECKING:
    from collections.abc import Mapping

    from qrt_facade._base.secrets import Secret

NO_CONNECTION: Final = (httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout)
"""There was no connection to send a request on; another attempt may find one."""

_NEVER_SENT: Final = (*NO_CONNECTION, httpx.ProxyError)
"""A proxy, too, refuses before anything is sent to the service: a failed CONNECT or SOCKS greeting is a ProxyError.

That one is not tried again: most such refusals are a wrong password, and a few more of those lock an account.
"""


class BodyRefusedError(httpx.RequestError):
    """An answer is larger than it may be, or in an encoding that was not asked for; asking again changes nothing."""


def transport_error(error: Exception, request: httpx.Request, secrets: tuple[Secret, ...]) -> TransportError:
    """Return our error for one of httpx's: what happened, and what to do about it."""
    method, path = request.method, redact(request.url.path, *secrets)
    return TransportError(
        f"{method} {path}: {_explained(error, request, secrets)}",
        method=method,
        path=path,
        may_have_arrived=not isinstance(error, _NEVER_SENT),
    )


def setup_error(error: ImportError | OSError) -> ConfigurationError:
    """Return our error for what httpx raises when it is made ready to connect, before there is any request."""
    if isinstance(error, ImportError):
        return ConfigurationError(
            "a SOCKS proxy needs the package socksio: pip install 'httpx[socks]', or set another proxy, or none"
        )
    return ConfigurationError(
        f"TLS cannot be set up ({error.strerror or error}); check the files named by verify=, SSL_CERT_FILE, "
        "SSL_CERT_DIR and SSLKEYLOGFILE"
    )


def _explained(error: Exception, request: httpx.Request, secrets: tuple[Secret, ...]) -> str:
    host, reason = request.url.host, redact(str(error) or type(error).__name__, *secrets)
    match error:
        case httpx.TimeoutException():
            return _explained_timeout(error, host, request.extensions.get("timeout", {}))
        case httpx.ConnectError():
            return f"no connection to {host} ({reason}); check the network, the proxy and base_url"
        case httpx.ProxyError():
            return f"the proxy did not connect to {host} ({reason}); check the proxy and its password"
        case BodyRefusedError():
            return reason
        case httpx.DecodingError():
            return f"the answer's content encoding is damaged ({reason})"
        case _:
            return f"the connection to {host} broke ({reason})"


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
