"""Opening sessions: which answer is to be believed, and what to say when it is not known whether one was opened."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from qrt_facade._base.arguments import checked_id
from qrt_facade._policy.interruptions import InterruptionNote, name_interrupted
from qrt_facade._service.identity import is_same_backend
from qrt_facade._service.mocks import is_mock_name
from qrt_facade._service.sessions import SessionDetails
from qrt_facade.errors import ConfigurationError, QrtError, SubmissionUncertainError, UnexpectedResponseError

if TYPE_CHECKING:
    from collections.abc import Mapping


def opened_session(answer: Mapping[str, Any], mode: str, backend: str) -> SessionDetails:
    """Return the session that an answer to its opening describes.

    Raises:
        UnexpectedResponseError: It names no session, or one of another mode or backend than was asked for.
    """
    details = SessionDetails.of(answer)
    try:
        checked_id("session id", details.id)
    except ConfigurationError as error:
        raise UnexpectedResponseError(
            f"create_session: the answer names no session: {error}", status=200
        ) from error
    other_mode = details.mode is not None and details.mode != mode
    if other_mode or (details.backend is not None and not is_same_backend(backend, details.backend)):
        raise UnexpectedResponseError(
            f"create_session: asked for a {mode} session on {backend}, the answer describes session {details.id}, "
            f"{details.mode} on {details.backend}: something on the way repeats answers",
            status=200,
        )
    return details


def session_uncertain(
    mode: str, backend: str, cause: QrtError, *, keyed: bool = False
) -> SubmissionUncertainError:
    """Return the error for a session of which it is not known whether it was opened.

    Args:
        mode: `dedicated` or `batch`.
        backend: Name of the backend.
        cause: What happened.
        keyed: Whether it was asked for with a key.
    """
    again = "creating it again with its key looks for it first; " if keyed else ""
    return SubmissionUncertainError(
        f"whether a {mode} session was opened on {backend} is not known; it was asked for once, and the outcome was: "
        f"{cause} - {again}{_where_to_look(mode, backend)}",
        tag=None,
    )


def note_interrupted_session(
    stop: BaseException, mode: str, backend: str, session_id: str | None, *, sent: bool
) -> None:
    """Name the session that may have been opened when a Ctrl-C or a cancellation came.

    Args:
        stop: What interrupted.
        mode: `dedicated` or `batch`.
        backend: Name of the backend.
        session_id: Id of the session, when the answer had arrived.
        sent: Whether anything was sent.
    """
    if not sent:
        stop.add_note(InterruptionNote(f"a {mode} session on {backend} was not asked for yet"))
    elif session_id is not None:
        name_interrupted(
            stop,
            f"{mode} session {session_id} was opened on {backend} and stays open; "
            f"client.sessions.get({session_id!r}).cancel() ends it",
            tag=None,
        )
    else:
        name_interrupted(
            stop,
            f"a {mode} session may have been opened on {backend}; {_where_to_look(mode, backend)}",
            tag=None,
        )


def _where_to_look(mode: str, backend: str) -> str:
    mode_word = "batch" if mode == "batch" else "session"
    mocks = ", include_mocks=True" if is_mock_name(backend) else ""
    return (
        f"client.workloads.list(mode={mode_word!r}, limit=5{mocks}) shows the newest, and client.sessions.get(ID).cancel() "
        "ends one that is not wanted"
    )
