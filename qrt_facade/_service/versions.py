"""API versions: which are live, which are deprecated, when those end."""

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
"""The released versions, the oldest first, and the day from which each may stop working (IBM's document of September
2026). None for the newest; those with a day are deprecated. A version that the service has withdrawn is deleted."""

_warned_about: set[str] = set()


def checked_version(name: str, version: str) -> str:
    """Return a version if the service may have released it: one of `RELEASES`, or a later one than those.

    The service refuses no other date: it answers in the shapes of another version, without saying so.

    Args:
        name: What the caller knows it by, for the error.
        version: A date such as `2026-04-15`.

    Raises:
        ConfigurationError: It is not a date, or earlier than the newest known release and not one of the releases.
    """
    version = version.strip()
    if version in RELEASES or (_is_date(version) and version > max(RELEASES)):
        return version
    raise ConfigurationError(
        f"{name}={redacted_repr(version)}: not a version of the API{_advice(version)}; those known are {', '.join(RELEASES)}, and later dates "
        "are taken. Nothing was sent: the service answers an unknown or withdrawn version in the shapes of another one"
    )


def _advice(version: str) -> str:
    """Return how a date is written as a version: `2026-3-15` and `20260315` are none."""
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
        # In the one form that is a header's and sorts as text; Python reads others too.
        return date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False


def warn_if_deprecated(version: str) -> None:
    """Warn, once for each version, that a version is on its way out."""
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
    """One version of the API, which the service names by a date.

        ApiVersion("2026-04-15", "live").deprecated      # False

    Attributes:
        version: Its date such as `2026-04-15`, as it is sent in `IBM-API-Version`.
        status: `live`, `deprecated`, or None where the service lists dates only.
        sunset_date: The day from which on it may stop working, or None.
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
        """Read the service's answer, in its form of objects or in the older one of strings.

        Raises:
            UnexpectedResponseError: It is neither.
        """
        versions = answer.get("versions")
        if not is_list(versions):
            raise UnexpectedResponseError("get_versions: the answer contains no list of versions", status=200)
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
