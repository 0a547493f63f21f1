"""The content type of results, which depends on the API version.

IBM's document of 2025-05-01 (info.version 0.31.10) declares `text/plain` for `GET /jobs/{id}/results`, and that of 2026-04-15
(0.45.3) `application/json`; the body is the same JSON. Clients differ: IBM's own parses the body as text regardless of
its type, and qrmi (0.26.4), whose client is generated from the older document and which sends no version, accepts only
`text/plain`.
"""

from __future__ import annotations

from typing import Final, Literal

ResultsContentType = Literal["documented", "application/json", "text/plain"]
"""Content type of results: as the document of the request's API version declares it, or always the same one."""

_JSON_SINCE: Final = "2026-02-01"
"""The exact date is unknown: the document of 2025-05-01 has one type, that of 2026-03-15 the other."""


def results_content_type(
    setting: ResultsContentType, api_version: str
) -> Literal["application/json", "text/plain"]:
    """Return the content type of a result in an API version."""
    if setting != "documented":
        return setting
    return "application/json" if api_version >= _JSON_SINCE else "text/plain"
