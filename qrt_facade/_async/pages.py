"""The list of jobs, page by page."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qrt_facade._base.coerce import list_of, mapping_of
from qrt_facade._policy.listing import NewEntries, matches_filters, next_page
from qrt_facade._service.job_answers import is_page_of_jobs
from qrt_facade._service.jobs import JobState

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator, Callable, Sequence

    from qrt_facade._async.connection import AsyncConnection
    from qrt_facade._policy.listing import PageArguments


async def job_pages(
    connection: AsyncConnection,
    first: PageArguments,
    unseen: NewEntries | None = None,
    *,
    filtered: bool = True,
    wanted: Callable[[JobState], bool] | None = None,
) -> AsyncGenerator[Sequence[JobState], None]:
    """Iterate over pages of the instance's jobs, each requested on demand.

    Jobs that were on an earlier page are left out, so a page may be empty.

    Args:
        connection: The connection to the service.
        first: The first page, from `first_page`.
        unseen: Limits the list; by default all jobs are listed.
        filtered: Whether to leave out jobs that do not match the filters, such as jobs that have ended since. Callers
            that search for certain jobs need them all.
        wanted: An additional filter that the service does not support. By default all jobs match.

    Raises:
        UnexpectedResponseError: The response lists jobs of another session or backend.
    """
    from qrt_client.api.jobs import list_jobs

    new = NewEntries(None) if unseen is None else unseen
    page: PageArguments | None = first
    while page is not None and not new.is_full:
        answer = await connection.read_as(
            is_page_of_jobs, list_jobs.asyncio_detailed, client=connection.unread, exclude_params=True, **page
        )
        entries = [JobState.of(mapping_of(entry), job_id="") for entry in list_of(answer.get("jobs"))]
        as_asked = matches_filters(page, entries) if filtered else _any
        yield list(new.select(entries, _both(as_asked, wanted or _any)))
        page = next_page(page, entries, size=answer.get("limit"), unseen=new)


def _any(_: JobState) -> bool:
    return True


def _both(one: Callable[[JobState], bool], other: Callable[[JobState], bool]) -> Callable[[JobState], bool]:
    return lambda state: one(state) and other(state)
