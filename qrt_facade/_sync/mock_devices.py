# Derived from qrt_facade/_async by scripts/unasync.py; edit that, then run it.
"""The mock devices of an instance: whether the one that a dry run needs is there, before anything is submitted."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qrt_facade._policy.dry_runs import check_mock
from qrt_facade._service.backends import BackendState

if TYPE_CHECKING:
    from qrt_facade._policy.submission import Submission
    from qrt_facade._sync.connection import Connection


class MockDevices:
    """The mock devices that the instance is known to have. What was found once is not asked for again.

    Args:
        connection: Where to ask.
    """

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._known: set[str] = set()

    def check(self, submission: Submission) -> None:
        """Refuse a dry run for which there is no mock device; any other submission passes without a request.

        Args:
            submission: The job, not sent yet.

        Raises:
            ConfigurationError: The instance has the device and no mock of it.
            NotFoundError: The instance has no such device either.
            QrtError: The devices could not be listed.
        """
        from qrt_client.api.backends import list_backends

        wanted = submission.request.backend
        if not submission.dry_run or wanted in self._known:
            return
        answer = self._connection.read(
            list_backends.sync_detailed, client=self._connection.raw, include_mocks=True
        )
        check_mock(wanted, BackendState.all_of(answer))
        self._known.add(wanted)
