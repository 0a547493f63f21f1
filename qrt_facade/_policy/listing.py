"""Lists in pages: what to ask for next, and what the caller has been given already.

The service pages jobs by offset. Offsets shift when jobs arrive while pages are read, and deep ones are slow on the
server, so after the first pages the walk goes on by creation date. It pages workloads by cursors.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, Protocol, TypedDict, TypeVar

from qrt_facade._base.arguments import check_text, checked_texts, checked_whole, moment_from
from qrt_facade._base.coerce import or_unset
from qrt_facade._service.limits import MAX_PAGE, MAX_WORKLOADS_PAGE
from qrt_facade._service.names import checked_tags, id_of, name_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from datetime import datetime

    from qrt_client.models import ListWorkloadsSort, ListWorkloadsUser, WorkloadMode, WorkloadStatus
    from qrt_client.types import Unset

    from qrt_facade._service.jobs import JobState

_DEEPEST_OFFSET: Final = 1000
_OLDEST_FIRST: Final = "ASC"


class _Identified(Protocol):
    @property
    def id(self) -> str: ...


E = TypeVar("E", bound=_Identified)


class Unseen:
    """What the caller of a list has not been given yet, up to a limit.

    Pages overlap: a job that arrives between two of them pushes those already seen onto the next.

    Args:
        limit: How many at most; None for all.

    Raises:
        ConfigurationError: The limit is not a whole number, 0 or more.
    """

    def __init__(self, limit: int | None) -> None:
        self._limit = checked_limit(limit)
        self._seen: set[str] = set()

    @property
    def enough(self) -> bool:
        """Whether the limit is reached."""
        return self._limit is not None and len(self._seen) >= self._limit

    def among(self, entries: Iterable[E]) -> Iterator[E]:
        """Iterate over those of a page that are new; an entry without an id is passed over."""
        for entry in entries:
            if self.enough:
                return
            if entry.id and entry.id not in self._seen:
                self._seen.add(entry.id)
                yield entry


def checked_limit(limit: int | None) -> int | None:
    """Return the limit of a list.

    Raises:
        ConfigurationError: It is not a whole number, 0 or more.
    """
    return None if limit is None else checked_whole("limit", limit, note="or None for all")


class PageArguments(TypedDict):
    """One request for a page of jobs: the keyword arguments of the generated operation."""

    limit: int
    offset: int
    sort: str | Unset
    pending: bool | Unset
    backend: str | Unset
    program: str | Unset
    created_after: datetime | Unset
    created_before: datetime | Unset
    tags: list[str] | Unset
    session_id: str | Unset


def first_page(
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
) -> PageArguments:
    """Return what to ask for first, from the caller's filters; None is any.

    Raises:
        ConfigurationError: A filter is invalid.
    """
    wanted = checked_limit(limit)
    return {
        "limit": MAX_PAGE if wanted is None else min(MAX_PAGE, wanted),
        "offset": 0,
        "sort": or_unset(None if descending else _OLDEST_FIRST),
        "pending": or_unset(pending),
        "backend": or_unset(None if backend is None else name_of("backend", backend)),
        "program": or_unset(program),
        "created_after": or_unset(moment_from("created_after", created_after)),
        "created_before": or_unset(moment_from("created_before", created_before)),
        "tags": or_unset(checked_tags(tags, reserve=0) or None),
        "session_id": or_unset(None if session is None else id_of("session", session)),
    }


def next_page(page: PageArguments, entries: Sequence[JobState]) -> PageArguments | None:
    """Return what to ask for after a page with these jobs, or None when it was the last."""
    if len(entries) < page["limit"]:
        return None
    offset, edge = page["offset"] + len(entries), entries[-1].created
    oldest_first = page["sort"] == _OLDEST_FIRST
    bound = page["created_after"] if oldest_first else page["created_before"]
    # A whole page of jobs created at one moment: only the offset can get past them.
    if offset < _DEEPEST_OFFSET or edge is None or edge == bound:
        return {**page, "limit": MAX_PAGE, "offset": offset}
    # The bound includes its moment, so the jobs at the edge come again and are dropped as seen.
    if oldest_first:
        return {**page, "limit": MAX_PAGE, "offset": 0, "created_after": edge}
    return {**page, "limit": MAX_PAGE, "offset": 0, "created_before": edge}


class Cursors:
    """The way through pages that each name the next one by a cursor.

    Attributes:
        size: The size of the pages.
        current: The cursor of the page to ask for; None for the first.
        ended: Whether the last page has been read.
    """

    def __init__(self, limit: int | None) -> None:
        self.size = MAX_WORKLOADS_PAGE if limit is None else min(limit, MAX_WORKLOADS_PAGE)
        self.current: str | None = None
        self.ended = False
        self._known: set[str] = set()

    def follow(self, cursor: str | None) -> None:
        """Go on to the page that the last one named; a cursor that comes again would lead in a circle for ever."""
        if cursor is None or cursor in self._known:
            self.ended = True
            return
        self._known.add(cursor)
        self.current = cursor


class WorkloadArguments(TypedDict):
    """The keyword arguments of the generated operation that lists workloads, but for its pages."""

    mode: WorkloadMode | Unset
    status: list[WorkloadStatus] | Unset
    backend: str | Unset
    search: str | Unset
    tags: list[str] | Unset
    created_after: datetime | Unset
    created_before: datetime | Unset
    user: ListWorkloadsUser | Unset
    sort: ListWorkloadsSort


def workload_arguments(
    *,
    mode: str | None,
    status: Sequence[str],
    backend: Any,
    search: str | None,
    tags: Sequence[str],
    created_after: datetime | str | None,
    created_before: datetime | str | None,
    mine: bool,
    descending: bool,
) -> WorkloadArguments:
    """Return the caller's filters of workloads as arguments of the generated operation.

    Raises:
        ConfigurationError: One of them is invalid.
    """
    from qrt_client.models import ListWorkloadsSort, ListWorkloadsUser, WorkloadMode, WorkloadStatus

    check_text(mode=mode, search=search)
    return {
        "mode": or_unset(None if mode is None else WorkloadMode(mode)),
        "status": or_unset([WorkloadStatus(word) for word in checked_texts("status", status)] or None),
        "backend": or_unset(None if backend is None else name_of("backend", backend)),
        "search": or_unset(search),
        "tags": or_unset(checked_texts("tags", tags) or None),
        "created_after": or_unset(moment_from("created_after", created_after)),
        "created_before": or_unset(moment_from("created_before", created_before)),
        "user": or_unset(ListWorkloadsUser("me") if mine else None),
        "sort": ListWorkloadsSort("-createdAt" if descending else "createdAt"),
    }
