# Derived from qrt_facade/_async by scripts/unasync.py; edit that, then run it.
"""The jobs of a series, listed by their common tag, so that hundreds of keys need few requests."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from qrt_facade._policy import timing
from qrt_facade._policy.listing import NewEntries, first_page, next_page
from qrt_facade._policy.submission import (
    check_size,
    listed_jobs,
    oldest_first,
    tagged_among,
)
from qrt_facade._service.names import key_tag_of, series_tag
from qrt_facade._service.users import without_other_users

if TYPE_CHECKING:
    from collections.abc import Sequence

    from qrt_facade._policy.listing import PageArguments
    from qrt_facade._service.jobs import JobState
    from qrt_facade._sync.connection import Connection

_RECENT: Final = 5.0
"""Seconds for which a listed state is used as is; older ones are fetched again before a decision."""


class Series:
    """The jobs of one series.

    Args:
        connection: The connection to the service.
        tag: The series' tag.
    """

    def __init__(self, connection: Connection, tag: str) -> None:
        self._connection = connection
        self._tag = tag
        self._by_key: dict[str, list[JobState]] = {}
        self._loaded_at: float | None = None
        self._used: set[str] = set()

    def load(self) -> None:
        """List the jobs of the series, 200 per page.

        Raises:
            UnexpectedResponseError: The response lists jobs, but none of this series.
            QrtError: As raised by the list.
        """
        from qrt_client.api.jobs import list_jobs

        asked_at = timing.current().clock.monotonic()
        unseen = NewEntries(None)
        found: list[JobState] = []
        page: PageArguments | None = first_page(tags=[self._tag], include_mocks=True)
        while page is not None:
            answer = self._connection.read(
                list_jobs.sync_detailed, client=self._connection.raw, exclude_params=True, **page
            )
            entries = listed_jobs(answer)
            check_size(page["limit"], answer.get("limit"), entries)
            tagged_among(entries, self._tag)
            found.extend(unseen.select(entries, lambda state: self._tag in state.all_tags))
            page = next_page(page, entries, size=answer.get("limit"), unseen=unseen)
        found = without_other_users(found, self._connection.known_user)
        found.reverse()
        by_key: dict[str, list[JobState]] = {}
        for state in oldest_first(found):
            by_key.setdefault(key_tag_of(state.all_tags) or "", []).append(state)
        self._by_key, self._loaded_at = by_key, asked_at

    def begin(self) -> None:
        """List the jobs at the start of a submission of the series, or of its remaining jobs.

        Raises:
            QrtError: As raised by `load`.
        """
        self.load()
        self._used = set()

    def ensure(self, key_tag: str) -> None:
        """List the jobs of the series, unless the current list is recent enough for a key.

        Jobs of a key are listed again soon, together with hundreds of others; the absence of jobs, after a while.

        Args:
            key_tag: The key's tag.

        Raises:
            QrtError: As raised by `load`.
        """
        listed = key_tag in self._by_key and key_tag not in self._used
        most = _RECENT if listed else timing.current().series_listing
        if self._loaded_at is None or self.age >= most:
            self.load()

    @property
    def age(self) -> float:
        """Seconds since the list was requested."""
        return timing.current().clock.monotonic() - (self._loaded_at or 0.0)

    def jobs_of(self, key_tag: str) -> Sequence[JobState]:
        """Return the listed jobs of a key, oldest first.

        Args:
            key_tag: The key's tag.
        """
        return tuple(self._by_key.get(key_tag, ()))

    def take(self, key_tag: str) -> tuple[Sequence[JobState], bool]:
        """Return the jobs of a key, and whether their states are recent.

        They count as recent only once per list: a caller asks again for the same key because something has changed,
        perhaps since the list was requested.

        Args:
            key_tag: The key's tag.
        """
        recent = self.age < _RECENT and key_tag not in self._used
        self._used.add(key_tag)
        return self.jobs_of(key_tag), recent


class SeriesListings:
    """The series that a client submits.

    Args:
        connection: The connection to the service.
    """

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._by_tag: dict[str, Series] = {}

    def tagged(self, tag: str) -> Series:
        """Return the series with a tag, the same object on each call.

        Args:
            tag: The series' tag.
        """
        return self._by_tag.setdefault(tag, Series(self._connection, tag))

    def named(self, series: str) -> Series:
        """Return the series with this name.

        Args:
            series: The key of `submit_many`, or the name of a sweep.
        """
        return self.tagged(series_tag(series))
