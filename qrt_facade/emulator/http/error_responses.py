"""Responses that no handler produces: errors, and those of the web framework."""

from __future__ import annotations

from http import HTTPStatus
from typing import TYPE_CHECKING

from starlette.responses import JSONResponse, Response

if TYPE_CHECKING:
    from qrt_facade.emulator.domain.errors import ApiError


def error_response(error: ApiError) -> Response:
    """Return the response for an error."""
    return JSONResponse(error.body(), error.status, error.headers)


def unknown_path(method: str, path: str, allowed: str | None = None) -> Response:
    """Return the web framework's own 404, which names method and path and is not an error container.

    It is 405 if the path supports other methods (our interpretation; the framework may answer 404 there, too).
    """
    status = HTTPStatus.NOT_FOUND if allowed is None else HTTPStatus.METHOD_NOT_ALLOWED
    body = {"message": f"Cannot {method} {path}", "error": status.phrase, "statusCode": status.value}
    return JSONResponse(body, status.value, None if allowed is None else {"Allow": allowed})
