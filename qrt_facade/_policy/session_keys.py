"""Sessions with a key: what is remembered of them, and which open session is the key's.

A session carries no tag or name: nothing in the API's requests for sessions could hold a key. So a session is found again
by what was written down on this machine, and one whose opening was not answered by what the service shows.
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

Wider, it would take in sessions that others opened before. A session that is missed for a clock that is further ahead was
never used, costs nothing, and is closed by the service after half an hour.
"""


@dataclass(frozen=True, slots=True)
class SessionTerms:
    """What a session is asked for with.

    Attributes:
        backend: Name of the backend.
        mode: `dedicated` or `batch`.
        max_ttl: Seconds it may last, or None for the service's default.
    """

    backend: str
    mode: str
    max_ttl: int | None

    def check(self, key: str, session_id: str, opened: SessionTerms) -> None:
        """Refuse a key whose open session was asked for with other terms.

        Raises:
            ConfigurationError: It was; the message says what differs.
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
                f"key={key!r} belongs to session {session_id}, which is open and was asked for differently: "
                f"{'; '.join(differences)}. Use another key, or end the session: "
                f"client.sessions.get({session_id!r}).close(). Nothing was sent"
            )


class KnownSession(Protocol):
    """What a journal knows of a session that was asked for with a key."""

    @property
    def key_tag(self) -> str:
        """The key, as its digest."""
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
        """Seconds that were asked for, or None."""
        ...

    @property
    def begun(self) -> float:
        """When it was about to be asked for, in seconds since 1970 by this machine's clock."""
        ...

    @property
    def session_id(self) -> str | None:
        """The session, or None while no answer has named it."""
        ...


class SessionJournal(Protocol):
    """Remembers sessions with keys."""

    def sessions(self) -> Sequence[KnownSession]:
        """Return every session that was asked for with a key."""
        ...

    def begin_session(self, key_tag: str, *, backend: str, mode: str, max_ttl: int | None) -> None:
        """Record, before anything is sent, that a session is asked for."""
        ...

    def session_opened(self, key_tag: str, session_id: str) -> None:
        """Record the session of a key that was begun."""
        ...

    def session_refused(self, key_tag: str) -> None:
        """Record that what was begun has surely opened no session."""
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
    """The journal of a client that keeps none on disk; it ends with the client, and forgets all when it is pickled."""

    def __init__(self) -> None:
        self._known: dict[str, _Remembered] = {}
        self._held: dict[str, MemoryTurn] = {}

    def sessions(self) -> list[_Remembered]:
        """Return every session that was asked for with a key."""
        return list(self._known.values())

    def begin_session(self, key_tag: str, *, backend: str, mode: str, max_ttl: int | None) -> None:
        """Record that a session is asked for."""
        begun = timing.current().clock.time()
        self._known[key_tag] = _Remembered(key_tag, backend, mode, max_ttl, begun)

    def session_opened(self, key_tag: str, session_id: str) -> None:
        """Record which one was opened."""
        if (known := self._known.get(key_tag)) is not None:
            known.session_id = session_id

    def session_refused(self, key_tag: str) -> None:
        """Forget one that was not opened."""
        self._known.pop(key_tag, None)

    def turn(self, key_tag: str) -> MemoryTurn:
        """Return a turn with a key, not taken yet."""
        return MemoryTurn(self._held, key_tag)

    def __reduce__(self) -> tuple[type[SessionMemory], tuple[()]]:
        return type(self), ()


def session_key_tag(key: str) -> str:
    """Return the digest under which a session's key is written down; a job of the same key has another."""
    return f"session-{sha256(key.encode()).hexdigest()[:32]}"


def terms_of(known: KnownSession) -> SessionTerms:
    """Return what a known session was asked for with."""
    return SessionTerms(known.backend, known.mode, known.max_ttl)


def is_open(details: SessionDetails) -> bool:
    """Tell whether a session takes jobs. A closed one stays closed, even where its flag says that it takes some."""
    return details.state != "closed" and details.accepting_jobs is not False


def earliest(known: KnownSession) -> datetime:
    """Return the moment from which on the session of an unanswered request may have been made."""
    return datetime.fromtimestamp(known.begun, UTC) - timedelta(seconds=_SKEW)


def may_match(known: KnownSession, details: SessionDetails) -> bool:
    """Tell whether a session may be the one of a request that was not answered.

    Nobody knew its id, so no job of it can have run. The service lowers a `max_ttl`, and never raises one.
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
    """Return the session of a request that was not answered, or None when the service shows none.

    Args:
        key: The key, for the error.
        known: The request.
        fitting: The sessions that may be its own, each with the moment it was made.
        others: What was asked for with other keys.

    Raises:
        SubmissionUncertainError: Several may be its own, or one may be that of another unanswered request.
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
    why = "any of them" if more else "it, or the session of another key, which was not answered either,"
    raise SubmissionUncertainError(
        f"which {known.mode} session on {known.backend} is that of key={key!r} is not known: its opening was not answered, "
        f"and {why} may be it: {ids}. client.sessions.get(ID).cancel() ends what is not wanted; then create it again with "
        "its key",
        tag=None,
    )


def _in_words(value: object) -> str:
    return "not given" if value is None else repr(value)
