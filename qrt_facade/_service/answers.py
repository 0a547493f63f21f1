"""Conversion of an HTTP response (status, headers, body) to the error that it means; sends nothing."""

from __future__ import annotations

import json
import math
import re
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import TYPE_CHECKING, Any, Final

from qrt_facade._base.coerce import as_utc, is_mapping, list_of, mapping_of, whole_of
from qrt_facade._base.secrets import Secret, redact, redacted_text
from qrt_facade.errors import BY_STATUS, ApiError, ServerError, UnexpectedResponseError

if TYPE_CHECKING:
    from collections.abc import Mapping

MAX_RETRY_AFTER: Final = 300.0
_NUMBER: Final = re.compile(r"[0-9]{1,9}")

_HINTS: Final[Mapping[int | str, str]] = {
    1200: "Check that the API key's account may use this instance",
    1234: "job.wait() waits until there is a result",
    1352: "Use mode='batch', run without a session, or use an instance of a paid plan",
}


def is_answer(status: int) -> bool:
    """Return whether a status stands for a complete response; 206 is a partial one, which is never requested."""
    return 200 <= status < 300 and status != 206


def error_from_response(
    status: int,
    headers: Mapping[str, str],
    body: bytes,
    *,
    method: str,
    path: str,
    secrets: tuple[Secret, ...] = (),
    hints: Mapping[int, str] | None = None,
) -> ApiError:
    """Return the error for a response that is not a complete success, whatever its body is.

    `hints` maps an HTTP status to advice that depends on the caller, such as the region of the request.
    """
    first, trace = _parse(headers, body)
    message = redacted_text(first.get("message"), *secrets) or _default_message(status)
    details: dict[str, Any] = {
        "status": status,
        "code": _code(first.get("code"), secrets),
        "solution": redacted_text(first.get("solution"), *secrets),
        "more_info": redacted_text(first.get("more_info"), *secrets),
        "trace": redacted_text(trace, *secrets),
        "retry_after": retry_after(headers),
        "method": method,
        "path": redact(path, *secrets),
        "from_service": is_from_service(status, body),
    }
    details["hint"] = _hint(status, details["code"], headers, hints or {})
    return _class_for(status)(message, **details)


def _class_for(status: int) -> type[ApiError]:
    if status >= 500:
        return ServerError
    if status < 400:
        return UnexpectedResponseError
    return BY_STATUS.get(status, ApiError)


def is_from_service(status: int, body: bytes) -> bool:
    """Return whether a refusal is in the service's own form: JSON with `errors`, each of which has a code.

    A 429 needs no code, because IBM documents none for it.
    """
    try:
        answer: object = json.loads(body)
    except (ValueError, RecursionError):
        return False
    first = mapping_of(next(iter(list_of(mapping_of(answer).get("errors"))), None))
    return first.get("code") is not None or (status == 429 and bool(first))


def _parse(headers: Mapping[str, str], body: bytes) -> tuple[Mapping[str, Any], object]:
    """Return the first entry of `errors` and the trace; each may be empty."""
    try:
        answer: object = json.loads(body)
    except (ValueError, RecursionError):
        return {"message": _bare_text(headers, body)}, None
    if not is_mapping(answer):
        return ({"message": answer} if isinstance(answer, str) else {}), None
    first = next(iter(list_of(answer.get("errors"))), None)
    if not is_mapping(first):
        first = {"message": first} if isinstance(first, str) else answer
    return first, answer.get("trace")


def _bare_text(headers: Mapping[str, str], body: bytes) -> str | None:
    """Return the body if it is a single line of text, such as "Internal server error", and not a page or data."""
    if is_html(headers, body):
        return None
    text = body.decode("utf-8", "replace").strip()
    return text if 0 < len(text) <= 300 and text.isprintable() and text[0] not in "{[" else None


def _default_message(status: int) -> str:
    known = {
        400: "The service refused the request",
        401: "The service does not accept these credentials",
        403: "The service does not allow this",
        404: "The service does not have what was requested",
        409: "The current state does not allow this",
        413: "The request is too large for the service",
        429: "Too many requests",
        503: "The service is not available",
    }
    if status in known:
        return known[status]
    if status == 304:
        return "The service responded with 304, which was not requested; a cache in between may be the cause"
    if status == 206:
        return "The service returned a partial response, which was not requested; a cache in between may be the cause"
    if status < 200 or status >= 600:
        return f"The response has the status {status}, which HTTP does not define"
    if 300 <= status < 400:
        return "The service responded with a redirect, which is not followed because it would forward the credentials"
    return "The service failed" if status >= 500 else "The service refused the request"


def _hint(
    status: int, code: int | str | None, headers: Mapping[str, str], hints: Mapping[int, str]
) -> str | None:
    if status == 403 and "html" in headers.get("content-type", "").lower():
        return (
            "The response is a web page, not the API's: the network edge in front of the service rejects requests "
            "without an acceptable User-Agent header, or a proxy in between responded itself"
        )
    if status in hints:
        return hints[status]
    return _HINTS.get(code) if code is not None else None


def _code(said: object, secrets: tuple[Secret, ...]) -> int | str | None:
    """Return the code: a number, seldom a word; some endpoints send numbers as strings."""
    if isinstance(said, str):
        return int(said) if _NUMBER.fullmatch(said) else redact(said, *secrets)
    return whole_of(said)


def is_html(headers: Mapping[str, str], body: bytes) -> bool:
    """Return whether a response is a web page."""
    return _is_page(headers.get("content-type", "").lower(), body)


def _is_page(kind: str, body: bytes) -> bool:
    if "html" in kind:
        return True
    return not kind.startswith("text/plain") and body[:256].lstrip().lower().startswith(
        (b"<!doctype html", b"<html")
    )


def check_body(headers: Mapping[str, str], body: bytes, *, status: int, method: str, path: str) -> None:
    """Refuse a success status with an invalid body: a web page, or truncated JSON.

    The platform's web application responds to an empty id in a path with 200 and a page; a proxy may do the same.

    Raises:
        UnexpectedResponseError: The body is HTML, or is declared as JSON and is incomplete.
    """
    kind = headers.get("content-type", "").lower()
    page = _is_page(kind, body)
    if page:
        what = "a web page instead of the API's response; check base_url, and whether there is a proxy in between"
    elif "json" in kind and not _looks_whole(body) and status != 204:
        what = "JSON that is empty or truncated"
    else:
        return
    raise UnexpectedResponseError(
        f"The response is {what}", status=status, method=method, path=redact(path), from_service=not page
    )


def _looks_whole(body: bytes) -> bool:
    """Compare the first and last bytes: a full parse would double the cost of every response."""
    text = body.strip()
    closing = {b"{": b"}", b"[": b"]", b'"': b'"'}
    return bool(text) and text[-1:] == closing.get(text[:1], text[-1:])


def retry_after(headers: Mapping[str, str]) -> float | None:
    """Return the `Retry-After` in seconds, from either of its forms, at most 300; None without it.

    A date is relative to the response's own `Date`, because this machine's clock may be wrong by hours.
    """
    value = headers.get("retry-after", "").strip()
    if not value:
        return None
    try:
        seconds = float(value)
    except ValueError:
        moment = _http_date(value)
        if moment is None:
            return None
        seconds = (moment - (_http_date(headers.get("date", "")) or datetime.now(UTC))).total_seconds()
    if not math.isfinite(seconds):
        return None
    return min(max(seconds, 0.0), MAX_RETRY_AFTER)


def _http_date(value: str) -> datetime | None:
    """Return the time in a header, in UTC; None if it is not a date of the years 1 to 9999."""
    try:
        return as_utc(parsedate_to_datetime(value))
    except (ValueError, OverflowError):
        return None
