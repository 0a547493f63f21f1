"""Proxies: those that the environment asks for, and what is refused as one."""

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
"""Its usual names. A mount pattern cannot name a network, so 127.0.0.0/8 is not among them."""

_DEFAULT_PORTS: Final = {"https": 443, "http": 80}
_HOST_AND_PORT: Final = re.compile(r"\[?(?P<host>[^\[\]]*?)\]?(?::(?P<port>[0-9]{1,5}))?")


class NamedProxy(NamedTuple):
    """A proxy, and where its address was found.

    Attributes:
        address: Its address, which may contain a password.
        name: The variable or argument that names it, for messages.
    """

    address: Secret
    name: str

    def __str__(self) -> str:
        # Host and port alone: a user and a password may stand before them.
        url = httpx.URL(self.address.reveal())
        return f"{url.host}{'' if url.port is None else f':{url.port}'} ({self.name})"


def environment_proxies(*addresses: str) -> dict[str, NamedProxy | None]:
    """Return the proxies that HTTPS_PROXY, HTTP_PROXY, ALL_PROXY and NO_PROXY ask for, as httpx mount patterns.

    httpx itself looks at the environment only when it makes its own transport, and ours is wrapped in retries. A
    pattern with None goes direct: that of this machine, and that of each address that NO_PROXY excludes. NO_PROXY is
    read as curl and Python's requests read it: names with their subdomains, with or without a leading dot or `*.`,
    with or without a port, addresses and networks (10.0.0.0/8), between commas or spaces; `*` is everything.

    Args:
        addresses: What the client is going to call.

    Raises:
        ConfigurationError: A variable that counts is not the address of a proxy.
    """
    targets = [urlsplit(address) for address in addresses]
    found = getproxies()
    excluded = [entry for entry in re.split(r"[\s,]+", found.get("no", "").lower()) if entry]
    direct = [target for target in targets if _goes_direct(target, excluded)]
    if "*" in excluded or (targets and len(direct) == len(targets)):
        return {}  # of the local emulator, for example: whatever the variables hold is of no matter
    proxies: dict[str, NamedProxy | None] = {}
    for scheme in ("http", "https", "all"):
        # Nothing leaves this machine but over https: beside HTTPS_PROXY, the ALL_PROXY of a desktop's settings, which
        # may name what no client can use, has no say, and HTTP_PROXY never has.
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
    """Tell whether an entry of NO_PROXY, in lower case, means the host of an address."""
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
    """Refuse an address that is not a proxy's, without showing it: it may contain a password.

    Raises:
        ConfigurationError: It is not the address of a proxy, or of a SOCKS proxy whose package is missing; `name` is
            in the message.
    """
    try:
        usable = _is_usable(httpx.Proxy(proxy.reveal()).url)
    except (httpx.InvalidURL, ValueError):
        usable = False
    scheme = proxy.reveal().partition("://")[0].lower()
    if scheme in _SOCKS and usable and find_spec("socksio") is None:
        raise ConfigurationError(
            f"{name} names a SOCKS proxy, which needs the package socksio: pip install 'httpx[socks]', "
            f"or name an http:// proxy, or none"
        )
    if not usable:  # raised out here, so that the error carries none of httpx's frames
        socks = "; of SOCKS, socks5:// and socks5h:// are supported" if scheme.startswith("socks") else ""
        raise ConfigurationError(
            f"{name} is not the address of a proxy; expected something like 'http://host:8080'{socks}"
        )


def _is_usable(url: httpx.URL) -> bool:
    if not url.host or (url.port is not None and not 0 < url.port < 65536):
        return False
    # What httpx sends as the user's name and password has to be a header.
    return url.userinfo.isascii()
