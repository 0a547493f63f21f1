"""The response to a request for the page of something that does not exist."""

from __future__ import annotations

from typing import TYPE_CHECKING

from starlette.responses import HTMLResponse, Response

from qrt_facade.emulator.http.error_responses import unknown_path
from qrt_facade.emulator.http.pages.layout import HEADERS
from qrt_facade.emulator.http.pages.missing import missing_page

if TYPE_CHECKING:
    from starlette.requests import Request


def missing(request: Request, kind: str, name: str) -> Response:
    """Return 404: a page for a browser, and the web framework's response for programs.

    Args:
        request: The request.
        kind: `job`, `call` or `device`.
        name: Its id, number or name.
    """
    if "text/html" in request.headers.get("accept", ""):
        return HTMLResponse(missing_page(kind, name), 404, headers=dict(HEADERS))
    return unknown_path(request.method, request.url.path)
