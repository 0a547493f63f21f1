"""Workloads: jobs, sessions, batches and function runs of the whole instance."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qrt_facade._base.boundary import error_boundary
from qrt_facade._base.coerce import or_unset
from qrt_facade._base.resources import Resource
from qrt_facade._policy.listing import Cursors, Unseen, asked_for_workload, workload_arguments
from qrt_facade._service.workloads import (
    Workload,
    next_cursor,
)

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Sequence
    from datetime import date, datetime

    from qrt_facade._async.connection import AsyncConnection
    from qrt_facade._base.kinds import WholeNumber
    from qrt_facade._service.names import BackendOrName, TagList
    from qrt_facade._service.workloads import WorkloadMode, WorkloadStatus


@error_boundary
class AsyncWorkloads(Resource):
    """Jobs, sessions, batches and function runs of the instance, from all of its users."""

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def list(
        self,
        *,
        limit: WholeNumber | None = None,
        mode: WorkloadMode | None = None,
        status: Sequence[WorkloadStatus] = (),
        backend: BackendOrName | None = None,
        search: str | None = None,
        tags: TagList = (),
        created_after: datetime | date | str | None = None,
        created_before: datetime | date | str | None = None,
        mine: bool = False,
        descending: bool = True,
        include_mocks: bool = False,
    ) -> AsyncIterator[Workload]:
        """Iterate over workloads, newest first, fetching pages of up to 50 as they are needed.

            async for workload in client.workloads.list(mode="job", limit=3):
                print(workload.id, workload.status, workload.usage.value)

        Args:
            limit: How many at most; all when not given.
            mode: Only `job`, `session` or `batch`; all when not given.
            status: Only these of `pending`, `in_progress`, `completed`, `canceled`, `failed`; all when not given.
            backend: On this backend only: its name, or a backend.
            search: Text in an id or a tag.
            tags: With all of these tags.
            created_after: Created at this moment or later: a datetime, a date (its first moment), or text such as
                `2026-09-30 14:00`. Without an offset it is local time. Text that could be two days (`12/11/2026`) is refused.
            created_before: Created at this moment or earlier, in the same form.
            mine: Only those of the caller.
            descending: False for oldest first, which is the service's default.
            include_mocks: True for dry runs as well, which run on mock devices. They are also listed when `backend` names a
                mock device, such as `mock_fez`.

        Raises:
            ConfigurationError: A filter is invalid; nothing was sent.
        """
        from qrt_client.api.workloads import list_workloads

        filters = workload_arguments(
            mode=mode,
            status=status,
            backend=backend,
            search=search,
            tags=tags,
            created_after=created_after,
            created_before=created_before,
            mine=mine,
            descending=descending,
            include_mocks=include_mocks,
        )
        unseen, cursors = Unseen(limit), Cursors(limit)
        while not (unseen.enough or cursors.ended):
            answer = await self._connection.read(
                list_workloads.asyncio_detailed,
                client=self._connection.raw,
                limit=cursors.size,
                next_=or_unset(cursors.current),
                **filters,
            )
            for workload in unseen.among(Workload.all_of(answer), asked_for_workload(filters)):
                yield workload
            cursors.follow(None if unseen.stalled else next_cursor(answer))
