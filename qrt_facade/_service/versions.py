"""API versions: which are live, which are deprecated, and when those end."""

from __future__ import annotations

import re
import warnings
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any, Final

from qrt_facade._base.coerce import is_list, mapping_of, text_of
from qrt_facade._base.redaction import redacted_repr
from qrt_facade.errors import ConfigurationError, UnexpectedResponseError

if TYPE_CHECKING:
    from collections.abc import Mapping

RELEASES: Final[Mapping[str, str | None]] = {
    "2024-01-01": "2027-01-01",
    "2025-01-01": "2027-01-01",
    "2025-05-01": "2027-01-01",
    "2026-02-01": "2027-02-01",
    "2026-02-15": "2027-02-15",
    "2026-03-15": "2027-03-15",  # only known to lie in 2027
    "2026-04-15": None,
}
"""The released versions, oldest first, and the date from which each may stop working (IBM's document of September 2026).
None for the newest; those with a date are deprecated. A version that the service has withdrawn is deleted."""

_warned_about: set[str] = set()


def checked_version(name: str, version: str) -> str:
    """Return a version if it may exist: one of `RELEASES`, or a later date.

    The service refuses no other date: it responds in the format of another version, without saying so.

    Args:
        name: Name of the argument, for messages.
        version: A date such as `2026-04-15`.

    Raises:
        ConfigurationError: The value is not a date, or is earlier than the newest known release and not one of them.
    """
    version = version.strip()
    if version in RELEASES or (_is_date(version) and version > max(RELEASES)):
        return version
    raise ConfigurationError(
        f"{name}={redacted_repr(version)} is not an API version{_advice(version)}; accepted: {', '.join(RELEASES)}, and later dates. "
        "Nothing was sent: for an unknown or withdrawn version, the service would use the format of another one"
    )


def _advice(version: str) -> str:
    """Return how a date is written as a version: `2026-3-15` and `20260315` are not versions."""
    try:
        year, month, day = (
            re.split(r"[-/.]", version) if "-" in version else (version[:4], version[4:6], version[6:])
        )
        written = date(int(year), int(month), int(day)).isoformat()
    except ValueError:
        return f" (it is a date such as {max(RELEASES)})"
    return (
        f" (did you mean {written!r}?)" if written in RELEASES else f" (it is a date such as {max(RELEASES)})"
    )


def _is_date(text: str) -> bool:
    try:
        # Only in the form used in the header, which sorts as text; Python accepts other forms too.
        return date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False


def warn_if_deprecated(version: str) -> None:
    """Warn, once per version, that a version is deprecated."""
    sunset = RELEASES.get(version)
    if sunset is not None and version not in _warned_about:
        _warned_about.add(version)
        warnings.warn(
            f"API version {version} is deprecated and may stop working from {sunset} on",
            FutureWarning,
            stacklevel=5,
        )


@dataclass(frozen=True, slots=True)
class ApiVersion:
    """One version of the API, which the service identifies by a date.

        ApiVersion("2026-04-15", "live").deprecated      # False

    Attributes:
        version: Its date such as `2026-04-15`, as sent in `IBM-API-Version`.
        status: `live`, `deprecated`, or None if the service lists only dates.
        sunset_date: The date from which it may stop working, or None.
    """

    version: str
    status: str | None = None
    sunset_date: date | None = None

    def _repr_html_(self) -> str:
        from qrt_facade._display.html import facts_table

        ends = None if self.sunset_date is None else self.sunset_date.isoformat()
        return facts_table(f"API version {self.version}", [("status", self.status), ("may end on", ends)])

    @property
    def deprecated(self) -> bool:
        """Whether the service has announced its end."""
        return self.status == "deprecated"

    @classmethod
    def all_of(cls, answer: Mapping[str, Any]) -> list[ApiVersion]:
        """Parse the service's response, in its form with objects or in the older one with strings.

        Raises:
            UnexpectedResponseError: The response has neither form.
        """
        versions = answer.get("versions")
        if not is_list(versions):
            raise UnexpectedResponseError(
                "get_versions: the response contains no list of versions", status=200
            )
        found = (cls._of({"version": entry} if isinstance(entry, str) else entry) for entry in versions)
        return [version for version in found if version is not None]

    @classmethod
    def _of(cls, entry: object) -> ApiVersion | None:
        fields = mapping_of(entry)
        version = text_of(fields.get("version"))
        if version is None:
            return None
        sunset = text_of(fields.get("sunset_date"))
        try:
            ends = date.fromisoformat(sunset) if sunset else None
        except ValueError:
            ends = None
        return cls(version, text_of(fields.get("status")), ends)
