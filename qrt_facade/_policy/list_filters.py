"""What the list of jobs can be narrowed to, as keywords of the methods that hand them on.

`typing.get_type_hints` looks their types up when a program runs, so that they are imported here.
"""

from __future__ import annotations

from datetime import date, datetime  # noqa: TC003 - see above
from typing import TypedDict

from qrt_facade._base.kinds import WholeNumber  # noqa: TC001 - likewise
from qrt_facade._service.names import BackendOrName, SessionOrId, TagList  # noqa: TC001 - likewise


class JobFilters(TypedDict, total=False):
    """What the list of jobs can be narrowed to: the keywords of `client.jobs.list`, which has a word on each."""

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
