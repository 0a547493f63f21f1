"""Descriptions of known changes of the service, from IBM's public changelog of the REST API and from measurements."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from regeneration.recording import ABSENT

if TYPE_CHECKING:
    from collections.abc import Iterable

    from regeneration.recording import Change


@dataclass(frozen=True)
class Known:
    """A known change: how to recognize it, and its description.

    Attributes:
        operation: Pattern of the operation, such as ``GET /v1/jobs/{id}``.
        where: Pattern of the place within the operation.
        words: The description.
        by: The first API version with the change, as far as is known.
        instead: Pattern of the place in the same operation where the replacement must appear. Without the replacement
            the change is a different one, because this entry describes a replacement, not a removal.
        absorbed: The facade returns the same before and after.
        harmless: It breaks nothing, although the structure says so.
    """

    operation: str
    where: str
    words: str
    by: str = "2026-04-15"
    instead: str = ""
    absorbed: bool = False
    harmless: bool = False

    def is_about(self, change: Change, changes: Iterable[Change], versions: tuple[str, str]) -> bool:
        """Return whether `change`, one of `changes` from one API version to a later one, is this one.

        A change from a later version to an earlier one, or within one version, never matches.
        """
        old, new = versions
        if not (
            old < self.by <= new  # dates sort as text
            and re.fullmatch(self.operation, change.operation)
            and re.fullmatch(self.where, change.where)
        ):
            return False
        return not self.instead or any(
            other.was == ABSENT
            and other.operation == change.operation
            and re.fullmatch(self.instead, other.where)
            for other in changes
        )


_METRICS: Final = r"GET /v1/jobs/\{id\}/metrics"
_JOBS: Final = r"GET /v1/jobs(/\{id\})?"

KNOWN: Final = (
    Known(
        r"GET /v1/jobs/\{id\}/transpiled_circuits",
        "operation",
        "API 2026-02-01: the service stores no transpiled circuits since April 2024, so the operation was removed.",
        by="2026-02-01",
    ),
    Known(
        r".*",
        r".*remote_storage\.transpiled_circuits",
        "API 2026-02-01: the service no longer stores transpiled circuits. Channel Partner plan only.",
        by="2026-02-01",
    ),
    Known(
        r"GET /v1/jobs/\{id\}/interim_results",
        "operation",
        "Removed without a new version or an entry in the changelog.",
    ),
    Known(
        _METRICS,
        r"response 200: bss(\..*)?",
        "API 2026-03-15: the billed seconds are now usage.qpu_charge_time_seconds.",
        by="2026-03-15",
        instead=r"response 200: usage(\.qpu_charge_time_seconds)?",
        absorbed=True,
    ),
    Known(
        f"{_METRICS}|{_JOBS}",
        r"response 200: (jobs\[\]\.)?usage\.(quantum_seconds|seconds)",
        "API 2026-03-15: usage is qpu_charge_time_seconds and a status; it replaces seconds and "
        "quantum_seconds.",
        by="2026-03-15",
        instead=r"response 200: (jobs\[\]\.)?usage\.qpu_charge_time_seconds",
        absorbed=True,
    ),
    Known(
        _METRICS,
        r"response 200: (usage\.)?circuits_execution_time_ns",
        "API 2026-04-15: circuits_execution_time_ns moved from usage to the metrics themselves.",
        instead=r"response 200: circuits_execution_time_ns",
        absorbed=True,
    ),
    Known(
        _METRICS,
        r"response 200: (estimated_(start|completion)_time|position_in_(queue|provider))",
        "Removed without an entry in the changelog; it was deprecated.",
    ),
    Known(
        r"GET /v1/jobs/\{id\}/results",
        r"response 200(: media type)?",
        "Only declared differently: the body was JSON before too. The facade decodes it by itself.",
        absorbed=True,
    ),
    Known(
        r"GET /v1/versions",
        r"response 200: versions\[\]",
        "Each version now comes with its status and sunset date. The operation takes no version header, so clients "
        "cannot request the old format.",
        absorbed=True,
    ),
    Known(
        r"GET /v1/versions",
        "security",
        "The list of versions needs no credentials; the document does not say so for the operation.",
        absorbed=True,
        harmless=True,
    ),
    Known(
        r"GET /v1/jobs",
        r"query parameter (offset|limit): limits",
        "A value out of range is not an error here: the default applies.",
        absorbed=True,
        harmless=True,
    ),
    Known(
        r"GET /v1/backends",
        r"response 200: devices\[\]",
        by="2025-01-01",
        words="API 2025-01-01: devices are objects; before, they were names.",
        absorbed=True,
    ),
    Known(
        r"GET /v1/instance",
        r"response 200: qctrl_enabled",
        "Removed without an entry in the changelog; it was deprecated.",
    ),
    Known(
        r"POST /v1/jobs",
        r"request body: cost: limits",
        "Only in the schema; the service reduces a larger value to the maximum instead of refusing it.",
    ),
    Known(
        r"POST /v1/jobs",
        r"request body: session_id: limits",
        "Session ids have long had 36 characters.",
        absorbed=True,
    ),
    Known(
        r".*",
        r".*tags(\[\])?: limits",
        "Less strict, but tags that are read back may exceed the old limits.",
        absorbed=True,
    ),
)


def known(change: Change, changes: Iterable[Change], versions: tuple[str, str]) -> Known | None:
    """Return the known description of `change`, one of `changes` from one of the API `versions` to the other."""
    return next((entry for entry in KNOWN if entry.is_about(change, changes, versions)), None)
