"""Proxies: those that the environment asks for, and whether an address is one."""

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
    """
    found = getproxies()
    excluded = [host.strip() for host in found.get("no", "").split(",") if host.strip()]
    proxies: dict[str, Secret | None] = {
        f"{scheme}://": Secret(address if "://" in address else f"http://{address}")
        for scheme in ("http", "https", "all")
        if (address := found.get(scheme))
    }
    wrong = [pattern for pattern, proxy in proxies.items() if proxy and not is_proxy(proxy.reveal())]
    if wrong:
        raise not_a_proxy(f"{wrong[0].removesuffix('://').upper()}_PROXY")
    if not proxies or "*" in excluded:
        return {}
    proxies.update(dict.fromkeys(_LOOPBACK))
    hosts = [urlsplit(address).hostname or "" for address in addresses]
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


def is_proxy(address: str) -> bool:
    try:
        httpx.Proxy(address)
    except (httpx.InvalidURL, ValueError):
        return False
    return True


def not_a_proxy(name: str) -> ConfigurationError:
    # The address itself stays out of the message, and what raises this holds it in no local: it may hold a password.
    return ConfigurationError(
        f"{name} is not the address of a proxy; expected something like 'http://host:8080'"
    )
