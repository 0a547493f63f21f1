# Derived from qrt_facade/_async by scripts/unasync.py; edit that, then run it.
"""A check, before anything is submitted, that the mock device of a dry run exists."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qrt_facade._policy.dry_runs import check_mock
from qrt_facade._service.backends import BackendState

if TYPE_CHECKING:
    from qrt_facade._policy.submission import Submission
    from qrt_facade._sync.connection import Connection


class MockDevices:
    """The mock devices known to exist; each is looked up once.

    Args:
        connection: The connection to the service.
    """

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._known: set[str] = set()

    def check(self, submission: Submission) -> None:
        """Reject a dry run without a mock device; other submissions need no request.

        Args:
            submission: The job, not sent yet.

        Raises:
            ConfigurationError: The instance has the device, but no mock of it.
            NotFoundError: The instance does not have the device either.
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
