"""The API version that a request is answered in, and the list of versions."""

from __future__ import annotations

import re
from typing import Any, Final

from qrt_facade._service.versions import RELEASES

OLDEST: Final = next(iter(RELEASES))


def effective(header: str | None) -> str:
    """Return the released version that applies to a request with this `IBM-API-Version` header.

    No header, or text that is not a date, means the oldest version (IBM's older document; measured by a third
    party for an unknown value); a date between two releases means the earlier one (inferred).
    """
    if header is None or not re.fullmatch(r"\d{4}-\d{2}-\d{2}", header):
        return OLDEST
    return max((version for version in RELEASES if version <= header), default=OLDEST)


def listing(header: str | None) -> dict[str, Any]:
    """Return the body of `GET /versions`: plain strings if a version up to 2025-05-01 is requested, else objects."""
    if header is not None and effective(header) <= "2025-05-01":
        return {"versions": list(RELEASES)}
    return {
        "versions": [
            {"version": version, "status": "live"}
            if sunset is None
            else {"version": version, "status": "deprecated", "sunset_date": sunset}
            for version, sunset in reversed([*RELEASES.items()])
        ]
    }
