"""The content type that results are sent with, which is another one in older API versions.

IBM's document of 2025-05-01 (info.version 0.31.10) declares `text/plain` for `GET /jobs/{id}/results`, and that of 2026-04-15
(0.45.3) `application/json`; the body is the same JSON. Clients in the field differ: IBM's own takes the body as text whatever
its type, and qrmi (0.26.4), whose client is generated from the older document and which sends no version, reads `text/plain` alone.
"""

from __future__ import annotations

from typing import Final, Literal

ResultsContentType = Literal["documented", "application/json", "text/plain"]
"""How results are sent: as the document of the request's API version declares it, or always in one way."""

_JSON_SINCE: Final = "2026-02-01"
"""Not known to the day: the document of 2025-05-01 has the one, that of 2026-03-15 the other."""


def of_results(wanted: ResultsContentType, api_version: str) -> Literal["application/json", "text/plain"]:
    """The content type of a result in an API version."""
    if wanted != "documented":
        return wanted
    return "application/json" if api_version >= _JSON_SINCE else "text/plain"
