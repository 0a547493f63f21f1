"""Connection settings of a client: timeouts, TLS, connection pool, proxy, and the headers of every request."""

from __future__ import annotations

import ssl
import sys
import warnings
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from http.cookiejar import CookieJar, DefaultCookiePolicy
from math import inf
from typing import TYPE_CHECKING, Final, Literal, TypeAlias

from qrt_facade._base.arguments import (
    check_text,
    checked_flag,
    checked_number,
    checked_path,
    checked_whole,
    refuse_secret,
)
from qrt_facade._base.http_library import httpx
from qrt_facade._base.redaction import redacted_repr
from qrt_facade._connection.bodies import ACCEPTED_ENCODING
from qrt_facade._connection.proxies import check_proxy
from qrt_facade._service.limits import DEFAULT_RESULT_BYTES
from qrt_facade._service.versions import checked_version
from qrt_facade._version import __version__
from qrt_facade.errors import ConfigurationError

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from qrt_facade._base.secrets import Secret
    from qrt_facade._connection.credentials import Credentials

REQUEST_TIMEOUT: Final = 30.0
"""Default for `timeout`: seconds without a byte after which a request fails."""

TOTAL_TIMEOUT: Final = 600.0
"""Default for `total_timeout`: seconds after which a request fails, including retries and their pauses."""

_CONNECT_TIMEOUT: Final = 10.0
POOL: Final = httpx.Limits(max_connections=100, max_keepalive_connections=20)


AnyTransport: TypeAlias = "httpx.BaseTransport | httpx.AsyncBaseTransport"

Transport: TypeAlias = "AnyTransport | Callable[[], AnyTransport]"
"""A custom transport, or a function that creates one: blocking or asynchronous, like the client."""


@dataclass(frozen=True, slots=True)
class Settings:
    """The validated connection settings of one client.

    Attributes:
        api_version: Date sent as `IBM-API-Version` with every request.
        timeout: Seconds without a byte after which a request fails.
        total_timeout: Seconds after which a request fails, including retries and their pauses.
        retries: How often a request is sent again after a transient failure.
        proxy: Proxy URL for every request, or None to use the environment's.
        verify: True, False, or an `ssl.SSLContext`.
        transport: A custom httpx transport, or None.
        user_agent: The caller's own product, sent before ours, or None.
        limits: Size of the connection pool, or None for the default.
        max_result_bytes: The largest accepted size of a result, of its body and of its arrays each.
        journal: Whether submissions with a key are recorded on disk before they are sent.
        budget_seconds: Budget of QPU time for submissions in seconds, or None.
        ledger: The file of the budget's ledger, True for the one in the state folder, or None for memory only.
    """

    api_version: str
    timeout: float = REQUEST_TIMEOUT
    total_timeout: float = TOTAL_TIMEOUT
    retries: int = 5
    proxy: Secret | None = None
    verify: bool | ssl.SSLContext = True
    transport: Transport | None = None
    user_agent: str | None = None
    limits: httpx.Limits | None = None
    max_result_bytes: int = DEFAULT_RESULT_BYTES
    journal: bool = True
    budget_seconds: float | None = None
    ledger: Path | Literal[True] | None = None

    def __post_init__(self) -> None:
        for name in ("timeout", "total_timeout"):
            seconds = checked_number(name, getattr(self, name), positive=True, unit="seconds")
            # As a Python float: sockets accept neither NumPy numbers nor fractions.
            object.__setattr__(self, name, seconds)
        checked_whole("retries", self.retries)
        checked_flag("journal", self.journal)
        self._check_budget()
        checked_whole("max_result_bytes", self.max_result_bytes, least=1, unit="bytes")
        check_text(user_agent=self.user_agent)
        if isinstance(self.api_version, date):
            day = date(self.api_version.year, self.api_version.month, self.api_version.day)
            raise ConfigurationError(
                f"api_version={self.api_version!r}: expected a string, such as '{day.isoformat()}'"
            )
        check_text(api_version=self.api_version)
        if self.limits is not None and not isinstance(self.limits, httpx.Limits):
            raise ConfigurationError(f"limits={self.limits!r}: expected an httpx.Limits")
        if self.limits is not None:
            _check_limits(self.limits)
        refuse_secret("api_version", self.api_version)
        object.__setattr__(self, "api_version", checked_version("api_version", self.api_version))
        if (product := self.user_agent) is not None:
            refuse_secret("user_agent", product)
            if not (product.isascii() and product.isprintable() and product.strip()):
                raise ConfigurationError(
                    f"user_agent={redacted_repr(product)}: expected printable ASCII, because it is sent as a header"
                )
        if self.proxy is not None:
            check_proxy("proxy", self.proxy)
        if not isinstance(self.verify, bool | ssl.SSLContext):
            raise ConfigurationError(
                f"verify={self.verify!r}: expected True, False or an ssl.SSLContext; for a file of certificates, pass "
                "ssl.create_default_context(cafile=...)"
            )
        if self.verify is False:
            warnings.warn(
                "verify=False: anyone on the network path can read the API key and change the results",
                stacklevel=2,
            )

    def _check_budget(self) -> None:
        if self.budget_seconds is not None:
            budget = checked_number("budget_seconds", self.budget_seconds, unit="seconds")
            object.__setattr__(self, "budget_seconds", budget)
        elif self.ledger is not None:
            raise ConfigurationError("ledger= requires a budget; pass budget_seconds= too")

    def httpx_timeout(self) -> httpx.Timeout:
        """Return the timeout for httpx, with a shorter limit for connecting."""
        return httpx.Timeout(self.timeout, connect=min(self.timeout, _CONNECT_TIMEOUT))


def checked_ledger(value: object) -> Path | Literal[True] | None:
    """Return the path of a ledger as an absolute path, True for the one in the state folder, or None.

    Raises:
        ConfigurationError: The value is invalid, or does not name a file.
    """
    if value is None or value is False:
        return None
    if value is True:
        return True
    path = checked_path(value)
    if not path.name or "\0" in str(path):
        raise ConfigurationError(
            f"ledger={redacted_repr(value)} does not name a file; expected a path such as budget.sqlite"
        )
    try:
        return path.expanduser().absolute()
    except (RuntimeError, OSError) as error:  # no home directory, or the working directory was removed
        raise ConfigurationError(f"ledger={redacted_repr(value)}: {error}") from error


def _check_limits(limits: httpx.Limits) -> None:
    """Refuse an invalid pool size, which would otherwise fail at the first request."""
    for name, least in (
        ("max_connections", 1.0),
        ("max_keepalive_connections", -inf),
        ("keepalive_expiry", -inf),
    ):
        value = getattr(limits, name)
        if value is not None and not (isinstance(value, int | float) and value >= least):
            bounds = "" if least == -inf else f", {least:g} or more"
            raise ConfigurationError(f"limits: {name}={value!r}: expected a number{bounds}, or None")


def default_headers(credentials: Credentials, settings: Settings) -> dict[str, str]:
    """Return the headers of every request: the instance, the API version, and a User-Agent.

    Without a User-Agent, the network edge in front of the service responds with 403 and a web page.
    """
    ours = f"qrt-facade/{__version__} (python/{sys.version.split()[0]}; httpx/{httpx.__version__})"
    headers = {
        "Accept": "application/json, */*;q=0.5",
        "Accept-Encoding": ACCEPTED_ENCODING,
        # A cache in between must neither store a response about a job nor answer with a stored response about another
        # one.
        "Cache-Control": "no-store, no-cache",
        "User-Agent": f"{settings.user_agent} {ours}" if settings.user_agent else ours,
    }
    if credentials.instance is not None:
        headers |= {"Service-CRN": credentials.instance.text, "IBM-API-Version": settings.api_version}
    return headers


@lru_cache(maxsize=256)
def parsed(address: str) -> httpx.URL:
    """Return a parsed URL, cached: a wait requests the same URL again and again, and all submissions use one URL.

    Parsing takes a tenth of a request's time. A `httpx.URL` is immutable.
    """
    return httpx.URL(address)


def no_cookies() -> CookieJar:
    """Return a cookie jar that stores nothing: requests must not depend on earlier ones."""
    return CookieJar(policy=DefaultCookiePolicy(allowed_domains=()))
