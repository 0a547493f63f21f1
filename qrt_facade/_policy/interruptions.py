"""Interruptions of what costs money: what was interrupted is named, and what is sent again is warned of."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING, Any, Final, Self

from qrt_facade._base.logs import log_safely, warn_safely
from qrt_facade.errors import QrtError

if TYPE_CHECKING:
    from collections.abc import Sequence

LOGGER: Final = logging.getLogger("qrt_facade.submission")
# Warnings reach people on their own; without this the standard library would print what is logged beside them.
logging.getLogger("qrt_facade").addHandler(logging.NullHandler())


class InterruptionNote(str):
    """The note on a Ctrl-C or a cancellation during a submission, for people and for programs.

    Attributes:
        tag: The submission's own tag, or None when it carried none.
        jobs: The jobs that were submitted and not returned.
    """

    __slots__ = ("jobs", "tag")

    tag: str | None
    jobs: tuple[Any, ...]

    def __new__(cls, text: str, *, tag: str | None = None, jobs: Sequence[Any] = ()) -> Self:
        """Make a note of the text, with the tag and the jobs beside it."""
        note = super().__new__(cls, text)
        note.tag = tag
        note.jobs = tuple(jobs)
        return note

    def __reduce__(self) -> tuple[Any, ...]:
        # A job holds its client, whose connections and secrets stay in their process; the text names it.
        return _note, (type(self), str(self), self.tag)

    @classmethod
    def of(cls, stop: BaseException) -> Self | None:
        """Return the last note that an exception carries, or None when it did not interrupt a submission."""
        notes: Sequence[str] = getattr(stop, "__notes__", ())
        return next((note for note in reversed(notes) if isinstance(note, cls)), None)


def _note(kind: type[InterruptionNote], text: str, tag: str | None) -> InterruptionNote:
    return kind(text, tag=tag)


def name_interrupted(
    stop: BaseException, text: str, *, tag: str | None, jobs: Sequence[Any] = (), quiet: bool = False
) -> None:
    """Say what an exception interrupted: in its traceback, as a warning and in the log.

    A scope that was cancelled swallows the exception with its notes, and `asyncio.gather` drops it; a warning remains.
    """
    if isinstance(stop, QrtError):
        return
    stop.add_note(InterruptionNote(text, tag=tag, jobs=jobs))
    if not quiet:
        warn(f"interrupted: {text}")


def warn(text: str) -> None:
    """Warn of something that concerns money, and log it: a warning may be filtered, a log may be what is kept."""
    log_safely(LOGGER, logging.WARNING, "%s", text)
    warn_safely(text, RuntimeWarning, stacklevel=3)


def note(text: str, *args: object) -> None:
    """Log what helps to find a job after a crash."""
    log_safely(LOGGER, logging.INFO, text, *args)
