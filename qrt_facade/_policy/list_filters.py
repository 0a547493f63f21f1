"""Filters of the list of jobs, as a TypedDict for the methods that pass them on.

`typing.get_type_hints` resolves their types at run time, so they are imported here.
"""

from __future__ import annotations

from datetime import date, datetime  # noqa: TC003 - see above
from typing import TypedDict

from qrt_facade._base.kinds import WholeNumber  # noqa: TC001 - likewise
from qrt_facade._service.names import BackendOrName, SessionOrId, TagList  # noqa: TC001 - likewise


class JobFilters(TypedDict, total=False):
    """Filters of the list of jobs: the keywords of `client.jobs.list`, which documents each."""

    limit: WholeNumber | None
    pending: bool | None
    backend: BackendOrName | None
    program: str | None
    created_after: datetime | date | str | None
    created_before: datetime | date | str | None
    tags: TagList
    session: SessionOrId | None
    descending: bool
    include_mocks: bool
    mine: bool | None
