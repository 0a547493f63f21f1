"""The answer to a request for a page of something that is not there."""

from __future__ import annotations

from typing import TYPE_CHECKING

from starlette.responses import HTMLResponse, Response

from qrt_facade.emulator.http.answers import unknown_path
from qrt_facade.emulator.http.pages.layout import HEADERS
from qrt_facade.emulator.http.pages.missing import missing_page

if TYPE_CHECKING:
    from starlette.requests import Request


def missing(request: Request, kind: str, name: str) -> Response:
    """404: a page for a browser, and for programs what the web framework answers.

    Args:
        request: What was asked.
        kind: `job`, `call` or `device`.
        name: Its id, number or name.
    """
    if "text/html" in request.headers.get("accept", ""):
        return HTMLResponse(missing_page(kind, name), 404, headers=dict(HEADERS))
    return unknown_path(request.method, request.url.path)
