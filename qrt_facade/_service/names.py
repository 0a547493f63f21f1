"""Names by which jobs are found or addressed: tags, ids, backends and sessions."""

from __future__ import annotations

import re
import reprlib
from typing import TYPE_CHECKING, Any, Final, Protocol, TypeAlias

from qrt_facade._base.arguments import checked_texts, stripped_id
from qrt_facade._base.redaction import redacted_repr
from qrt_facade._service.limits import MAX_TAG_LENGTH, MAX_TAGS
from qrt_facade._service.mocks import mock_name
from qrt_facade.errors import ConfigurationError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

KEYED_TAGS: Final = 3
"""Maximum number of our tags on a job with a key: those of the key, the fingerprint and the series."""

_TAG: Final = re.compile(r"qrt-submission-[0-9a-f]{24}")
_KEY: Final = re.compile(r"qrt-key-[0-9a-f]{32}")
_PRINT: Final = re.compile(r"qrt-print-[0-9a-f]{12}(?:-[0-9a-f]{12}){4}")
_SERIES: Final = re.compile(r"qrt-series-[0-9a-f]{32}")
_IDENTIFYING: Final = re.compile(rf"{_TAG.pattern}|{_KEY.pattern}")
_OURS: Final = re.compile("|".join(kind.pattern for kind in (_TAG, _KEY, _PRINT, _SERIES)))
_ALIKE: Final = re.compile(rf"\s*(?:{_OURS.pattern})\s*", re.IGNORECASE)
"""Matches tags that a service that normalizes case or white space could confuse with one of ours."""


def new_tag() -> str:
    """Return a unique submission tag."""
    import secrets

    return f"qrt-submission-{secrets.token_hex(12)}"


def key_tag(key: str) -> str:
    """Return the tag of a key, from which the key cannot be recovered.

    Args:
        key: The key of one job.
    """
    return f"qrt-key-{_digest(key)}"


def series_tag(series: str) -> str:
    """Return the tag that the jobs of a series share.

    Args:
        series: The key of `submit_many`, or the name of a sweep.
    """
    return f"qrt-series-{_digest(series)}"


def _digest(text: str) -> str:
    from hashlib import sha256

    return sha256(text.encode()).hexdigest()[:32]


def with_tags_restored(tags: Iterable[str]) -> tuple[str, ...]:
    """Return the tags, ours restored to lower case: something on the way may have changed their case."""
    return tuple(tag.strip().lower() if _ALIKE.fullmatch(tag) else tag for tag in tags)


def split_tags(tags: tuple[str, ...]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return the caller's tags, and all tags: the results of `visible_tags` and `with_tags_restored` in one pass."""
    visible: list[str] = []
    restored: list[str] = []
    for tag in tags:
        ours = _OURS.fullmatch(tag) is not None
        if not ours and _ALIKE.fullmatch(tag):
            return visible_tags(found := with_tags_restored(tags)), found  # seldom
        restored.append(tag)
        if not ours:
            visible.append(tag)
    return tuple(visible), tuple(restored)


def visible_tags(tags: Iterable[str]) -> tuple[str, ...]:
    """Return the tags without those that a submission adds."""
    return tuple(tag for tag in tags if not _OURS.fullmatch(tag))


def internal_tags(tags: Iterable[str]) -> tuple[str, ...]:
    """Return only the tags that a submission adds, which stay when the caller replaces a job's tags."""
    return tuple(tag for tag in tags if _OURS.fullmatch(tag))


def submission_tag_of(tags: Iterable[str]) -> str | None:
    """Return the tag by which the submission is found, its own or its key's, or None."""
    return next((tag for tag in tags if _IDENTIFYING.fullmatch(tag)), None)


def key_tag_of(tags: Iterable[str]) -> str | None:
    """Return the tag of the job's key, or None."""
    return next((tag for tag in tags if _KEY.fullmatch(tag)), None)


def print_tag_of(tags: Iterable[str]) -> str | None:
    """Return the tag with the fingerprint of what was submitted, or None."""
    return next((tag for tag in tags if _PRINT.fullmatch(tag)), None)


def tag_faults(tags: Sequence[object], *, most: int = MAX_TAGS) -> Iterator[tuple[int, str]]:
    """Yield what the service would refuse about a job's tags, each with the service's code for it."""
    if len(tags) > most:
        yield 1204, f"{len(tags)} tags were passed; at most {most} are accepted"
    for tag in tags:
        if not isinstance(tag, str) or len(tag) > MAX_TAG_LENGTH:
            yield 1205, f"tag {reprlib.repr(tag)}: expected a string of at most {MAX_TAG_LENGTH} characters"


def checked_tags(tags: Sequence[str], *, reserve: int) -> list[str]:
    """Return the tags if the service would accept them.

    Args:
        tags: The caller's own.
        reserve: Number of tags that the submission needs: 0 or 1, or `KEYED_TAGS` with a key.

    Raises:
        ConfigurationError: There are too many tags, or a tag is too long or not a string (the service's codes 1204,
            1205).
    """
    listed = checked_texts("tags", tags)
    for code, fault in tag_faults(listed, most=MAX_TAGS - reserve):
        raise ConfigurationError(fault + (_reserved(reserve) if code == 1204 else ""))
    return listed


def _reserved(reserve: int) -> str:
    """Explain what the reserved tags are for."""
    if not reserve:
        return ""
    if reserve > 1:
        return (
            f". The service accepts {MAX_TAGS}, and {reserve} are reserved for a job with a key: "
            "they identify the job, its content and its series"
        )
    return (
        f". The service accepts {MAX_TAGS}, and one is the tag that prevents submitting a job twice; "
        "submission_tag=False disables it, and then an ambiguous failure raises SubmissionUncertainError"
    )


def checked_caller_tags(tags: Sequence[str], *, reserve: int) -> list[str]:
    """Return the tags that a caller adds to a job, refusing those that submissions add.

    Raises:
        ConfigurationError: As for `checked_tags`, or one is a tag of ours: with it, two jobs would look like one that
            was submitted twice, and one of them would be cancelled.
    """
    listed = checked_tags(tags, reserve=reserve)
    alike = next((tag for tag in listed if _ALIKE.fullmatch(tag)), None)
    if alike is not None:
        raise ConfigurationError(
            f"tag {alike!r} identifies a single submission: two jobs that have it look like one "
            "submitted twice. Omit it; job.tags does not contain it"
        )
    return listed


class HasName(Protocol):
    """A backend: ours, or another object with a name."""

    @property
    def name(self) -> str | None:
        """The backend's name, which Qiskit's `BackendV2` may not have."""
        ...


class HasIdAndMode(Protocol):
    """A session or a batch; a job also has an id, but no mode."""

    @property
    def id(self) -> str:
        """The session's id."""
        ...

    @property
    def mode(self) -> str | None:
        """`dedicated` or `batch`."""
        ...


BackendOrName: TypeAlias = str | HasName
"""A backend, or its name."""

SessionOrId: TypeAlias = str | HasIdAndMode
"""A session or batch, or its id."""

TagList: TypeAlias = list[str] | tuple[str, ...]
"""Tags of a job. A single string is refused: it would be treated as a list of its characters."""


def backend_for(program_id: str, backend: BackendOrName | None, session: SessionOrId | None) -> BackendOrName:
    """Return a job's backend: the one that was passed, otherwise the session's.

    Raises:
        ConfigurationError: There is neither.
    """
    backend = backend if backend is not None else getattr(session, "backend", None)
    if backend is None:
        raise ConfigurationError(
            f"backend= is missing: pass the backend to run the {program_id} on, such as "
            "client.backends.least_busy(); it is optional inside a session"
        )
    return backend


def name_of(kind: str, thing: Any) -> str:
    """Return the name of a backend that was passed by name or as an object.

    Raises:
        ConfigurationError: The value is neither.
    """
    # A StrEnum member is a string with its own `name`.
    return stripped_id(f"{kind} name", thing if isinstance(thing, str) else getattr(thing, "name", thing))


def id_of(kind: str, thing: Any) -> str:
    """Return the id of a session that was passed by id or as an object.

    Raises:
        ConfigurationError: The value is neither.
    """
    return stripped_id(f"{kind} id", thing if isinstance(thing, str) else getattr(thing, "id", thing))


def id_of_session(session: Any) -> str:
    """Return the id of a session that was passed by id or as an object.

    Raises:
        ConfigurationError: The value is neither; a job has an id too, but is not a session.
    """
    if hasattr(session, "program_id"):
        raise ConfigurationError(
            f"session={redacted_repr(session)} is a job, not a session; job.session_id is the id of a job's session"
        )
    return id_of("session", session)


def session_id_of(session: Any, *, backend: str) -> str:
    """Return the id of the session to which a job for a backend is submitted.

    A dry run may belong to a session on the device that its mock represents, as in IBM's client; a job for the device
    does not belong to a session on the mock.

    Raises:
        ConfigurationError: The value is neither a session nor an id, or is a session on another backend.
    """
    session_id = id_of_session(session)
    own = getattr(session, "backend", None)
    if isinstance(own, str) and own != backend and mock_name(own) != backend:
        raise ConfigurationError(
            f"backend={backend!r}, but session {session_id} is on {own!r}; omit backend, or create a session on it"
        )
    return session_id
