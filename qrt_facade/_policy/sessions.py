"""Creating sessions: validation of the response, and errors if it is unknown whether one was created."""

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
    """Return the session that a response to its creation describes.

    Raises:
        UnexpectedResponseError: The response has no session id, or another mode or backend than requested.
    """
    details = SessionDetails.of(answer)
    try:
        checked_id("session id", details.id)
    except ConfigurationError as error:
        raise UnexpectedResponseError(
            f"create_session: the response has no valid session id: {error}", status=200
        ) from error
    other_mode = details.mode is not None and details.mode != mode
    if other_mode or (details.backend is not None and not is_same_backend(backend, details.backend)):
        raise UnexpectedResponseError(
            f"create_session: requested a {mode} session on {backend}, but the response describes session {details.id}, "
            f"{details.mode} on {details.backend}; a cache or a proxy may have repeated another response",
            status=200,
        )
    return details


def session_uncertain(
    mode: str, backend: str, cause: QrtError, *, keyed: bool = False
) -> SubmissionUncertainError:
    """Return the error for a session of which it is unknown whether it was created.

    Args:
        mode: `dedicated` or `batch`.
        backend: Name of the backend.
        cause: The error of the request.
        keyed: Whether it was requested with a key.
    """
    again = "creating it again with its key looks for it first; " if keyed else ""
    return SubmissionUncertainError(
        f"whether a {mode} session was opened on {backend} is unknown; the request was sent once, and failed: "
        f"{cause} - {again}{_where_to_look(mode, backend)}",
        tag=None,
    )


def note_interrupted_session(
    stop: BaseException, mode: str, backend: str, session_id: str | None, *, sent: bool
) -> None:
    """Add a note about the session that may have been created when a Ctrl-C or a cancellation came.

    Args:
        stop: The interruption.
        mode: `dedicated` or `batch`.
        backend: Name of the backend.
        session_id: Id of the session, if the response had arrived.
        sent: Whether anything was sent.
    """
    if not sent:
        stop.add_note(InterruptionNote(f"a {mode} session on {backend} was not requested yet"))
    elif session_id is not None:
        name_interrupted(
            stop,
            f"{mode} session {session_id} was created on {backend} and is still open; "
            f"client.sessions.get({session_id!r}).cancel() ends it",
            tag=None,
        )
    else:
        name_interrupted(
            stop,
            f"a {mode} session may have been created on {backend}; {_where_to_look(mode, backend)}",
            tag=None,
        )


def _where_to_look(mode: str, backend: str) -> str:
    mode_word = "batch" if mode == "batch" else "session"
    mocks = ", include_mocks=True" if is_mock_name(backend) else ""
    return (
        f"client.workloads.list(mode={mode_word!r}, limit=5{mocks}) shows the newest, and client.sessions.get(ID).cancel() "
        "ends an unwanted one"
    )
