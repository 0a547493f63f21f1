"""Access control: checks of Host and Origin against foreign web pages, and size and time limits of bodies."""

from __future__ import annotations

import asyncio
from functools import lru_cache
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from starlette.responses import JSONResponse

from qrt_facade._base.loopback import is_loopback
from qrt_facade._service.limits import MAX_PAYLOAD_BYTES
from qrt_facade.emulator.domain import errors
from qrt_facade.emulator.http.error_responses import error_response
from qrt_facade.emulator.http.paths import is_own, resolve_dots
from qrt_facade.emulator.http.recording import declared_length

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Message, Receive, Scope, Send

MAX_BODY_BYTES = 1_000_000
"""Maximum size of any other body; the largest legitimate one is a form or a list of eight tags."""


_SAFE = {"GET", "HEAD", "OPTIONS"}
_LINK = ("navigate", "document")
"""`Sec-Fetch-Mode` and `Sec-Fetch-Dest` of a followed link, as opposed to an image, script or frame."""

BODY_SECONDS: float = 60.0
"""Time limit for receiving a body; on the same machine the largest takes less than a second."""


class Guard:
    """Refuses requests that a foreign web page makes a browser send, and bodies that are too large.

    A web page can make its own host name resolve to 127.0.0.1 (DNS rebinding), or send simple requests there (CSRF).
    The browser reveals it: `Host` is then not a name of this machine, `Origin` is not on this machine, or
    `Sec-Fetch-Site` is not the page's own. The scenario can be changed only by the emulator's own pages and by
    programs, because other servers on this machine may belong to other users.
    """

    def __init__(self, app: ASGIApp, host: str) -> None:
        self._app = app
        self._local = is_loopback(host)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Respond with 400, 403 or 413 here, or pass the request on with limits on its body."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        if not _has_one_host(scope):
            refusal = errors.invalid("An HTTP/1.1 request must have exactly one Host header.")
            await error_response(refusal)(scope, receive, send)
            return
        headers = {name: value.decode("latin-1") for name, value in scope["headers"]}
        if reason := self._foreign_reason(scope, headers):
            await JSONResponse({"error": reason}, 403)(scope, receive, send)
            return
        if b"transfer-encoding" in headers and b"content-length" in headers:
            # Ambiguous end of the body: what a proxy takes for a body may be parsed as a request here.
            refusal = errors.invalid("The request has both Content-Length and Transfer-Encoding.")
            refusal.headers = {"Connection": "close"}
            await error_response(refusal)(scope, receive, send)
            return
        submission = scope["method"] == "POST" and scope["path"] == "/api/v1/jobs"
        limit = MAX_PAYLOAD_BYTES if submission else MAX_BODY_BYTES
        if declared_length(headers.get(b"content-length", "")) > limit:
            await error_response(errors.body_too_large(limit))(scope, receive, send)
            return
        await self._app(scope, _limited(receive, limit), send)

    def _foreign_reason(self, scope: Scope, headers: dict[bytes, str]) -> str | None:
        """Return why a request is considered foreign; None if it is not."""
        host, origin, site = headers.get(b"host", ""), headers.get(b"origin"), headers.get(b"sec-fetch-site")
        if self._local and not _is_this_machine(f"//{host}"):
            return "Host is not this machine; an emulator on loopback accepts localhost, 127.0.0.1 and [::1]"
        same = origin is None or origin.partition("://")[2] == host
        if not same and not (self._local and _is_this_machine(origin or "")):
            return "Origin is another site; pages of other sites cannot use the emulator"
        if not is_own(resolve_dots(scope["path"])) or site in {"same-origin", "none"}:
            return None
        if scope["method"] not in _SAFE and (site is not None or not same):
            return "The request comes from another page; only the emulator's own pages and programs can make changes"
        if site == "cross-site" and (headers.get(b"sec-fetch-mode"), headers.get(b"sec-fetch-dest")) != _LINK:
            return "The emulator's own pages cannot be embedded in other sites"
        return None


def _has_one_host(scope: Scope) -> bool:
    """Whether the host of a request is unambiguous, which the parser does not check (RFC 9112, section 3.2)."""
    hosts = [name for name, _ in scope["headers"] if name == b"host"]
    return len(hosts) == 1 or (not hosts and scope["http_version"] == "1.0")


@lru_cache(maxsize=64)
def _is_this_machine(address: str) -> bool:
    """Whether the host of a URL is this machine."""
    try:
        return is_loopback(urlsplit(address).hostname or "")
    except ValueError:
        return False


def _limited(receive: Receive, limit: int) -> Receive:
    """Return a `receive` that raises once more than `limit` bytes have arrived or the body takes too long.

    Chunked bodies declare no length.
    """
    received, deadline = 0, asyncio.get_running_loop().time() + BODY_SECONDS

    async def watched() -> Message:
        nonlocal received
        try:
            async with asyncio.timeout_at(deadline):
                message = await receive()
        except TimeoutError as error:
            raise errors.body_too_slow(BODY_SECONDS) from error
        received += len(message.get("body", b""))
        if received > limit:
            raise errors.body_too_large(limit)
        return message

    return watched
