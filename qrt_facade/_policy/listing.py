"""Pages of jobs: what to ask for next. Pure decisions.

The service pages by offset. Offsets shift when jobs arrive while pages are read, and deep ones are slow on the
server, so after the first pages the walk goes on by creation date.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Final

from qrt_facade._base.arguments import checked_whole, moment_from
from qrt_facade._service.names import (
    checked_tags,
    id_of,
    name_of,
)

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime

    from qrt_facade._service.jobs import JobState

MAX_PAGE: Final = 200
"""The largest page the service gives; a larger number is no error there, it just does not count."""

_DEEPEST_OFFSET: Final = 1000


@dataclass(frozen=True, slots=True)
class ListQuery:
    """What a caller asked to list, checked."""

    limit: int | None
    filters: Mapping[str, Any]
    descending: bool

    @classmethod
    def checked(
        cls,
        *,
        limit: int | None,
        pending: bool | None,
        backend: Any,
        program: str | None,
        created_after: datetime | str | None,
        created_before: datetime | str | None,
        tags: Sequence[str],
        session: Any,
        descending: bool,
    ) -> ListQuery:
        """Check the caller's filters.

        Raises:
            ConfigurationError: One of them cannot work.
        """
        if limit is not None:
            limit = checked_whole("limit", limit, note="or None for all")
        filters = {
            "pending": pending,
            "backend": None if backend is None else name_of("backend", backend),
            "program": program,
            "created_after": moment_from("created_after", created_after),
            "created_before": moment_from("created_before", created_before),
            "tags": checked_tags(tags, reserve=0) or None,
            "session_id": None if session is None else id_of("session", session),
        }
        return cls(limit, {key: value for key, value in filters.items() if value is not None}, descending)

    def first_page(self) -> Page | None:
        """Return the first page to ask for, or None when nothing was asked for."""
        if self.limit == 0:
            return None
        size = MAX_PAGE if self.limit is None else min(MAX_PAGE, self.limit)
        return Page(size, 0, self.filters, self.descending)


@dataclass(frozen=True, slots=True)
class Page:
    """One request for a page of jobs."""

    size: int
    offset: int
    filters: Mapping[str, Any]
    descending: bool

    def arguments(self) -> dict[str, Any]:
        """Return the keyword arguments of the generated operation."""
        sort = {} if self.descending else {"sort": "ASC"}
        return {"limit": self.size, "offset": self.offset, **sort, **self.filters}


def next_page(query: ListQuery, page: Page, entries: Sequence[JobState], *, delivered: int) -> Page | None:
    """Return the page after this one, or None when it was the last that is needed.

    Args:
        query: What the caller asked for.
        page: The page just read.
        entries: What it held.
        delivered: How many different jobs the caller has been given.
    """
    if len(entries) < page.size or (query.limit is not None and delivered >= query.limit):
        return None
    offset = page.offset + len(entries)
    edge = entries[-1].created
    if offset < _DEEPEST_OFFSET or edge is None:
        return replace(page, size=MAX_PAGE, offset=offset)
    bound = "created_before" if query.descending else "created_after"
    if page.filters.get(bound) == edge:
        # A whole page of jobs created at one moment: only the offset can get past them.
        return replace(page, size=MAX_PAGE, offset=offset)
    # The bound includes its moment, so the jobs at the edge come again and are dropped as seen.
    return replace(page, size=MAX_PAGE, offset=0, filters={**page.filters, bound: edge})
