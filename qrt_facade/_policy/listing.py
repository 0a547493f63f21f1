"""Lists in pages: what to ask for next, and what the caller has been given already.

The service pages jobs by offset. Offsets shift when jobs arrive while pages are read, and deep ones are slow on the
server, so after the first pages the walk goes on by creation date. It pages workloads by cursors.
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
"""So many pages in a row without anything new end a list. Going on by date may repeat as many as fit below the offset
where that begins."""

_SLACK: Final = timedelta(seconds=1)
"""Dates in requests may be rounded."""
_OLDEST_FIRST: Final = "ASC"


class _Identified(Protocol):
    @property
    def id(self) -> str: ...


E = TypeVar("E", bound=_Identified)


class NewEntries:
    """What the caller of a list has not been given yet, up to a limit.

    Pages overlap: a job that arrives between two of them pushes those already seen onto the next.

    Attributes:
        fruitless: How many pages in a row had nothing new.

    Args:
        limit: How many at most; None for all.

    Raises:
        ConfigurationError: The limit is not a whole number, 0 or more.
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
        """Whether so many pages had nothing new that the list goes in circles; said in the log, since it may be cut short."""
        if self.fruitless < _FRUITLESS_PAGES:
            return False
        log_safely(
            _LOGGER,
            logging.WARNING,
            "the service's list repeats itself: %d pages in a row had nothing new after %d entries, so it ends here "
            "and may be incomplete",
            self.fruitless,
            len(self._seen),
        )
        return True

    def select(self, entries: Iterable[E], wanted: Callable[[E], bool] | None = None) -> Iterator[E]:
        """Iterate over those of a page that are new; an entry without an id is passed over.

        Args:
            entries: The page.
            wanted: Tells whether an entry is one that was asked for; all are when not given.
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
    """Tells which jobs of a list are of one user; those of whom the service does not say whose they are, are not.

    Args:
        user_id: The user.
    """

    def __init__(self, user_id: str) -> None:
        self._user_id = user_id
        self._unknown = 0

    def __call__(self, job: JobState) -> bool:
        """Tell whether a job is the user's."""
        self._unknown += job.user_id is None
        return is_same_user(job.user_id, self._user_id)

    def warn_of_unknown(self) -> None:
        """Warn once of the jobs that were left out because nothing tells whose they are."""
        if self._unknown:
            jobs = "1 job" if self._unknown == 1 else f"{self._unknown} jobs"
            warn_safely(
                f"mine=True: {jobs} of the list left out, because the service does not say whose they are (no user_id)",
                UserWarning,
                stacklevel=3,
            )


def checked_limit(limit: WholeNumber | None) -> int | None:
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
    """Return what to ask for first, from the caller's filters; None is any.

    To name a mock device as the backend, or a session on one, is to ask for what runs on it.

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
    """Return the interval that a list is to cover, aware and in UTC.

    Raises:
        ConfigurationError: One is not a valid date or time, or the end lies before the beginning.
    """
    after = moment_from("created_after", created_after)
    before = moment_from("created_before", created_before)
    check_order("created_after", after, "created_before", before)
    return after, before


def _with_mocks(include_mocks: bool, *devices: str | None) -> bool | Unset:
    """Return the parameter of a list: true, or left out, so that nothing changes for those who run on QPUs alone."""
    asked = checked_flag("include_mocks", include_mocks)
    return or_unset(True if asked or any(map(is_mock_name, devices)) else None)


def matches_filters(page: PageArguments, entries: Sequence[JobState]) -> Callable[[JobState], bool]:
    """Return what tells whether a listed job is one that the page was to have.

    A service or a cache that ignores a filter must not hand out others' jobs. What an entry leaves out is no objection.

    Raises:
        UnexpectedResponseError: No entry of the page is: this is the answer to another question, and to take it for an
            empty list would say that a job does not exist.
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
            f"list_jobs: the answer is not the list that was asked for, that of {objections[0]}; "
            "a cache or a proxy between this program and the service may have repeated another answer",
            status=200,
        )
    checks = (_tagged, _in_time, _as_pending, _on_qpu)
    return lambda job: foreign(job) is None and all(check(page, job) for check in checks)


def _tagged(page: PageArguments, job: JobState) -> bool:
    tags = none_if_unset(page["tags"]) or []
    # Each submission carries tags of ours, so that an entry without tags is not of this submission or series either.
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
    """Return what to ask for after a page with these jobs, or None when it was the last.

    Args:
        page: What was asked for.
        entries: The jobs of the page.
        size: The size of pages as the answer names it; the service may give fewer at a time than were asked for.
        unseen: What the caller has not been given yet.
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
    # A whole page of jobs created at one moment: only the offset can get past them. A service that ignores the offset
    # gives nothing new, and may heed the date.
    if (offset < _DEEPEST_OFFSET and not fruitless) or edge is None or edge == bound:
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

    def __init__(self, limit: WholeNumber | None) -> None:
        most = checked_limit(limit)
        self.size = MAX_WORKLOADS_PAGE if most is None else min(most, MAX_WORKLOADS_PAGE)
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
    """Return the caller's filters of workloads as arguments of the generated operation.

    Raises:
        ConfigurationError: One of them is invalid.
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
    """Return the check that a listed workload was asked for: a service may send those on mock devices anyway."""
    mocks = bool(none_if_unset(filters["include_mocks"]))
    return lambda workload: mocks or not workload.dry_run
