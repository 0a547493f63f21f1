"""Results that can be fetched only once: preserved until they have reached who asked for them."""

from __future__ import annotations

import logging
from contextlib import contextmanager, suppress
from contextvars import ContextVar
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Final, NamedTuple

from qrt_facade._base.logs import log_safely
from qrt_facade._connection.kept_files import IncomingResult, KeptFile, kept_files
from qrt_facade.errors import (
    ApiError,
    ConfigurationError,
    PartialResultError,
    QrtError,
    ResultDecodeError,
    TransportError,
)

if TYPE_CHECKING:
    from collections.abc import Generator
    from pathlib import Path

_LOGGER: Final = logging.getLogger(__name__)
_GIVEN_ONCE: Final = "the service gives the result of job"
_in_memory: list[KeptFile] = []
"""Results that no place took, and that their caller did not get."""


class Held(NamedTuple):
    """Results that were decoded, and stay kept until a block has ended.

    Attributes:
        results: The results.
    """

    results: list[IncomingResult]


_HOLDING: Final[ContextVar[Held | None]] = ContextVar("_HOLDING", default=None)


@contextmanager
def preserve_until_decoded(
    job_id: str,
    program_id: str | None,
    *,
    at_once: bool = True,
    memory: int | None = None,
    dry_run: bool = False,
) -> Generator[IncomingResult]:
    """Give the block a result to fill, on disk for its owner alone, and remove that once the block has ended well.

    When the block fails, what has arrived stays, and the error says where.

    Args:
        job_id: The job.
        program_id: Its program, or None.
        at_once: Write as the bytes arrive; else only when the block fails.
        memory: Bytes that the memory may hold; a larger result is on disk alone.
        dry_run: Whether the job is a dry run.

    Raises:
        ResultDecodeError: As raised in the block, with the place; also when the memory does not suffice.
        PartialResultError: The download broke off.
    """
    incoming = IncomingResult(job_id, program_id, at_once=at_once, memory=memory, dry_run=dry_run)
    try:
        yield incoming
    except BaseException as error:
        if not incoming.size:
            incoming.discard()
            raise
        explained = _explained(error, incoming)
        if explained is error:
            raise
        raise explained from error
    holding = _HOLDING.get()
    if holding is None:
        incoming.discard()
    else:
        holding.results.append(incoming)


@contextmanager
def hold_until_done() -> Generator[Held]:
    """Keep the results that are decoded in the block until it has ended well: printed, saved, flushed.

    When it fails they stay, and the error carries a note that says where.
    """
    held = Held([])
    token = _HOLDING.set(held)
    try:
        yield held
    except BaseException as error:
        for incoming in held.results:
            error.add_note(_place(incoming))
        raise
    finally:
        _HOLDING.reset(token)
    for incoming in held.results:
        incoming.discard()


def kept_results() -> list[KeptFile]:
    """Return what is kept, oldest first: files, and what only this process holds."""
    return sorted([*_in_memory, *kept_files()], key=lambda kept: kept.kept_at)


def discard(path: Path | None, held: bytes | None) -> None:
    """Remove a kept result from disk, or from the memory of this process.

    Raises:
        ConfigurationError: The file cannot be removed.
    """
    if held is not None:
        _in_memory[:] = [kept for kept in _in_memory if kept.held is not held]
    if path is not None:
        try:
            path.unlink(missing_ok=True)
        except OSError as error:
            raise ConfigurationError(f"{path} cannot be removed: {error.strerror or error}") from error


def discard_partial(error: PartialResultError | None) -> None:
    """Remove what is kept of a download that broke off, once a whole one has followed."""
    if error is not None:
        with suppress(ConfigurationError):
            discard(error.saved_to, error.body)


def kept_of(job_id: str) -> KeptFile | None:
    """Return what is kept of a job's result, the whole rather than a part and the latest of several, or None."""
    found = [kept for kept in kept_results() if kept.job_id == job_id]
    return max(found, key=lambda kept: (kept.complete, kept.kept_at), default=None)


def notes_of(error: BaseException) -> list[str]:
    """Return what an error says of results that are kept."""
    return [note for note in getattr(error, "__notes__", ()) if note.startswith(_GIVEN_ONCE)]


def describe_kept(kept: KeptFile, size: int | None = None) -> str:
    """Return where a kept result is and how much of it, as part of a sentence."""
    count = "" if size is None else f"{size} "
    what = "its bytes are" if kept.complete else f"its first {count}bytes are"
    if kept.path is None:
        return f"{what} in the memory of this process: client.kept_results() returns them"
    return f"{what} kept in {kept.path}"


def _explained(error: BaseException, incoming: IncomingResult) -> BaseException:
    """Bring what arrived to safety and return the error that says where it is."""
    place = _place(incoming)
    path, body = incoming.path, None if incoming.path else incoming.body
    match error:
        case ResultDecodeError():
            message = f"{error.args[0]}; {place}"
            return ResultDecodeError(message, program_id=error.program_id, saved_to=path, body=body)
        case MemoryError():
            message = f"the memory does not suffice for the result of job {incoming.job_id}; {place}"
            return ResultDecodeError(message, program_id=incoming.program_id, saved_to=path, body=body)
        case TransportError():
            message = f"{error.args[0]}; {place}"
            return PartialResultError(
                message, method=error.method, path=error.path, saved_to=path, body=body, size=incoming.size
            )
        case ApiError():
            error.hint = "; ".join(filter(None, (error.hint, place)))
        case _:
            error.add_note(place)
            if not isinstance(error, QrtError):
                # A scope that is cancelled swallows the exception, and the note with it.
                log_safely(_LOGGER, logging.WARNING, "%s", place)
    return error


def _place(incoming: IncomingResult) -> str:
    """Bring what arrived to disk and say where it is; without a place this process holds it."""
    path: Path | None = incoming.keep()
    kept = KeptFile(
        incoming.job_id,
        path,
        datetime.now(UTC),
        incoming.program_id,
        complete=incoming.complete,
        held=None if path else incoming.body,
        dry_run=incoming.dry_run,
    )
    if path is None:
        _in_memory.append(kept)
    described = describe_kept(kept, incoming.size)
    return f"{_GIVEN_ONCE} {incoming.job_id} once, and {described}"
