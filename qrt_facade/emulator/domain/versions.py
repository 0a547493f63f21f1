"""The released API versions, and which one a request is answered in."""

from __future__ import annotations

import re
from typing import Any

OLDEST = "2024-01-01"
NEWEST = "2026-04-15"

# Sunset dates as IBM's document lists them; that of 2026-03-15 is only known to lie in 2027.
SUNSETS: dict[str, str | None] = {
    OLDEST: "2027-01-01",
    "2025-01-01": "2027-01-01",
    "2025-05-01": "2027-01-01",
    "2026-02-01": "2027-02-01",
    "2026-02-15": "2027-02-15",
    "2026-03-15": "2027-03-15",
    NEWEST: None,
}


def effective(header: str | None) -> str:
    """The released version whose shapes answer a request with this `IBM-API-Version` header.

    No header and text that is no date mean the oldest version (IBM's older document; measured by a third
    party for an unknown value); a date between two releases means the earlier one (inferred).
    """
    if header is None or not re.fullmatch(r"\d{4}-\d{2}-\d{2}", header):
        return OLDEST
    return max((version for version in SUNSETS if version <= header), default=OLDEST)


def listing(header: str | None) -> dict[str, Any]:
    """The body of `GET /versions`: bare strings up to 2025-05-01 if such a version is asked for, else objects."""
    if header is not None and effective(header) <= "2025-05-01":
        return {"versions": list(SUNSETS)}
    return {
        "versions": [
            {"version": version, "status": "live"}
            if sunset is None
            else {"version": version, "status": "deprecated", "sunset_date": sunset}
            for version, sunset in reversed(SUNSETS.items())
        ]
    }
