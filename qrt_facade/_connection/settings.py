"""How a client connects: timeouts, TLS, pool, proxy, and the headers of every call."""

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
"""Seconds without a byte after which a request has failed, unless the caller sets others."""

TOTAL_TIMEOUT: Final = 600.0
"""Seconds after which a request has failed in all, retries and their pauses included, unless the caller sets others."""

_CONNECT_TIMEOUT: Final = 10.0
POOL: Final = httpx.Limits(max_connections=100, max_keepalive_connections=20)


AnyTransport: TypeAlias = "httpx.BaseTransport | httpx.AsyncBaseTransport"

Transport: TypeAlias = "AnyTransport | Callable[[], AnyTransport]"
"""A caller's own transport, or a function that makes one: blocking or asynchronous, as the client is."""


@dataclass(frozen=True, slots=True)
class Settings:
    """The connection settings of one client, checked.

    Attributes:
        api_version: Date sent as `IBM-API-Version` with every call.
        timeout: Seconds without a byte after which a request has failed.
        total_timeout: Seconds after which a request has failed in all, retries and their pauses included.
        retries: How often a request is sent again after a transient failure.
        proxy: Address of a proxy for every request, or None for those of the environment.
        verify: True, False, or an `ssl.SSLContext`.
        transport: The caller's httpx transport in place of the usual one, or None.
        user_agent: The caller's own product, put before ours, or None.
        limits: Size of the connection pool, or None for ours.
        max_result_bytes: How large a result may be, as its body and again as its arrays.
        journal: Whether submissions with a key are written down on this machine before they are sent.
        budget_seconds: Seconds of QPU time that submissions may cost in all, or None.
        ledger: The file that the budget is counted in, True for the one in the folder for state, or None for memory alone.
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
            # As Python's own float: sockets take neither a number of NumPy nor a fraction.
            object.__setattr__(self, name, seconds)
        checked_whole("retries", self.retries)
        checked_flag("journal", self.journal)
        self._check_budget()
        checked_whole("max_result_bytes", self.max_result_bytes, least=1, unit="bytes")
        check_text(user_agent=self.user_agent)
        if isinstance(self.api_version, date):
            day = date(self.api_version.year, self.api_version.month, self.api_version.day)
            raise ConfigurationError(
                f"api_version={self.api_version!r}: expected text; write '{day.isoformat()}'"
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
                    f"user_agent={redacted_repr(product)}: expected printable ASCII, since it becomes a header"
                )
        if self.proxy is not None:
            check_proxy("proxy", self.proxy)
        if not isinstance(self.verify, bool | ssl.SSLContext):
            raise ConfigurationError(
                f"verify={self.verify!r}: expected True, False or an ssl.SSLContext, which "
                "ssl.create_default_context(cafile=...) makes of a file of certificates"
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
            raise ConfigurationError(
                "ledger= is where a budget is counted, and there is none; give budget_seconds= too"
            )

    def httpx_timeout(self) -> httpx.Timeout:
        """Return the timeout for httpx, with a shorter limit for connecting than for an answer."""
        return httpx.Timeout(self.timeout, connect=min(self.timeout, _CONNECT_TIMEOUT))


def checked_ledger(value: object) -> Path | Literal[True] | None:
    """Return the file of a ledger as an absolute path, True for the one in the folder for state, or None without one.

    Raises:
        ConfigurationError: It is something else, or names no file.
    """
    if value is None or value is False:
        return None
    if value is True:
        return True
    path = checked_path(value)
    if not path.name or "\0" in str(path):
        raise ConfigurationError(
            f"ledger={redacted_repr(value)} does not name a file; expected such as budget.sqlite"
        )
    try:
        return path.expanduser().absolute()
    except (RuntimeError, OSError) as error:  # no home, or the working folder was removed
        raise ConfigurationError(f"ledger={redacted_repr(value)}: {error}") from error


def _check_limits(limits: httpx.Limits) -> None:
    """Refuse the size of a pool that could not work; it would show at the first request."""
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
    """Return the headers of every call: the instance, the API version, and a User-Agent.

    Without a User-Agent the network edge before the service answers 403 with a web page.
    """
    ours = f"qrt-facade/{__version__} (python/{sys.version.split()[0]}; httpx/{httpx.__version__})"
    headers = {
        "Accept": "application/json, */*;q=0.5",
        "Accept-Encoding": ACCEPTED_ENCODING,
        # A cache on the way must neither keep what is said about a job nor answer with what it kept of another's.
        "Cache-Control": "no-store, no-cache",
        "User-Agent": f"{settings.user_agent} {ours}" if settings.user_agent else ours,
    }
    if credentials.instance is not None:
        headers |= {"Service-CRN": credentials.instance.text, "IBM-API-Version": settings.api_version}
    return headers


@lru_cache(maxsize=256)
def parsed(address: str) -> httpx.URL:
    """Return an address, parsed once: a wait asks the same one again and again, and all submissions go to one.

    Parsing takes a tenth of a request's time. A `httpx.URL` never changes.
    """
    return httpx.URL(address)


def no_cookies() -> CookieJar:
    """Return a cookie jar that keeps nothing: calls of a client must not depend on earlier ones."""
    return CookieJar(policy=DefaultCookiePolicy(allowed_domains=()))
