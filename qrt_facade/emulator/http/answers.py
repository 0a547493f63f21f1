"""Answers that no handler gives: errors, and what the web framework, the web app and the edge answer."""

from __future__ import annotations

from http import HTTPStatus
from typing import TYPE_CHECKING

from starlette.responses import HTMLResponse, JSONResponse, Response

if TYPE_CHECKING:
    from qrt_facade.emulator.domain.errors import ApiError


def error_response(error: ApiError) -> Response:
    """The answer that an error means."""
    return JSONResponse(error.body(), error.status, error.headers)


def unknown_path(method: str, path: str, allowed: str | None = None) -> Response:
    """The web framework's own 404, which names method and path and is no error container.

    It is 405 if the path knows other methods (our reading; the framework may well answer 404 there, too).
    """
    status = HTTPStatus.NOT_FOUND if allowed is None else HTTPStatus.METHOD_NOT_ALLOWED
    body = {"message": f"Cannot {method} {path}", "error": status.phrase, "statusCode": status.value}
    return JSONResponse(body, status.value, None if allowed is None else {"Allow": allowed})


def web_application() -> Response:
    """What the platform's web app answers to a path with an empty id: 200 and a page (measured)."""
    return HTMLResponse(
        "<!DOCTYPE html><html><head><title>IBM Quantum Platform (emulated)</title></head>"
        "<body><div id='root'>This path has an empty segment, so the web application answers.</div></body></html>"
    )


def blocked_by_edge() -> Response:
    """What the edge answers to a request without an acceptable User-Agent: 403 and a page (measured)."""
    return HTMLResponse(
        "<!DOCTYPE html><html><head><title>Access denied (emulated)</title></head>"
        "<body>Requests without an acceptable User-Agent are refused at the edge.</body></html>",
        status_code=403,
    )
