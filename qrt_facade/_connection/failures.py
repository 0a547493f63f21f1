"""What a failed connection or a refusal is called, and what only this client can say about it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import httpx

from qrt_facade._base.secrets import Secret, redact
from qrt_facade.errors import TransportError

if TYPE_CHECKING:
    from collections.abc import Mapping

    from qrt_facade._connection.credentials import Credentials

_NEVER_ARRIVED: Final = (httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout, httpx.ProxyError)


def transport_error(error: Exception, request: httpx.Request, secrets: tuple[Secret, ...]) -> TransportError:
    """Return our error for one of httpx's, in words that say what to look at."""
    method, path, host = request.method, redact(request.url.path, *secrets), request.url.host
    said = redact(str(error) or type(error).__name__, *secrets)
    if isinstance(error, httpx.TimeoutException):
        what = "connecting took" if isinstance(error, _NEVER_ARRIVED) else "no answer came for"
        message = f"{method} {path}: {what} longer than the timeout; {host} is slow, or timeout= is too short"
    elif isinstance(error, httpx.ConnectError):
        message = (
            f"{method} {path}: no connection to {host} ({said}); check the network, the proxy and base_url"
        )
    elif isinstance(error, httpx.ProxyError):
        message = (
            f"{method} {path}: the proxy did not connect to {host} ({said}); check the proxy and its password"
        )
    elif isinstance(error, httpx.DecodingError):
        message = f"{method} {path}: the answer's content encoding is damaged ({said})"
    else:
        message = f"{method} {path}: the connection to {host} broke ({said})"
    return TransportError(
        message, method=method, path=path, may_have_arrived=not isinstance(error, _NEVER_ARRIVED)
    )


def advice(credentials: Credentials, host: str) -> Mapping[int, str]:
    """Return what only this client knows about a refusal: which region was asked, and what kind of token it sent."""
    hints: dict[int, str] = {}
    if credentials.instance is not None:
        hints[404] = (
            f"The instance's CRN names the region {credentials.instance.region!r} and {host} was asked"
        )
    if credentials.token is not None:
        looks_like_token = credentials.token.reveal().count(".") == 2
        hints[401] = (
            "The token given as token= was not accepted; it may have expired (IAM tokens live for an hour)"
            if looks_like_token
            else "What was given as token= is not an IAM access token; an API key is given as api_key=, "
            "and is then exchanged for tokens"
        )
    else:
        hints[401] = (
            "The token was obtained from IAM just now, so check that the key's account may use the instance"
        )
    return hints
