"""Results that can be fetched only once: preserved until the caller has received them."""

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
_GIVEN_ONCE: Final = "the service returns the result of job"
_in_memory: list[KeptFile] = []
"""Results that could not be written to disk and did not reach their caller."""


class Held(NamedTuple):
    """Results decoded in a block, which stay kept until the block has ended.

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
    """Yield a result to fill, on disk readable by its owner only, and delete it when the block succeeds.

    If the block fails, the bytes received so far are kept, and the error says where.

    Args:
        job_id: The job.
        program_id: Its program, or None.
        at_once: Write to disk as the bytes arrive; otherwise only when the block fails.
        memory: The most bytes kept in memory; a larger result is on disk only.
        dry_run: Whether the job is a dry run.

    Raises:
        ResultDecodeError: As raised in the block, with the location added; also if memory runs out.
        PartialResultError: The download was interrupted.
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
    """Keep the results decoded in the block until it succeeds, that is until they are printed, saved and flushed.

    If it fails, they are kept, and the error has a note that says where.
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
    """Return the kept results, oldest first: files, and those in this process's memory."""
    return sorted([*_in_memory, *kept_files()], key=lambda kept: kept.kept_at)


def discard(path: Path | None, held: bytes | None) -> None:
    """Delete a kept result from disk, or from this process's memory.

    Raises:
        ConfigurationError: The file cannot be deleted.
    """
    if held is not None:
        _in_memory[:] = [kept for kept in _in_memory if kept.held is not held]
    if path is not None:
        try:
            path.unlink(missing_ok=True)
        except OSError as error:
            raise ConfigurationError(f"{path} cannot be deleted: {error.strerror or error}") from error


def discard_partial(error: PartialResultError | None) -> None:
    """Delete what was kept of an interrupted download, once a complete one has succeeded."""
    if error is not None:
        with suppress(ConfigurationError):
            discard(error.saved_to, error.body)


def kept_of(job_id: str) -> KeptFile | None:
    """Return what is kept of a job's result, or None; a complete result is preferred, then the latest."""
    found = [kept for kept in kept_results() if kept.job_id == job_id]
    return max(found, key=lambda kept: (kept.complete, kept.kept_at), default=None)


def notes_of(error: BaseException) -> list[str]:
    """Return an error's notes about kept results."""
    return [note for note in getattr(error, "__notes__", ()) if note.startswith(_GIVEN_ONCE)]


def describe_kept(kept: KeptFile, size: int | None = None) -> str:
    """Return where a kept result is and how much of it, as a part of a sentence."""
    count = "" if size is None else f"{size} "
    what = "its bytes are" if kept.complete else f"its first {count}bytes are"
    if kept.path is None:
        return f"{what} in the memory of this process: client.kept_results() returns them"
    return f"{what} kept in {kept.path}"


def _explained(error: BaseException, incoming: IncomingResult) -> BaseException:
    """Save the bytes received and return the error that says where they are."""
    place = _place(incoming)
    path, body = incoming.path, None if incoming.path else incoming.body
    match error:
        case ResultDecodeError():
            message = f"{error.args[0]}; {place}"
            return ResultDecodeError(message, program_id=error.program_id, saved_to=path, body=body)
        case MemoryError():
            message = f"there is not enough memory for the result of job {incoming.job_id}; {place}"
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
                # A cancelled scope swallows the exception with its note.
                log_safely(_LOGGER, logging.WARNING, "%s", place)
    return error


def _place(incoming: IncomingResult) -> str:
    """Write the bytes received to disk and describe where they are; if that fails, keep them in this process's memory."""
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
    return f"{_GIVEN_ONCE} {incoming.job_id} only once, and {described}"
