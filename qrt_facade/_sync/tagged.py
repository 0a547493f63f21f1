# Derived from qrt_facade/_async by scripts/unasync.py; edit that, then run it.
"""The jobs that one submission created, looked up by its tag."""

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
    """Return the jobs with a submission's tag, the eldest first.

    Args:
        connection: Where to ask.
        tag: The submission's tag.
        include_mocks: Whether the submission is, or may be, a dry run: the list leaves out what runs on mock devices, and
            what is not found would be sent again.
        turn: The number of the look-up. Each asks for a page of another size, so that a cache that heeds nothing but
            the address does not answer one look-up with the outcome of the last.
        wanted: Tells which of those that carry it are returned; all are when not given.
        of_all_users: Whether jobs that are surely other users' are returned, too. A tag that is made of a key is a colleague's as
            well who uses the same key: their job is not adopted, nor cancelled as a duplicate.

    Raises:
        UnexpectedResponseError: The answer is no list, or to another question: it lists jobs, and none with this tag, or
            it is an empty page of another size.
    """
    from qrt_client.api.jobs import list_jobs

    page = first_page(limit=look_up_size(tag, turn), tags=[tag], include_mocks=include_mocks)
    answer = connection.read(list_jobs.sync_detailed, client=connection.raw, exclude_params=True, **page)
    entries = listed_jobs(answer)
    check_size(page["limit"], answer.get("limit"), entries)
    states = tagged_among(entries, tag, wanted=wanted)
    return states if of_all_users else without_other_users(states, connection.known_user)
