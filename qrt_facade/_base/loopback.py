"""Which host names and addresses refer to this machine."""

from __future__ import annotations

import ipaddress


def is_loopback(host: str) -> bool:
    """Return whether a host can only refer to this machine; no name server is queried.

    True for `localhost` in any case, 127.0.0.0/8, `::1` with or without brackets, and the IPv4-mapped forms of
    127.0.0.0/8, such as `::ffff:127.0.0.1`. False for everything that a resolver would have to interpret, such as
    `127.1` or `2130706433`, and for `localhost.`: /etc/hosts does not list it, so glibc queries a name server.
    """
    if host.lower() == "localhost":
        return True
    if host.startswith("[") and host.endswith("]"):
        host = host[1:-1]
    try:
        address = ipaddress.ip_address(host)
    except ValueError:
        return False
    # Python before 3.13 does not look through a mapped address.
    mapped = address.ipv4_mapped if isinstance(address, ipaddress.IPv6Address) else None
    return (mapped or address).is_loopback
