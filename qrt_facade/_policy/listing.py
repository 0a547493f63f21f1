"""Paged lists: which page to request next, and which entries the caller has already received.

The service pages jobs by offset. Offsets shift when jobs arrive while pages are read, and deep ones are slow on the
server, so after the first pages the listing continues by creation date. Workloads are paged by cursors.
"""

from __future__ import annotations

import logging
from datetime import timedelta
from typing import TYPE_CHECKING, Final, Protocol, TypedDict, TypeVar

from qrt_facade._base.arguments import check_not_blank, check_text, checked_flag, checked_texts, checked_whole
from qrt_facade._base.coerce import none_if_unset, or_unset, whole_of
from qrt_facade._base.logs import log_safely, warn_safely
from qrt_facade._base.moments import check_order, moment_from
from qrt_facade._service.identity import is_same_backend
from qrt_facade._service.jobs import is_known_final, is_known_pending
from qrt_facade._service.limits import MAX_PAGE, MAX_WORKLOADS_PAGE
from qrt_facade._service.mocks import is_mock_name
from qrt_facade._service.names import checked_tags, id_of_session, internal_tags, name_of
from qrt_facade._service.users import is_same_user
from qrt_facade.errors import UnexpectedResponseError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence
    from datetime import date, datetime

    from qrt_client.models import ListWorkloadsSort, ListWorkloadsUser, WorkloadMode, WorkloadStatus
    from qrt_client.types import Unset

    from qrt_facade._base.kinds import WholeNumber
    from qrt_facade._service.jobs import JobState
    from qrt_facade._service.names import BackendOrName, SessionOrId
    from qrt_facade._service.workloads import Workload

_LOGGER: Final = logging.getLogger("qrt_facade.listing")

_DEEPEST_OFFSET: Final = 1000
_FRUITLESS_PAGES: Final = _DEEPEST_OFFSET // MAX_PAGE + 3
"""This many consecutive pages without a new entry end a list. Continuing by date may repeat as many entries as fit below
the offset at which it begins."""

_SLACK: Final = timedelta(seconds=1)
"""Dates in requests may be rounded."""
_OLDEST_FIRST: Final = "ASC"


class _Identified(Protocol):
    @property
    def id(self) -> str: ...


E = TypeVar("E", bound=_Identified)


class NewEntries:
    """The entries that the caller has not received yet, up to a limit.

    Pages overlap: a job that arrives between two of them pushes known jobs onto the next.

    Attributes:
        fruitless: Number of consecutive pages without a new entry.

    Args:
        limit: The most entries; None for all.

    Raises:
        ConfigurationError: The limit is not a whole number of 0 or more.
    """

    def __init__(self, limit: WholeNumber | None) -> None:
        self._limit = checked_limit(limit)
        self._seen: set[str] = set()
        self._given = 0
        self.fruitless = 0

    @property
    def is_full(self) -> bool:
        """Whether the limit is reached."""
        return self._limit is not None and self._given >= self._limit

    @property
    def is_repeating(self) -> bool:
        """Whether the list repeats itself: too many pages had nothing new. Logged, because the list may be incomplete."""
        if self.fruitless < _FRUITLESS_PAGES:
            return False
        log_safely(
            _LOGGER,
            logging.WARNING,
            "the service's list repeats itself: %d consecutive pages had no new entries after %d entries; the list ends here "
            "and may be incomplete",
            self.fruitless,
            len(self._seen),
        )
        return True

    def select(self, entries: Iterable[E], wanted: Callable[[E], bool] | None = None) -> Iterator[E]:
        """Iterate over a page's new entries; entries without an id are skipped.

        Args:
            entries: The page.
            wanted: Returns whether an entry matches the request; by default all do.
        """
        self.fruitless += 1
        for entry in entries:
            if self.is_full:
                return
            if not entry.id or entry.id in self._seen:
                continue
            self._seen.add(entry.id)
            self.fruitless = 0
            if wanted is None or wanted(entry):
                self._given += 1
                yield entry


class MyJobs:
    """Selects the jobs of one user; jobs without a user id are excluded.

    Args:
        user_id: The user.
    """

    def __init__(self, user_id: str) -> None:
        self._user_id = user_id
        self._unknown = 0

    def __call__(self, job: JobState) -> bool:
        """Return whether a job belongs to the user."""
        self._unknown += job.user_id is None
        return is_same_user(job.user_id, self._user_id)

    def warn_of_unknown(self) -> None:
        """Warn once about jobs that were excluded because they have no user id."""
        if self._unknown:
            jobs = "1 job" if self._unknown == 1 else f"{self._unknown} jobs"
            warn_safely(
                f"mine=True: {jobs} excluded, because the service does not report their owner (no user_id)",
                UserWarning,
                stacklevel=3,
            )


def checked_limit(limit: WholeNumber | None) -> int | None:
    """Return the limit of a list.

    Raises:
        ConfigurationError: The limit is not a whole number of 0 or more.
    """
    return None if limit is None else checked_whole("limit", limit, note="or None for all")


class PageArguments(TypedDict):
    """Keyword arguments of the generated operation for one page of jobs."""

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
    include_mocks: bool | Unset


def first_page(
    *,
    limit: WholeNumber | None = None,
    pending: bool | None = None,
    backend: BackendOrName | None = None,
    program: str | None = None,
    created_after: date | str | None = None,
    created_before: date | str | None = None,
    tags: Sequence[str] = (),
    session: SessionOrId | None = None,
    descending: bool = True,
    include_mocks: bool = False,
) -> PageArguments:
    """Return the arguments for the first page, from the caller's filters; None matches any value.

    If the backend is a mock device, or the session is on one, jobs on mock devices are included.

    Raises:
        ConfigurationError: A filter is invalid.
    """
    wanted = checked_limit(limit)
    device = None if backend is None else name_of("backend", backend)
    check_not_blank(program=program)
    after, before = parsed_interval(created_after, created_before)
    return {
        "limit": MAX_PAGE if wanted is None else min(MAX_PAGE, wanted),
        "offset": 0,
        "sort": or_unset(None if checked_flag("descending", descending) else _OLDEST_FIRST),
        "pending": or_unset(None if pending is None else checked_flag("pending", pending)),
        "backend": or_unset(device),
        "program": or_unset(program),
        "created_after": or_unset(after),
        "created_before": or_unset(before),
        "tags": or_unset(checked_tags(tags, reserve=0) or None),
        "session_id": or_unset(None if session is None else id_of_session(session)),
        "include_mocks": _with_mocks(include_mocks, device, getattr(session, "backend", None)),
    }


def parsed_interval(
    created_after: date | str | None, created_before: date | str | None
) -> tuple[datetime | None, datetime | None]:
    """Return the requested interval, aware and in UTC.

    Raises:
        ConfigurationError: A value is not a valid date or time, or the end is before the start.
    """
    after = moment_from("created_after", created_after)
    before = moment_from("created_before", created_before)
    check_order("created_after", after, "created_before", before)
    return after, before


def _with_mocks(include_mocks: bool, *devices: str | None) -> bool | Unset:
    """Return the parameter of a list: true, or omitted, so that nothing changes for users without mock devices."""
    asked = checked_flag("include_mocks", include_mocks)
    return or_unset(True if asked or any(map(is_mock_name, devices)) else None)


def matches_filters(page: PageArguments, entries: Sequence[JobState]) -> Callable[[JobState], bool]:
    """Return a function that tells whether a listed job matches the request's filters.

    A service or a cache that ignores a filter must not return other jobs. Missing fields of an entry count as a match.

    Raises:
        UnexpectedResponseError: No entry of the page matches: this is the response to another request, and treating it
            as an empty list would mean that a job does not exist.
    """

    def foreign(job: JobState) -> str | None:
        session, backend = none_if_unset(page["session_id"]), none_if_unset(page["backend"])
        if session is not None and job.session_id not in {None, session}:
            return f"session {session!r}: job {job.id} is in session {job.session_id!r}"
        if backend is not None and job.backend is not None and not is_same_backend(backend, job.backend):
            return f"backend {backend!r}: job {job.id} is on {job.backend!r}"
        return None

    objections = [foreign(job) for job in entries if job.id]
    if objections and all(objections):
        raise UnexpectedResponseError(
            f"list_jobs: the response does not match the requested {objections[0]}; "
            "a cache or a proxy between this program and the service may have repeated another response",
            status=200,
        )
    checks = (_tagged, _in_time, _as_pending, _on_qpu)
    return lambda job: foreign(job) is None and all(check(page, job) for check in checks)


def _tagged(page: PageArguments, job: JobState) -> bool:
    tags = none_if_unset(page["tags"]) or []
    # Every submission has tags of ours, so an entry without tags does not belong to this submission or series either.
    known = job.all_tags or internal_tags(tags)
    return not known or set(tags) <= set(job.all_tags)


def _in_time(page: PageArguments, job: JobState) -> bool:
    before, after = none_if_unset(page["created_before"]), none_if_unset(page["created_after"])
    if job.created is None:
        return True
    too_late = before is not None and job.created > before + _SLACK
    return not (too_late or (after is not None and job.created < after - _SLACK))


def _on_qpu(page: PageArguments, job: JobState) -> bool:
    return not job.dry_run or bool(none_if_unset(page["include_mocks"]))


def _as_pending(page: PageArguments, job: JobState) -> bool:
    wanted = none_if_unset(page["pending"])
    if wanted is None:
        return True
    return not (is_known_final(job.status) if wanted else is_known_pending(job.status))


def next_page(
    page: PageArguments, entries: Sequence[JobState], *, size: object = None, unseen: NewEntries | None = None
) -> PageArguments | None:
    """Return the arguments for the page after one with these jobs, or None if it was the last.

    Args:
        page: Arguments of the page.
        entries: The jobs of the page.
        size: Page size stated by the response; the service may return fewer than requested.
        unseen: The entries that the caller has not received yet.
    """
    named = whole_of(size) or 0
    if len(entries) < (min(page["limit"], named) if named > 0 else page["limit"]) or not entries:
        return None
    fruitless = unseen is not None and unseen.fruitless > 0
    if unseen is not None and unseen.is_repeating:
        return None
    offset, edge = page["offset"] + len(entries), entries[-1].created
    oldest_first = page["sort"] == _OLDEST_FIRST
    bound = page["created_after"] if oldest_first else page["created_before"]
    # A whole page of jobs created at the same moment: only the offset gets past them. A service that ignores the offset
    # returns nothing new, and may respect the date.
    if (offset < _DEEPEST_OFFSET and not fruitless) or edge is None or edge == bound:
        return {**page, "limit": MAX_PAGE, "offset": offset}
    # The bound is inclusive, so the jobs at that moment are listed again and skipped as known.
    if oldest_first:
        return {**page, "limit": MAX_PAGE, "offset": 0, "created_after": edge}
    return {**page, "limit": MAX_PAGE, "offset": 0, "created_before": edge}


class Cursors:
    """Iteration over pages that each name the next one by a cursor.

    Attributes:
        size: The size of the pages.
        current: Cursor of the page to request; None for the first.
        ended: Whether the last page has been read.
    """

    def __init__(self, limit: WholeNumber | None) -> None:
        most = checked_limit(limit)
        self.size = MAX_WORKLOADS_PAGE if most is None else min(most, MAX_WORKLOADS_PAGE)
        self.current: str | None = None
        self.ended = False
        self._known: set[str] = set()

    def follow(self, cursor: str | None) -> None:
        """Continue with the page that the last one named; a repeated cursor ends the list, which would be endless."""
        if cursor is None or cursor in self._known:
            self.ended = True
            return
        self._known.add(cursor)
        self.current = cursor


class WorkloadArguments(TypedDict):
    """Keyword arguments of the generated operation that lists workloads, except for paging."""

    mode: WorkloadMode | Unset
    status: list[WorkloadStatus] | Unset
    backend: str | Unset
    search: str | Unset
    tags: list[str] | Unset
    created_after: datetime | Unset
    created_before: datetime | Unset
    user: ListWorkloadsUser | Unset
    sort: ListWorkloadsSort
    include_mocks: bool | Unset


def workload_arguments(
    *,
    mode: str | None,
    status: Sequence[str],
    backend: BackendOrName | None,
    search: str | None,
    tags: Sequence[str],
    created_after: date | str | None,
    created_before: date | str | None,
    mine: bool,
    descending: bool,
    include_mocks: bool = False,
) -> WorkloadArguments:
    """Convert the caller's filters of workloads to arguments of the generated operation.

    Raises:
        ConfigurationError: A filter is invalid.
    """
    from qrt_client.models import ListWorkloadsSort, ListWorkloadsUser, WorkloadMode, WorkloadStatus

    check_text(search=search)
    check_not_blank(mode=mode)
    device = None if backend is None else name_of("backend", backend)
    after, before = parsed_interval(created_after, created_before)
    return {
        "mode": or_unset(None if mode is None else WorkloadMode(mode)),
        "status": or_unset([WorkloadStatus(word) for word in checked_texts("status", status)] or None),
        "backend": or_unset(device),
        "search": or_unset(search),
        "tags": or_unset(checked_texts("tags", tags) or None),
        "created_after": or_unset(after),
        "created_before": or_unset(before),
        "user": or_unset(ListWorkloadsUser("me") if checked_flag("mine", mine) else None),
        "sort": ListWorkloadsSort("-createdAt" if checked_flag("descending", descending) else "createdAt"),
        "include_mocks": _with_mocks(include_mocks, device),
    }


def matches_workload_filters(filters: WorkloadArguments) -> Callable[[Workload], bool]:
    """Return a function that tells whether a workload matches: the service may list those on mock devices anyway."""
    mocks = bool(none_if_unset(filters["include_mocks"]))
    return lambda workload: mocks or not workload.dry_run
