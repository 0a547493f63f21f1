# Derived from qrt_facade/_async by scripts/unasync.py; edit that, then run it.
"""Lookup of the jobs of a submission by its tag."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qrt_facade._policy.listing import first_page
from qrt_facade._policy.submission import (
    check_size,
    listed_jobs,
    look_up_size,
    tagged_among,
)
from qrt_facade._service.users import without_other_users

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from qrt_facade._service.jobs import JobState
    from qrt_facade._sync.connection import Connection


def jobs_tagged(
    connection: Connection,
    tag: str,
    *,
    include_mocks: bool,
    turn: int = 0,
    wanted: Callable[[JobState], bool] | None = None,
    of_all_users: bool = False,
) -> Sequence[JobState]:
    """Return the jobs with a submission's tag, oldest first.

    Args:
        connection: The connection to the service.
        tag: The submission's tag.
        include_mocks: Whether the submission may be a dry run: the list leaves out jobs on mock devices by default, and
            a job that is not found would be submitted again.
        turn: The number of the lookup. Each uses another page size, so that a cache keyed on the URL does not return
            the previous response.
        wanted: An additional filter. By default all jobs with the tag match.
        of_all_users: Whether to include jobs known to be other users'. The tag of a key may also be used by a colleague
            with the same key: that job must neither be adopted, nor cancelled as a duplicate.

    Raises:
        UnexpectedResponseError: The response is not a list, or is for another request: it lists jobs but none with this
            tag, or it is an empty page of another size.
    """
    from qrt_client.api.jobs import list_jobs

    page = first_page(limit=look_up_size(tag, turn), tags=[tag], include_mocks=include_mocks)
    answer = connection.read(list_jobs.sync_detailed, client=connection.raw, exclude_params=True, **page)
    entries = listed_jobs(answer)
    check_size(page["limit"], answer.get("limit"), entries)
    states = tagged_among(entries, tag, wanted=wanted)
    return states if of_all_users else without_other_users(states, connection.known_user)
