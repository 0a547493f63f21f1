"""Sessions with a key: what is stored about them, and which open session belongs to a key.

A session has no tag or name: no field of the API's session requests can contain a key. So a session is found by what
was recorded on this machine, and one whose creation received no response by what the service lists.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from typing import TYPE_CHECKING, Final, Protocol

from qrt_facade._policy import timing
from qrt_facade._policy.journals import MemoryTurn
from qrt_facade._service.identity import is_same_backend
from qrt_facade.errors import ConfigurationError, SubmissionUncertainError

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from qrt_facade._policy.journals import KeyTurn
    from qrt_facade._service.sessions import SessionDetails

_SKEW: Final = 2.0
"""Seconds by which this machine's clock may be ahead of the service's.

A wider margin would include sessions that others opened before. If a session is missed because the clock is further
ahead, it was never used, costs nothing, and the service closes it after half an hour.
"""


@dataclass(frozen=True, slots=True)
class SessionTerms:
    """The parameters with which a session is requested.

    Attributes:
        backend: Name of the backend.
        mode: `dedicated` or `batch`.
        max_ttl: Maximum lifetime in seconds, or None for the service's default.
    """

    backend: str
    mode: str
    max_ttl: int | None

    def check(self, key: str, session_id: str, opened: SessionTerms) -> None:
        """Refuse a key whose open session was requested with other parameters.

        Raises:
            ConfigurationError: The parameters differ; the message says how.
        """
        pairs = (
            ("backend", opened.backend, self.backend),
            ("mode", opened.mode, self.mode),
            ("max_ttl", opened.max_ttl, self.max_ttl),
        )
        differences = [
            f"{name} was {_in_words(was)} and is {_in_words(now)} now"
            for name, was, now in pairs
            if was != now
        ]
        if differences:
            raise ConfigurationError(
                f"key={key!r} belongs to session {session_id}, which is open and was requested with different parameters: "
                f"{'; '.join(differences)}. Use another key, or end the session: "
                f"client.sessions.get({session_id!r}).close(). Nothing was sent"
            )


class KnownSession(Protocol):
    """A journal's entry for a session that was requested with a key."""

    @property
    def key_tag(self) -> str:
        """Digest of the key."""
        ...

    @property
    def backend(self) -> str:
        """Name of the backend."""
        ...

    @property
    def mode(self) -> str:
        """`dedicated` or `batch`."""
        ...

    @property
    def max_ttl(self) -> int | None:
        """Requested maximum lifetime in seconds, or None."""
        ...

    @property
    def begun(self) -> float:
        """When it was about to be requested, in seconds since 1970 on this machine's clock."""
        ...

    @property
    def session_id(self) -> str | None:
        """The session, or None while no response has named it."""
        ...


class SessionJournal(Protocol):
    """Stores sessions with keys."""

    def sessions(self) -> Sequence[KnownSession]:
        """Return every session that was requested with a key."""
        ...

    def begin_session(self, key_tag: str, *, backend: str, mode: str, max_ttl: int | None) -> None:
        """Record that a session is requested, before anything is sent."""
        ...

    def session_opened(self, key_tag: str, session_id: str) -> None:
        """Record the session that was created for a key."""
        ...

    def session_refused(self, key_tag: str) -> None:
        """Record that the request has definitely opened no session."""
        ...

    def turn(self, key_tag: str) -> KeyTurn:
        """Return a turn with a key, not taken yet."""
        ...


@dataclass(slots=True)
class _Remembered:
    key_tag: str
    backend: str
    mode: str
    max_ttl: int | None
    begun: float
    session_id: str | None = None


class SessionMemory:
    """The journal of a client without one on disk; it ends with the client, and a pickled copy is empty."""

    def __init__(self) -> None:
        self._known: dict[str, _Remembered] = {}
        self._held: dict[str, MemoryTurn] = {}

    def sessions(self) -> list[_Remembered]:
        """Return every session that was requested with a key."""
        return list(self._known.values())

    def begin_session(self, key_tag: str, *, backend: str, mode: str, max_ttl: int | None) -> None:
        """Record that a session is requested."""
        begun = timing.current().clock.time()
        self._known[key_tag] = _Remembered(key_tag, backend, mode, max_ttl, begun)

    def session_opened(self, key_tag: str, session_id: str) -> None:
        """Record the session that was opened."""
        if (known := self._known.get(key_tag)) is not None:
            known.session_id = session_id

    def session_refused(self, key_tag: str) -> None:
        """Delete the entry of a session that was not opened."""
        self._known.pop(key_tag, None)

    def turn(self, key_tag: str) -> MemoryTurn:
        """Return a turn with a key, not taken yet."""
        return MemoryTurn(self._held, key_tag)

    def __reduce__(self) -> tuple[type[SessionMemory], tuple[()]]:
        return type(self), ()


def session_key_tag(key: str) -> str:
    """Return the digest under which a session's key is stored; it differs from that of a job with the same key."""
    return f"session-{sha256(key.encode()).hexdigest()[:32]}"


def terms_of(known: KnownSession) -> SessionTerms:
    """Return the parameters with which a known session was requested."""
    return SessionTerms(known.backend, known.mode, known.max_ttl)


def is_open(details: SessionDetails) -> bool:
    """Return whether a session accepts jobs. A closed one stays closed, even if its flag says that it accepts some."""
    return details.state != "closed" and details.accepting_jobs is not False


def earliest(known: KnownSession) -> datetime:
    """Return the earliest time at which the session of an unanswered request may have been created."""
    return datetime.fromtimestamp(known.begun, UTC) - timedelta(seconds=_SKEW)


def may_match(known: KnownSession, details: SessionDetails) -> bool:
    """Return whether a session may be the one of an unanswered request.

    Its id is unknown, so no job of it can have run. The service may lower a `max_ttl`, but never raises one.
    """
    return (
        is_open(details)
        and details.started_at is None
        and details.mode in {None, known.mode}
        and (details.backend is None or is_same_backend(known.backend, details.backend))
        and (known.max_ttl is None or details.max_ttl is None or details.max_ttl <= known.max_ttl)
    )


def matching_session(
    key: str,
    known: KnownSession,
    fitting: Sequence[tuple[SessionDetails, datetime | None]],
    others: Iterable[KnownSession],
) -> SessionDetails | None:
    """Return the session of an unanswered request, or None if the service shows none.

    Args:
        key: The key, for the error.
        known: The request.
        fitting: The sessions that may belong to it, each with its creation time.
        others: The requests with other keys.

    Raises:
        SubmissionUncertainError: Several sessions may belong to it, or one may belong to another unanswered request.
    """
    if not fitting:
        return None
    (details, created), *more = fitting
    rivals = [
        other
        for other in others
        if other.session_id is None
        and (other.backend, other.mode) == (known.backend, known.mode)
        and (created is None or earliest(other) <= created)
    ]
    if not more and not rivals:
        return details
    ids = ", ".join(found.id for found, _ in fitting)
    why = (
        "any of them"
        if more
        else "it, or the session of another key whose request received no response either,"
    )
    raise SubmissionUncertainError(
        f"which {known.mode} session on {known.backend} belongs to key={key!r} is unknown: its request received no response, "
        f"and {why} may be it: {ids}. client.sessions.get(ID).cancel() ends an unwanted one; then create it again with "
        "its key",
        tag=None,
    )


def _in_words(value: object) -> str:
    return "not set" if value is None else repr(value)
