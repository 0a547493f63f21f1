"""How far the jobs are, for those who wait for them: a bar on a terminal or below a notebook's cell, plain lines elsewhere."""

from __future__ import annotations

import sys
import time
from contextlib import suppress
from importlib import import_module
from shutil import get_terminal_size
from typing import TYPE_CHECKING, Any, Protocol

from qrt_facade._base.arguments import checked_callback, checked_flag
from qrt_facade._base.controls import escape_controls
from qrt_facade._display.format import seconds, shortened
from qrt_facade._display.html import progress_bar
from qrt_facade._service.jobs import is_final

if TYPE_CHECKING:
    from collections.abc import Callable


class Display(Protocol):
    """Something that shows a line of text and how many of the jobs have ended."""

    def show(self, line: str, ended: int, elapsed: str) -> None:
        """Show the newest line, and the time that has passed, which may be empty."""

    def tick(self, elapsed: str) -> None:
        """Show the time that has passed, where nothing else has changed."""

    def close(self) -> None:
        """Leave the screen tidy."""


class Progress:
    """Shows lines on a display, and goes on without one that breaks: a closed stderr, a broken pipe.

    Args:
        display: Where the lines are shown; None for nowhere.
    """

    def __init__(self, display: Display | None) -> None:
        self._display = display

    @property
    def shown(self) -> bool:
        """Whether there is a display, and it has not broken."""
        return self._display is not None

    def show(self, line: str, ended: int, elapsed: str = "") -> None:
        """Show a line.

        Args:
            line: The line.
            ended: How many have ended.
            elapsed: The time that has passed, for displays that do not count it themselves.
        """
        self._draw(lambda display: display.show(escape_controls(line), ended, elapsed))

    def tick(self, elapsed: str) -> None:
        """Show the time that has passed, on displays that do not count it themselves and write over what they show."""
        self._draw(lambda display: display.tick(elapsed))

    def close(self) -> None:
        """Leave the screen tidy."""
        self._draw(lambda display: display.close())

    def _draw(self, what: Callable[[Display], None]) -> None:
        """Show something; a display that breaks ends itself, and not the wait."""
        if self._display is None:
            return
        try:
            what(self._display)
        except Exception:  # noqa: BLE001 - whatever a terminal, a pipe or rich raises, the jobs go on
            self._display = None


class Reporter:
    """Calls back on each change of a job's status, and shows it if asked to."""

    def __init__(
        self, on_update: Callable[[Any], object] | None, display: Display | None, total: int
    ) -> None:
        self._on_update = on_update
        self._progress = Progress(display)
        self._total = total
        self._started = time.monotonic()
        self._statuses: dict[str, str] = {}
        self._ended: set[str] = set()

    def __call__(self, job: Any) -> None:
        """Report a job, if its status is not the one reported last."""
        if self._statuses.get(job.id) == job.status:
            if self._progress.shown:
                self._progress.tick(self._elapsed())
            return
        self._statuses[job.id] = job.status
        (self._ended.add if is_final(job.status) else self._ended.discard)(job.id)
        ended = len(self._ended)
        if self._progress.shown:
            self._progress.show(self._line(job, ended), ended, self._elapsed())
        if self._on_update is not None:
            self._on_update(job)

    def _line(self, job: Any, ended: int) -> str:
        if self._total > 1:
            return f"{ended} of {self._total} jobs ended"
        expected = getattr(job.state, "estimated_seconds", None)
        estimate = f", about {seconds(expected)} of QPU time" if expected and not job.ended else ""
        return f"job {job.id} on {job.backend}: {job.status}{estimate}"

    def _elapsed(self) -> str:
        return f"{time.monotonic() - self._started:.0f} s"

    def close(self) -> None:
        """End the report."""
        self._progress.close()


def _timed(line: str, elapsed: str) -> str:
    return f"{line}, {elapsed}" if elapsed else line


class Lines:
    """One line below the other, for logs and pipes; a line that differs from the last one in time alone is left out."""

    def __init__(self) -> None:
        self._last = ""

    def show(self, line: str, ended: int, elapsed: str) -> None:  # noqa: ARG002 - the line says it
        """Print the line, unless nothing but the time has changed."""
        if line == self._last:
            return
        self._last = line
        sys.stderr.write(f"{_timed(line, elapsed)}\n")
        sys.stderr.flush()

    def tick(self, elapsed: str) -> None:
        """A line that says nothing but the time would fill the log."""

    def close(self) -> None:
        """Nothing is left to tidy."""


class OneLine:
    """One line that is written over, for terminals without rich."""

    def __init__(self) -> None:
        self._width = 0
        self._shown = ("", "")

    def show(self, line: str, ended: int, elapsed: str) -> None:  # noqa: ARG002 - the line says it
        """Write the line over the last one, cut where it would begin another."""
        self._shown = (line, elapsed)
        line = shortened(_timed(line, elapsed), max(get_terminal_size().columns - 1, 20), gap="...")
        sys.stderr.write(f"\r{line:<{self._width}}")
        sys.stderr.flush()
        self._width = len(line)

    def tick(self, elapsed: str) -> None:
        """Write the line again when another second has passed."""
        line, before = self._shown
        if elapsed != before:
            self.show(line, 0, elapsed)

    def close(self) -> None:
        """End the line."""
        if self._width:
            sys.stderr.write("\n")
            sys.stderr.flush()


class Bar:
    """A bar by rich, which counts the seconds by itself."""

    def __init__(self, total: int) -> None:
        from rich.console import Console
        from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn

        self._progress = Progress(
            TextColumn("{task.description}", markup=False),
            BarColumn(),
            TimeElapsedColumn(),
            console=Console(stderr=True),
        )
        # With one job there is nothing to count: the bar pulses until it ends.
        self._task = self._progress.add_task("", total=total if total > 1 else None)
        self._total = total
        try:
            self._progress.start()
        except BaseException:
            self._progress.stop()  # it has taken over stdout by now
            raise

    def show(self, line: str, ended: int, elapsed: str) -> None:  # noqa: ARG002 - it counts by itself
        """Move the bar."""
        total = self._total if self._total > 1 or ended else None
        self._progress.update(self._task, description=line, completed=ended, total=total)

    def tick(self, elapsed: str) -> None:
        """It counts by itself."""

    def close(self) -> None:
        """Stop the bar where it is."""
        self._progress.stop()


class CellBar:
    """A bar below a notebook's cell: HTML that is replaced in place. Text on stderr would be shown there in red.

    Args:
        total: How many jobs, or points of a sweep, there are.

    Raises:
        ImportError: IPython is not installed.
        RuntimeError: No kernel runs in this process, so nothing would show HTML.
    """

    def __init__(self, total: int) -> None:
        # IPython is no dependency: a kernel brings it along, and its functions have no types.
        self._ipython: Any = import_module("IPython")
        if getattr(self._ipython.get_ipython(), "kernel", None) is None:
            raise RuntimeError("no kernel runs in this process")
        self._total = total
        self._handle: Any = None
        self._shown = ("", 0, "")

    def show(self, line: str, ended: int, elapsed: str) -> None:
        """Move the bar, and write the line beside it."""
        self._shown = (line, ended, elapsed)
        self._write(_timed(line, elapsed), ended, waiting=True)

    def tick(self, elapsed: str) -> None:
        """Write the line again when another second has passed."""
        line, ended, before = self._shown
        if elapsed != before:
            self.show(line, ended, elapsed)

    def close(self) -> None:
        """Let the bar stand, and say so where it has not come to its end: it would move in a saved notebook for ever."""
        line, ended, elapsed = self._shown
        if self._handle is not None and ended < self._total:
            self._write(f"{_timed(line, elapsed)}; no longer waiting", ended, waiting=False)

    def _write(self, line: str, ended: int, *, waiting: bool) -> None:
        bar = progress_bar(line, ended, self._total, waiting=waiting)
        bundle = {"text/plain": line, "text/html": bar}
        if self._handle is None:
            self._handle = self._ipython.display.display(bundle, raw=True, display_id=True)
        else:
            self._handle.update(bundle, raw=True)


def reporter(on_update: Callable[[Any], object] | None, *, progress: bool, total: int = 1) -> Reporter:
    """Return the reporter for a wait for so many jobs.

    Raises:
        ConfigurationError: `on_update` is not a function, or a coroutine function, or `progress` neither True nor False.
    """
    checked_callback("on_update", on_update)
    return Reporter(on_update, display_for(total) if checked_flag("progress", progress) else None, total)


def display_for(total: int) -> Display | None:
    """Return what shows the progress of so many jobs, or None where nothing can be shown.

    Args:
        total: How many there are.
    """
    if "ipykernel" in sys.modules:
        with suppress(ImportError, AttributeError, RuntimeError):
            return CellBar(total)
    try:
        if not sys.stderr.isatty():
            return Lines()
    except (AttributeError, ValueError):  # there is no stderr (any more)
        return None
    try:
        return Bar(total)
    except (ImportError, RuntimeError, OSError):  # no rich, or no thread for it
        return OneLine()
