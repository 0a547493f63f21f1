"""Notes and warnings about interrupted operations that cost money."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING, Any, Final, Self

from qrt_facade._base.logs import log_safely, warn_safely
from qrt_facade.errors import QrtError

if TYPE_CHECKING:
    from collections.abc import Sequence

LOGGER: Final = logging.getLogger("qrt_facade.submission")
# Warnings reach users by themselves; without this, the standard library would also print what is logged.
logging.getLogger("qrt_facade").addHandler(logging.NullHandler())


class InterruptionNote(str):
    """The note on an interruption (Ctrl-C or cancellation) of a submission, for users and programs.

    Attributes:
        tag: The submission's own tag, or None if it has none.
        jobs: The jobs that were submitted and not returned.
    """

    __slots__ = ("jobs", "tag")

    tag: str | None
    jobs: tuple[Any, ...]

    def __new__(cls, text: str, *, tag: str | None = None, jobs: Sequence[Any] = ()) -> Self:
        """Create a note with the text, the tag and the jobs."""
        note = super().__new__(cls, text)
        note.tag = tag
        note.jobs = tuple(jobs)
        return note

    def __reduce__(self) -> tuple[Any, ...]:
        # A job refers to its client, whose connections and secrets stay in their process; the text names the job.
        return _note, (type(self), str(self), self.tag)

    @classmethod
    def of(cls, stop: BaseException) -> Self | None:
        """Return the last such note on an exception, or None if it did not interrupt a submission."""
        notes: Sequence[str] = getattr(stop, "__notes__", ())
        return next((note for note in reversed(notes) if isinstance(note, cls)), None)


def _note(kind: type[InterruptionNote], text: str, tag: str | None) -> InterruptionNote:
    return kind(text, tag=tag)


def name_interrupted(
    stop: BaseException, text: str, *, tag: str | None, jobs: Sequence[Any] = (), quiet: bool = False
) -> None:
    """Report what an exception interrupted: as a note in its traceback, as a warning and in the log.

    A cancelled scope swallows the exception with its notes, and `asyncio.gather` drops it; the warning remains.
    """
    if isinstance(stop, QrtError):
        return
    stop.add_note(InterruptionNote(text, tag=tag, jobs=jobs))
    if not quiet:
        warn(f"interrupted: {text}")


def warn(text: str) -> None:
    """Warn about something that costs money, and log it: warnings may be filtered, and logs may be all that is kept."""
    log_safely(LOGGER, logging.WARNING, "%s", text)
    warn_safely(text, RuntimeWarning, stacklevel=3)


def note(text: str, *args: object) -> None:
    """Log information that helps to find a job after a crash."""
    log_safely(LOGGER, logging.INFO, text, *args)
