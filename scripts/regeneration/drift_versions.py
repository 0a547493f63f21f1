"""The service's list of versions (GET /v1/versions), and how it differs from this project's records."""

from __future__ import annotations

import datetime as dt
import json
from dataclasses import dataclass
from typing import TYPE_CHECKING

from qrt_facade._service.versions import RELEASES
from regeneration.drift_findings import Finding, Kind
from regeneration.versions import VersionError, check_api_version

if TYPE_CHECKING:
    from regeneration.documents import Json
    from regeneration.versions import Versions

SOON_DAYS = 90
_LIST = "GET /v1/versions"


@dataclass(frozen=True)
class Listed:
    """One version in the service's list; older services list only dates, so that status and sunset are empty."""

    version: str
    status: str = ""
    sunset: dt.date | None = None


def findings_in_list(versions: Versions, body: bytes, today: dt.date) -> list[Finding]:
    """Return the differences between the response of GET /v1/versions and the project, and what needs action.

    The pinned version is reported as long as it is deprecated, not listed, or within 90 days of its sunset. Other
    versions are reported if the list differs from `RELEASES`.
    """
    listed, findings = _read(body)
    for entry in listed.values():
        findings += _about(entry, versions, today)
    # If no entry of the list could be parsed, nothing has been removed.
    for name in versions.versions.keys() - listed.keys() if listed else ():
        pinned = name == versions.pinned
        advice = "pin a version that is listed" if pinned else "the service may no longer support it"
        findings.append(Finding(Kind.PINNED_GONE if pinned else Kind.VENDORED_GONE, name, advice=advice))
    return findings


def _about(entry: Listed, versions: Versions, today: dt.date) -> list[Finding]:
    """Return the findings about one listed version."""
    known = RELEASES.get(entry.version)
    if entry.version == versions.pinned:
        return _about_pinned(entry, known, today)
    if entry.version not in RELEASES:
        return [Finding(Kind.NEW_VERSION, entry.version, _state(entry), "vendor its document")]
    where = "RELEASES in qrt_facade/_service/versions.py states another one"
    if entry.status and entry.status != ("live" if known is None else "deprecated"):
        return [Finding(Kind.STATUS_CHANGED, entry.version, _state(entry), where)]
    # A deprecated version without a date is not a contradiction: the service has not announced the date.
    if entry.sunset is not None and entry.sunset.isoformat() != known:
        days = (entry.sunset - today).days
        return [Finding(Kind.SUNSET_MOVED, entry.version, _moved(known, entry.sunset), where, days)]
    return []


def _about_pinned(entry: Listed, known: str | None, today: dt.date) -> list[Finding]:
    """Return the findings about the pinned version, which affects every user."""
    ends = entry.sunset or (dt.date.fromisoformat(known) if known else None)
    days = None if ends is None else (ends - today).days
    advice = "pin a newer version"
    found = []
    if entry.status == "deprecated":
        found.append(Finding(Kind.PINNED_DEPRECATED, entry.version, _state(entry), advice, days))
    elif entry.status not in {"", "live"}:
        found.append(Finding(Kind.STATUS_CHANGED, entry.version, _state(entry), advice, days))
    # The sunset is part of the deprecation, and not reported twice.
    first_end = known is None and bool(found)
    if entry.sunset is not None and entry.sunset.isoformat() != known and not first_end:
        moved = _moved(known, entry.sunset)
        found.append(Finding(Kind.SUNSET_MOVED, entry.version, moved, "correct RELEASES", days))
    if ends is not None and days is not None and days <= SOON_DAYS:
        found.append(Finding(Kind.PINNED_ENDS_SOON, entry.version, ends.isoformat(), advice, days))
    return found


def _moved(known: str | None, sunset: dt.date) -> str:
    return f"from {known or 'no end'} to {sunset}"


def _state(entry: Listed) -> str:
    status = entry.status or "no status"
    return f"{status}, sunset {entry.sunset}" if entry.sunset else status


def _read(body: bytes) -> tuple[dict[str, Listed], list[Finding]]:
    """Return the versions of the list by name, and a finding for each invalid entry."""
    try:
        answer: Json = json.loads(body)
    except (ValueError, RecursionError):
        answer = None
    entries = answer.get("versions") if isinstance(answer, dict) else None
    if not isinstance(entries, list) or not entries:
        start = body[:200].decode("utf-8", "replace")
        return {}, [
            Finding(Kind.UNREADABLE, _LIST, f"expected an object with a list of versions, got {start!r}")
        ]
    listed: dict[str, Listed] = {}
    findings = []
    for entry in entries:
        try:
            one, problem = _entry(entry)
        except VersionError as error:
            findings.append(Finding(Kind.UNREADABLE, _LIST, str(error)))
            continue
        if listed.setdefault(one.version, one) != one:
            problem = f"{one.version} is listed twice, with another status or sunset"
        if problem:
            findings.append(Finding(Kind.UNREADABLE, _LIST, problem))
    return listed, findings


def _entry(entry: Json) -> tuple[Listed, str]:
    """Parse an entry, an object or (older services) a date; return it with what could not be parsed."""
    fields: dict[str, Json] = entry if isinstance(entry, dict) else {"version": entry}
    name, status, sunset = (fields.get(key) for key in ("version", "status", "sunset_date"))
    if not isinstance(name, str):
        raise VersionError(f"an entry without a version: {str(entry)[:100]}")
    version = check_api_version(name[:100])
    if status is not None and not isinstance(status, str):
        return Listed(version), f"{version}: status {str(status)[:100]!r} is not text"
    if sunset is None or sunset == "":
        return Listed(version, status or ""), ""
    try:
        day = dt.datetime.fromisoformat(str(sunset)).date()
    except ValueError:
        return Listed(version, status or ""), f"{version}: sunset_date {str(sunset)[:100]!r} is not a date"
    return Listed(version, status or "", day), ""
