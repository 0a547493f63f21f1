"""Which of httpx's failures mean that a request never left this machine."""

from __future__ import annotations

from typing import Final

import httpx

NO_CONNECTION: Final = (httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout)
"""There was no connection to send it on; another attempt may find one."""

NEVER_SENT: Final = (*NO_CONNECTION, httpx.ProxyError)
"""A proxy, too, refuses before anything is sent to the service: a failed CONNECT or SOCKS greeting is a ProxyError.

That one is not tried again: most such refusals are a wrong password, and a few more of those lock an account.
"""
