"""Sessions and batches in the database."""

from __future__ import annotations

import json
import uuid
from typing import TYPE_CHECKING, Any

from qrt_facade.emulator.domain import clock
from qrt_facade.emulator.domain.records import Session
from qrt_facade.emulator.store.database import insert, update

if TYPE_CHECKING:
    import sqlite3


class SessionStore:
    """Stores sessions and batches."""

    def __init__(self, database: sqlite3.Connection) -> None:
        self._database = database

    def add(
        self,
        *,
        crn: str,
        user_id: str,
        mode: str,
        backend: str | None,
        max_ttl: int,
        interactive_ttl: int,
        active_ttl: int,
    ) -> Session:
        """Open a session."""
        session_id, now = str(uuid.uuid4()), clock.now()  # the service's ids of sessions are UUIDs since 2026
        with self._database:
            insert(
                self._database, "sessions", id=session_id, crn=crn, user_id=user_id, mode=mode, backend=backend, state="open",
                state_reason="session_created", accepting_jobs=True, created=now, interactive_ttl=interactive_ttl,
                active_ttl=active_ttl, max_ttl=max_ttl, timestamps=json.dumps([{"status": "open", "timestamp": now}]),
            )  # fmt: skip
        return self.require(session_id)

    def get(self, crn: str, session_id: str) -> Session | None:
        """Return the instance's session with this id."""
        row = self._database.execute(
            "SELECT * FROM sessions WHERE id = ? AND crn = ?", (session_id, crn)
        ).fetchone()
        return None if row is None else Session.from_row(row)

    def require(self, session_id: str) -> Session:
        """Return the session with this id, of any instance."""
        row = self._database.execute("SELECT * FROM sessions WHERE id = ?", (session_id,)).fetchone()
        return Session.from_row(row)

    def find(self, crn: str | None = None) -> list[Session]:
        """Return all sessions of an instance, or those of all instances that are not closed."""
        if crn is None:
            rows = self._database.execute("SELECT * FROM sessions WHERE state != 'closed'")
        else:
            rows = self._database.execute("SELECT * FROM sessions WHERE crn = ? ORDER BY created", (crn,))
        return [Session.from_row(row) for row in rows]

    def newest(self, limit: int) -> tuple[list[Session], int]:
        """Return the newest sessions of all instances, and the total number; for the emulator's page."""
        rows = self._database.execute("SELECT * FROM sessions ORDER BY created DESC, id LIMIT ?", (limit,))
        (count,) = self._database.execute("SELECT count(*) FROM sessions").fetchone()
        return [Session.from_row(row) for row in rows], count

    def accept_jobs(self, session_id: str, *, accepting: bool) -> None:
        """Set whether jobs are accepted; on a closed session this changes the flag and nothing else (measured)."""
        self._update(session_id, accepting_jobs=accepting)

    def job_started(self, session: Session, backend: str) -> None:
        """Activate the session because one of its jobs runs; its max_ttl counts from the first one."""
        now = clock.now()
        changes: dict[str, Any] = {"last_job_started": now}
        if session.backend is None:
            changes["backend"] = backend
        if session.started_at is None:
            changes["started_at"] = now
        if session.state in {"open", "inactive"}:
            changes |= {"activated_at": now} | self._entering(session, "active", "session_activated", now)
        self._update(session.id, **changes)

    def job_ended(self, session: Session, *, others_pending: bool, counts_for_session: bool) -> None:
        """Record that a job of the session ended; a session that accepts no more jobs closes with its last one."""
        if counts_for_session:
            self._update(session.id, last_job_completed=clock.now())
        if not session.accepting_jobs and not others_pending:
            self.close(self.require(session.id), "session_closed_early")

    def inactivate(self, session: Session) -> None:
        """Deactivate an idle session, which loses its priority."""
        reason = "session_inactivated_by_interactive_ttl"
        self._update(session.id, **self._entering(session, "inactive", reason, clock.now()))

    def close(self, session: Session, reason: str) -> None:
        """Close the session permanently."""
        if not session.closed:
            now = clock.now()
            changes = self._entering(session, "closed", reason, now)
            self._update(session.id, accepting_jobs=False, closed_at=now, **changes)

    @staticmethod
    def _entering(session: Session, state: str, reason: str, now: str) -> dict[str, Any]:
        timestamps = [*session.timestamps, {"status": state, "timestamp": now}]
        return {"state": state, "state_reason": reason, "timestamps": json.dumps(timestamps)}

    def _update(self, session_id: str, **changes: Any) -> None:
        with self._database:
            update(self._database, "sessions", session_id, **changes)
