"""Findings of a check of the service: news, failed checks, and the exit codes."""

from __future__ import annotations

import enum
import hashlib
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable


class Outcome(enum.IntEnum):
    """The outcome of a check of the service; the value is the exit code of `drift` and of `status --online`.

    1 is reserved for errors of the command itself and 2 for invalid arguments.
    """

    NOTHING_NEW = 0
    NEWS = 3
    COULD_NOT_TELL = 4


class Kind(enum.StrEnum):
    """The kinds of findings, from the most to the least urgent."""

    PINNED_GONE = "pinned version not listed"
    PINNED_DEPRECATED = "pinned version deprecated"
    PINNED_ENDS_SOON = "pinned version ends soon"
    VENDORED_GONE = "vendored version not listed"
    DOCUMENT_UNUSABLE = "document cannot be vendored"
    DOCUMENT_CHANGED = "document changed"
    DOCUMENT_OF_ANOTHER_VERSION = "document is of another version"
    NEW_VERSION = "new version"
    STATUS_CHANGED = "status changed"
    SUNSET_MOVED = "sunset moved"
    UNREADABLE = "could not be read"
    UNREACHABLE = "could not be fetched"

    @property
    def is_trouble(self) -> bool:
        """Whether it means that something could not be checked, instead of a fact about the service."""
        return self in {Kind.UNREADABLE, Kind.UNREACHABLE}


@dataclass(frozen=True)
class Finding:
    """One finding of a check of the service.

    Attributes:
        kind: What kind of finding it is.
        subject: The version or URL: external text, unescaped.
        state: What the finding depends on (a date, a status, a checksum, an error): when it changes, it is a new
            finding. Also external text.
        advice: What to do about it.
        days: Days until the date that it mentions. Not part of the finding's identity, because it changes daily.
    """

    kind: Kind
    subject: str
    state: str = ""
    advice: str = ""
    days: int | None = None

    def __str__(self) -> str:
        """Return the finding as one line of plain text; control characters become spaces."""
        text = f"{self.kind}: {self.subject}" + (f" ({self.state})" if self.state else "")
        if self.days is not None:
            text += f", {days_text(self.days)}"
        if self.advice:
            text += f"; {self.advice}"
        return " ".join("".join(c if c.isprintable() else " " for c in text).split())[:1000]

    def as_json(self) -> dict[str, str | int | None]:
        """Return the finding for `drift --json`."""
        return {"kind": str(self.kind), **{k: v for k, v in vars(self).items() if k != "kind"}}


def days_text(days: int) -> str:
    """Return `in 3 days` or `3 days ago`."""
    count = abs(days)
    words = f"{count} day" if count == 1 else f"{count} days"
    return f"in {words}" if days >= 0 else f"{words} ago"


def ordered(findings: Iterable[Finding]) -> list[Finding]:
    """Return the findings without duplicates, the most urgent first."""
    rank = {kind: place for place, kind in enumerate(Kind)}
    return sorted(dict.fromkeys(findings), key=lambda finding: (rank[finding.kind], finding.subject))


def outcome(findings: Iterable[Finding]) -> Outcome:
    """Return the outcome of the findings. News is news even if something else could not be checked."""
    found = list(findings)
    if any(not finding.kind.is_trouble for finding in found):
        return Outcome.NEWS
    return Outcome.COULD_NOT_TELL if found else Outcome.NOTHING_NEW


def fingerprint(findings: Iterable[Finding]) -> str:
    """Return 16 hex digits that stay the same as long as the findings do, whatever the date."""
    parts = [f"{finding.kind}\0{finding.subject}\0{finding.state}" for finding in ordered(findings)]
    return hashlib.sha256("\1".join(parts).encode("utf-8", "surrogatepass")).hexdigest()[:16]
