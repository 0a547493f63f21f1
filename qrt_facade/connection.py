"""How a client connects: timeouts, TLS, proxies, standard headers, and what a failed connection is called."""

from __future__ import annotations

import ipaddress
import math
import platform
import warnings
from dataclasses import dataclass
from http.cookiejar import CookieJar, DefaultCookiePolicy
from typing import TYPE_CHECKING, Any, Final
from urllib.request import getproxies

import httpx

from qrt_facade._version import __version__
from qrt_facade.errors import ConfigurationError, TransportError
from qrt_facade.redaction import Secret, redact

if TYPE_CHECKING:
    import ssl
    from collections.abc import Mapping

    from qrt_facade.credentials import Credentials

_CONNECT_TIMEOUT: Final = 10.0
_LOOPBACK: Final = ("all://127.0.0.1", "all://localhost", "all://[::1]")
POOL: Final = httpx.Limits(max_connections=100, max_keepalive_connections=20)
_NEVER_ARRIVED: Final = (httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout, httpx.ProxyError)


@dataclass(frozen=True, slots=True)
class Settings:
    """The connection settings of one client, checked.

    Attributes:
        api_version: Date sent as `IBM-API-Version` with every call.
        timeout: Seconds without a byte before a request counts as failed.
        retries: How often a passing failure is tried again.
        proxy: Address of a proxy for everything, or None for what the environment says.
        verify: True, False, or an `ssl.SSLContext`.
        transport: A transport of the caller's in place of httpx's own, or None.
        user_agent: The caller's own product, put before ours, or None.
        limits: Size of the connection pool, or None for ours.
    """

    api_version: str
    timeout: float = 30.0
    retries: int = 5
    proxy: Secret | None = None
    verify: bool | ssl.SSLContext = True
    transport: Any = None
    user_agent: str | None = None
    limits: httpx.Limits | None = None

    def __post_init__(self) -> None:
        if not (isinstance(self.timeout, int | float) and math.isfinite(self.timeout) and self.timeout > 0):
            raise ConfigurationError(f"timeout={self.timeout!r}: expected a number of seconds above 0")
        if isinstance(self.retries, bool) or not isinstance(self.retries, int) or self.retries < 0:
            raise ConfigurationError(f"retries={self.retries!r}: expected a whole number, 0 or more")
        for name, value in (("user_agent", self.user_agent), ("api_version", self.api_version)):
            if value is not None and not (value.isascii() and value.isprintable() and value.strip()):
                raise ConfigurationError(
                    f"{name}={value!r}: expected printable ASCII, since it becomes a header"
                )
        if self.proxy is not None and not _is_proxy(self.proxy.reveal()):
            raise _no_proxy("proxy")
        if self.verify is False:
            warnings.warn(
                "verify=False: whoever sits on the way can read the API key and change the results",
                stacklevel=2,
            )

    def httpx_timeout(self) -> httpx.Timeout:
        """Return the timeout for httpx: connecting is given up sooner than waiting for an answer."""
        return httpx.Timeout(self.timeout, connect=min(self.timeout, _CONNECT_TIMEOUT))


def default_headers(credentials: Credentials, settings: Settings) -> dict[str, str]:
    """Return the headers of every call: the instance, the API version, and a User-Agent.

    Without a User-Agent the network edge before the service answers 403 with a web page.
    """
    ours = f"qrt-facade/{__version__} (python/{platform.python_version()}; httpx/{httpx.__version__})"
    headers = {
        "Accept": "application/json, */*;q=0.5",
        "User-Agent": f"{settings.user_agent} {ours}" if settings.user_agent else ours,
    }
    if credentials.instance is not None:
        headers |= {"Service-CRN": credentials.instance.text, "IBM-API-Version": settings.api_version}
    return headers


def no_cookies() -> CookieJar:
    """Return a jar that keeps nothing: two calls of a client must not depend on each other."""
    return CookieJar(policy=DefaultCookiePolicy(allowed_domains=()))


def environment_proxies() -> dict[str, Secret | None]:
    """Return the proxies that HTTPS_PROXY, HTTP_PROXY, ALL_PROXY and NO_PROXY ask for, as httpx mount patterns.

    httpx itself looks at the environment only when it makes its own transport, and ours is wrapped in retries. A
    pattern with None goes direct. This machine is never reached through a proxy.
    """
    found = getproxies()
    excluded = [host.strip() for host in found.get("no", "").split(",") if host.strip()]
    proxies: dict[str, Secret | None] = {
        f"{scheme}://": Secret(address if "://" in address else f"http://{address}")
        for scheme in ("http", "https", "all")
        if (address := found.get(scheme))
    }
    wrong = [pattern for pattern, proxy in proxies.items() if proxy and not _is_proxy(proxy.reveal())]
    if wrong:
        raise _no_proxy(f"{wrong[0].removesuffix('://').upper()}_PROXY")
    if not proxies or "*" in excluded:
        return {}
    proxies.update(dict.fromkeys(_LOOPBACK))
    proxies.update({pattern: None for host in excluded if (pattern := _pattern_of(host))})
    return proxies


def _pattern_of(host: str) -> str | None:
    """Return the mount pattern of an entry of NO_PROXY; None for one that means no host."""
    bare = host.strip("[]")
    if _is_address(bare):
        return f"all://[{bare}]" if ":" in bare else f"all://{bare}"
    pattern = host if "://" in host else f"all://{'' if host == 'localhost' else '*'}{host}"
    try:
        httpx.URL(pattern)
    except httpx.InvalidURL:
        return None
    return pattern


def _is_address(host: str) -> bool:
    try:
        ipaddress.ip_address(host)
    except ValueError:
        return False
    return True


def _is_proxy(address: str) -> bool:
    try:
        httpx.Proxy(address)
    except (httpx.InvalidURL, ValueError):
        return False
    return True


def _no_proxy(name: str) -> ConfigurationError:
    # The address itself stays out of the message, and what raises this holds it in no local: it may hold a password.
    return ConfigurationError(
        f"{name} is not the address of a proxy; expected something like 'http://host:8080'"
    )


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
