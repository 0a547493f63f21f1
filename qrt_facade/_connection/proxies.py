"""Proxies: parsing of the environment variables, and validation of proxy URLs."""

from __future__ import annotations

import ipaddress
import re
from contextlib import nullcontext, suppress
from importlib.util import find_spec
from typing import TYPE_CHECKING, Final, NamedTuple
from urllib.parse import urlsplit
from urllib.request import getproxies

from qrt_facade._base.http_library import httpx
from qrt_facade._base.loopback import is_loopback
from qrt_facade._base.secrets import Secret
from qrt_facade.errors import ConfigurationError

if TYPE_CHECKING:
    from collections.abc import Sequence
    from urllib.parse import SplitResult

_SOCKS: Final = ("socks5", "socks5h")
_LOOPBACK: Final = ("all://127.0.0.1", "all://localhost", "all://[::1]")
"""The usual names of this machine. A mount pattern cannot match a network, so 127.0.0.0/8 is not included."""

_DEFAULT_PORTS: Final = {"https": 443, "http": 80}
_HOST_AND_PORT: Final = re.compile(r"\[?(?P<host>[^\[\]]*?)\]?(?::(?P<port>[0-9]{1,5}))?")


class NamedProxy(NamedTuple):
    """A proxy, and where its URL comes from.

    Attributes:
        address: Its URL, which may contain a password.
        name: The variable or argument that names it, for messages.
    """

    address: Secret
    name: str

    def __str__(self) -> str:
        # Host and port only: the URL may contain a user and a password.
        url = httpx.URL(self.address.reveal())
        return f"{url.host}{'' if url.port is None else f':{url.port}'} ({self.name})"


def environment_proxies(*addresses: str) -> dict[str, NamedProxy | None]:
    """Return the proxies set by HTTPS_PROXY, HTTP_PROXY, ALL_PROXY and NO_PROXY, as httpx mount patterns.

    httpx reads the environment only for transports that it creates itself, and this client passes its own. A
    pattern with the value None bypasses the proxy: for this machine, and for each of `addresses` that NO_PROXY
    excludes. NO_PROXY is parsed as in curl and requests, as a list separated by commas or spaces. An entry is a
    host name (subdomains are included, and a leading dot or `*.` is optional) or an IP address, each with an
    optional port, or a network (10.0.0.0/8); `*` matches everything.

    Args:
        addresses: The URLs that the client is going to call.

    Raises:
        ConfigurationError: A variable that applies is not a valid proxy URL.
    """
    targets = [urlsplit(address) for address in addresses]
    found = getproxies()
    excluded = [entry for entry in re.split(r"[\s,]+", found.get("no", "").lower()) if entry]
    direct = [target for target in targets if _goes_direct(target, excluded)]
    if "*" in excluded or (targets and len(direct) == len(targets)):
        return {}  # such as the local emulator: the variables do not matter
    proxies: dict[str, NamedProxy | None] = {}
    for scheme in ("http", "https", "all"):
        # Only https leaves this machine. So HTTP_PROXY never applies, and if HTTPS_PROXY is set, neither does
        # ALL_PROXY, which a desktop's settings may have set to something that no client can use.
        if found.get(scheme) and not (scheme == "all" and "https://" in proxies):
            with suppress(ConfigurationError) if scheme == "http" else nullcontext():
                proxies[f"{scheme}://"] = _of_variable(f"{scheme.upper()}_PROXY", found[scheme])
    if proxies:
        proxies.update(dict.fromkeys(_LOOPBACK))
        proxies.update({f"{target.scheme}://{_bracketed(target)}": None for target in direct})
    return proxies


def _of_variable(name: str, address: str) -> NamedProxy:
    proxy = Secret((address if "://" in address else f"http://{address}").strip())
    check_proxy(name, proxy)
    return NamedProxy(proxy, name)


def _bracketed(target: SplitResult) -> str:
    host = target.hostname or ""
    named = f"[{host}]" if ":" in host else host
    return named if target.port is None else f"{named}:{target.port}"


def _goes_direct(target: SplitResult, excluded: Sequence[str]) -> bool:
    return is_loopback(target.hostname or "") or any(_excludes(entry, target) for entry in excluded)


def _excludes(entry: str, target: SplitResult) -> bool:
    """Return whether an entry of NO_PROXY, in lower case, matches the host of a URL."""
    host = (target.hostname or "").rstrip(".")
    scheme, separator, rest = entry.rpartition("://")
    if separator and scheme not in {target.scheme, "all"}:
        return False
    address = _address_of(host)
    if address is not None and (network := _network_of(rest.strip("[]"))) is not None:
        return address in network
    parts = _HOST_AND_PORT.fullmatch(rest)
    if parts is None:
        return False
    port = target.port or _DEFAULT_PORTS.get(target.scheme)
    if parts["port"] is not None and int(parts["port"]) != port:
        return False
    name = parts["host"].removeprefix("*").removeprefix(".").rstrip(".")
    if address is not None:
        return _address_of(name) == address
    return bool(name) and (host == name or host.endswith(f".{name}"))


def _address_of(host: str) -> ipaddress.IPv4Address | ipaddress.IPv6Address | None:
    try:
        return ipaddress.ip_address(host)
    except ValueError:
        return None


def _network_of(entry: str) -> ipaddress.IPv4Network | ipaddress.IPv6Network | None:
    try:
        return ipaddress.ip_network(entry, strict=False)
    except ValueError:
        return None


def check_proxy(name: str, proxy: Secret) -> None:
    """Refuse an invalid proxy URL without showing it, because it may contain a password.

    Raises:
        ConfigurationError: The value is not a proxy URL, or is a SOCKS proxy whose package is missing; the message
            contains `name`.
    """
    try:
        usable = _is_usable(httpx.Proxy(proxy.reveal()).url)
    except (httpx.InvalidURL, ValueError):
        usable = False
    scheme = proxy.reveal().partition("://")[0].lower()
    if scheme in _SOCKS and usable and find_spec("socksio") is None:
        raise ConfigurationError(
            f"{name} is a SOCKS proxy, which needs the package socksio: pip install 'httpx[socks]', "
            f"or use an http:// proxy, or none"
        )
    if not usable:  # raised outside of `except`, so that the error has no frames of httpx
        socks = "; supported SOCKS schemes are socks5:// and socks5h://" if scheme.startswith("socks") else ""
        raise ConfigurationError(
            f"{name} is not a valid proxy URL; expected a URL such as 'http://host:8080'{socks}"
        )


def _is_usable(url: httpx.URL) -> bool:
    if not url.host or (url.port is not None and not 0 < url.port < 65536):
        return False
    # httpx sends the user name and the password in a header, which must be ASCII.
    return url.userinfo.isascii()
