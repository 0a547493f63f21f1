"""Proxies: those that the environment asks for, and what is refused as one."""

from __future__ import annotations

import ipaddress
from typing import Final
from urllib.parse import urlsplit
from urllib.request import getproxies

import httpx

from qrt_facade._base.loopback import is_loopback
from qrt_facade._base.secrets import Secret
from qrt_facade.errors import ConfigurationError

_LOOPBACK: Final = ("all://127.0.0.1", "all://localhost", "all://[::1]")
"""Its usual names. A mount pattern cannot name a network, so 127.0.0.0/8 is not among them."""


def environment_proxies(*addresses: str) -> dict[str, Secret | None]:
    """Return the proxies that HTTPS_PROXY, HTTP_PROXY, ALL_PROXY and NO_PROXY ask for, as httpx mount patterns.

    httpx itself looks at the environment only when it makes its own transport, and ours is wrapped in retries. A
    pattern with None goes direct. This machine is never reached through a proxy: not by its usual names, nor by those
    in `addresses`, which a client is going to call.

    Raises:
        ConfigurationError: A variable is not the address of a proxy.
    """
    hosts = [urlsplit(address).hostname or "" for address in addresses]
    if hosts and all(is_loopback(host) for host in hosts):
        return {}  # a client of the local emulator: whatever the variables hold is of no matter
    found = getproxies()
    excluded = [host.strip() for host in found.get("no", "").split(",") if host.strip()]
    proxies: dict[str, Secret | None] = {
        f"{scheme}://": Secret(address if "://" in address else f"http://{address}")
        for scheme in ("http", "https", "all")
        if (address := found.get(scheme))
    }
    for scheme, proxy in proxies.items():
        if proxy is not None:
            check_proxy(f"{scheme.removesuffix('://').upper()}_PROXY", proxy)
    if not proxies or "*" in excluded:
        return {}
    proxies.update(dict.fromkeys(_LOOPBACK))
    proxies.update({pattern: None for host in hosts if is_loopback(host) and (pattern := _pattern_of(host))})
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


def check_proxy(name: str, proxy: Secret) -> None:
    """Refuse an address that is not a proxy's, without showing it: it may contain a password.

    Raises:
        ConfigurationError: It is not the address of a proxy; `name` is in the message.
    """
    try:
        httpx.Proxy(proxy.reveal())
        usable = True
    except (httpx.InvalidURL, ValueError):
        usable = False
    if not usable:  # raised out here, so that the error carries none of httpx's frames
        raise ConfigurationError(
            f"{name} is not the address of a proxy; expected something like 'http://host:8080'"
        )
