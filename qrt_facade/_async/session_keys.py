"""Sessions with a key: opened one at a time per machine, and only if the key has no open session."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import anyio

from qrt_facade._async import key_turns
from qrt_facade._async.workloads import AsyncWorkloads
from qrt_facade._policy import timing
from qrt_facade._policy.session_keys import (
    SessionMemory,
    earliest,
    is_open,
    matching_session,
    may_match,
    session_key_tag,
    terms_of,
)
from qrt_facade._service.identity import check_id
from qrt_facade._service.mocks import is_mock_name
from qrt_facade._service.sessions import SessionDetails
from qrt_facade.errors import NotFoundError

if TYPE_CHECKING:
    from datetime import datetime

    from qrt_facade._async.connection import AsyncConnection
    from qrt_facade._policy.journals import KeyTurn
    from qrt_facade._policy.session_keys import KnownSession, SessionJournal, SessionTerms

_MOST: Final = 50
"""Maximum number of sessions examined after a crash; more than one match is already an error."""


class AsyncSessionKeys:
    """A client's records of the sessions that it opens with keys.

    Args:
        connection: The connection to the service.
    """

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection
        self._memory = SessionMemory()

    @property
    def _journal(self) -> SessionJournal:
        """The journal on disk, or one in memory if it is disabled."""
        return self._connection.journal or self._memory

    def record(self, key: str, terms: SessionTerms) -> AsyncSessionRecord:
        """Return the record of a key's session.

        Args:
            key: The key, checked.
            terms: The arguments of the session.
        """
        return AsyncSessionRecord(self._connection, self._journal, key, terms)


class AsyncSessionRecord:
    """One session with a key, from the lookup of an open one to the opening of a new one.

    Args:
        connection: The connection to the service.
        journal: The journal.
        key: The key, checked.
        terms: The arguments of the session.
    """

    def __init__(
        self, connection: AsyncConnection, journal: SessionJournal, key: str, terms: SessionTerms
    ) -> None:
        self._connection = connection
        self._journal = journal
        self._key = key
        self._tag = session_key_tag(key)
        self._terms = terms
        self._turn: KeyTurn = journal.turn(self._tag)

    async def take(self) -> None:
        """Wait until no other caller on this machine is opening the session of this key.

        Raises:
            SubmissionUncertainError: Another caller took more than a quarter of an hour.
        """
        await key_turns.take(self._turn, f"the session with key={self._key!r} has been requested")

    def release(self) -> None:
        """Release the turn; no effect if it was not taken."""
        self._turn.release()

    def begin(self) -> None:
        """Record that the session is about to be requested."""
        terms = self._terms
        self._journal.begin_session(self._tag, backend=terms.backend, mode=terms.mode, max_ttl=terms.max_ttl)

    def opened(self, session_id: str) -> None:
        """Record the id of the opened session."""
        self._journal.session_opened(self._tag, session_id)

    def refused(self) -> None:
        """Record that no session was opened."""
        self._journal.session_refused(self._tag)

    async def find(self) -> SessionDetails | None:
        """Return the open session of the key, or None if a new one must be opened.

        Raises:
            ConfigurationError: The session was opened with other arguments.
            SubmissionUncertainError: It is unknown which session is the key's.
            QrtError: A request failed; nothing was opened.
        """
        everything = self._journal.sessions()
        known = next((entry for entry in everything if entry.key_tag == self._tag), None)
        if known is None:
            return None
        if known.session_id is not None:
            details = await self._still_open(known.session_id, known.begun)
        else:
            details = await self._lost(known, [entry for entry in everything if entry is not known])
        if details is None:
            return None
        self._terms.check(self._key, details.id, terms_of(known))
        return details

    async def _still_open(self, session_id: str, begun: float) -> SessionDetails | None:
        """Return a session if it accepts jobs; the absence of a new one, which may not be visible yet, is rechecked."""
        pauses = timing.current()
        pause = pauses.first_look
        while True:
            asked_at = pauses.clock.time()
            details = await self._read(session_id)
            left = begun + pauses.appearance - asked_at
            if details is not None or left <= 0:
                return details if details is not None and is_open(details) else None
            await anyio.sleep(min(pause, left))
            pause = min(2 * pause, pauses.longest_look)

    async def _lost(self, known: KnownSession, others: list[KnownSession]) -> SessionDetails | None:
        """Look for the session of an unanswered request, until the service's list must contain it."""
        pauses = timing.current()
        pause = pauses.first_look
        taken = {other.session_id for other in others}
        while True:
            asked_at = pauses.clock.time()
            details = matching_session(self._key, known, await self._fitting(known, taken), others)
            left = known.begun + pauses.list_lag - asked_at
            if details is not None:
                self.opened(details.id)
                return details
            if left <= 0:
                return None
            await anyio.sleep(min(pause, left))
            pause = min(2 * pause, pauses.longest_look)

    async def _fitting(
        self, known: KnownSession, taken: set[str | None]
    ) -> list[tuple[SessionDetails, datetime | None]]:
        """Return the sessions that a request may have created, with their creation times."""
        listed = AsyncWorkloads(self._connection).list(
            limit=_MOST,
            mode="batch" if known.mode == "batch" else "session",
            backend=known.backend,
            created_after=earliest(known),
            mine=True,
            include_mocks=is_mock_name(known.backend),
        )
        found: list[tuple[SessionDetails, datetime | None]] = []
        async for workload in listed:
            if workload.id not in taken and workload.accepting_jobs is not False:
                details = await self._read(workload.id)
                if details is not None and may_match(known, details):
                    found.append((details, workload.created))
        return found

    async def _read(self, session_id: str) -> SessionDetails | None:
        from qrt_client.api.sessions import get_session

        try:
            answer = await self._connection.read(
                get_session.asyncio_detailed, session_id, client=self._connection.raw
            )
        except NotFoundError:
            return None
        check_id("session", session_id, answer)
        return SessionDetails.of(answer, session_id=session_id)
