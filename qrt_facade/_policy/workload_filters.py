"""Filters of the list of workloads, as a TypedDict for the methods that pass them on.

As with `list_filters`, the types are resolved at run time. Those of workloads are imported only with the list of
workloads.
"""

from __future__ import annotations

from collections.abc import Sequence  # noqa: TC003 - see above
from datetime import date, datetime  # noqa: TC003 - likewise
from typing import TypedDict

from qrt_facade._base.kinds import WholeNumber  # noqa: TC001 - likewise
from qrt_facade._service.names import BackendOrName, TagList  # noqa: TC001 - likewise
from qrt_facade._service.workloads import WorkloadMode, WorkloadStatus  # noqa: TC001 - likewise


class WorkloadFilters(TypedDict, total=False):
    """Filters of the list of workloads: the keywords of `client.workloads.list`, which documents each."""

    limit: WholeNumber | None
    mode: WorkloadMode | None
    status: Sequence[WorkloadStatus]
    backend: BackendOrName | None
    search: str | None
    tags: TagList
    created_after: datetime | date | str | None
    created_before: datetime | date | str | None
    mine: bool
    descending: bool
    include_mocks: bool
