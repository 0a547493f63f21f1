"""Progress of waits: a bar on a terminal or below a notebook cell, plain lines elsewhere."""

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
    """Shows a line of text and how many of the jobs have ended."""

    def show(self, line: str, ended: int, elapsed: str) -> None:
        """Show the newest line, and the elapsed time, which may be empty."""

    def tick(self, elapsed: str) -> None:
        """Update the elapsed time when nothing else has changed."""

    def close(self) -> None:
        """Clean up the screen."""


class Progress:
    """Shows lines on a display, and continues without it if it fails, such as with a closed stderr or a broken pipe.

    Args:
        display: Where the lines are shown, or None.
    """

    def __init__(self, display: Display | None) -> None:
        self._display = display

    @property
    def shown(self) -> bool:
        """Whether there is a working display."""
        return self._display is not None

    def show(self, line: str, ended: int, elapsed: str = "") -> None:
        """Show a line.

        Args:
            line: The line.
            ended: How many jobs have ended.
            elapsed: The elapsed time, for displays that do not count it themselves.
        """
        self._draw(lambda display: display.show(escape_controls(line), ended, elapsed))

    def tick(self, elapsed: str) -> None:
        """Update the elapsed time on displays that can overwrite their line and do not count it themselves."""
        self._draw(lambda display: display.tick(elapsed))

    def close(self) -> None:
        """Clean up the screen."""
        self._draw(lambda display: display.close())

    def _draw(self, what: Callable[[Display], None]) -> None:
        """Call the display; a display that fails is dropped, and the wait continues."""
        if self._display is None:
            return
        try:
            what(self._display)
        except Exception:  # noqa: BLE001 - whatever a terminal, a pipe or rich raises, the jobs go on
            self._display = None


class Reporter:
    """Calls the callback on each change of a job's status, and shows it if requested."""

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
        """Report a job if its status has changed."""
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
    """Prints one line after another, for logs and pipes; a line that differs only in the time is skipped."""

    def __init__(self) -> None:
        self._last = ""

    def show(self, line: str, ended: int, elapsed: str) -> None:  # noqa: ARG002 - the line shows it
        """Print the line, unless only the time has changed."""
        if line == self._last:
            return
        self._last = line
        sys.stderr.write(f"{_timed(line, elapsed)}\n")
        sys.stderr.flush()

    def tick(self, elapsed: str) -> None:
        """Do nothing: lines with only a new time would fill the log."""

    def close(self) -> None:
        """Do nothing: there is nothing to clean up."""


class OneLine:
    """Overwrites a single line, for terminals without rich."""

    def __init__(self) -> None:
        self._width = 0
        self._shown = ("", "")

    def show(self, line: str, ended: int, elapsed: str) -> None:  # noqa: ARG002 - the line shows it
        """Overwrite the line, cut to the terminal's width."""
        self._shown = (line, elapsed)
        line = shortened(_timed(line, elapsed), max(get_terminal_size().columns - 1, 20), gap="...")
        sys.stderr.write(f"\r{line:<{self._width}}")
        sys.stderr.flush()
        self._width = len(line)

    def tick(self, elapsed: str) -> None:
        """Overwrite the line once per second."""
        line, before = self._shown
        if elapsed != before:
            self.show(line, 0, elapsed)

    def close(self) -> None:
        """End the line."""
        if self._width:
            sys.stderr.write("\n")
            sys.stderr.flush()


class Bar:
    """A progress bar of rich, which counts the seconds itself."""

    def __init__(self, total: int) -> None:
        from rich.console import Console
        from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn

        self._progress = Progress(
            TextColumn("{task.description}", markup=False),
            BarColumn(),
            TimeElapsedColumn(),
            console=Console(stderr=True),
        )
        # With one job there is nothing to count: the bar pulses until the job ends.
        self._task = self._progress.add_task("", total=total if total > 1 else None)
        self._total = total
        try:
            self._progress.start()
        except BaseException:
            self._progress.stop()  # it has redirected stdout by now
            raise

    def show(self, line: str, ended: int, elapsed: str) -> None:  # noqa: ARG002 - the bar counts the time itself
        """Update the bar."""
        total = self._total if self._total > 1 or ended else None
        self._progress.update(self._task, description=line, completed=ended, total=total)

    def tick(self, elapsed: str) -> None:
        """Do nothing: the bar counts the time itself."""

    def close(self) -> None:
        """Stop the bar at its position."""
        self._progress.stop()


class CellBar:
    """A bar below a notebook cell: HTML that is replaced in place. Text on stderr would be shown in red.

    Args:
        total: How many jobs, or points of a sweep, there are.

    Raises:
        ImportError: IPython is not installed.
        RuntimeError: No kernel runs in this process, so HTML would not be shown.
    """

    def __init__(self, total: int) -> None:
        # IPython is not a dependency: kernels install it, and its functions have no types.
        self._ipython: Any = import_module("IPython")
        if getattr(self._ipython.get_ipython(), "kernel", None) is None:
            raise RuntimeError("no kernel runs in this process")
        self._total = total
        self._handle: Any = None
        self._shown = ("", 0, "")

    def show(self, line: str, ended: int, elapsed: str) -> None:
        """Update the bar and its line."""
        self._shown = (line, ended, elapsed)
        self._write(_timed(line, elapsed), ended, waiting=True)

    def tick(self, elapsed: str) -> None:
        """Update the line once per second."""
        line, ended, before = self._shown
        if elapsed != before:
            self.show(line, ended, elapsed)

    def close(self) -> None:
        """Leave the bar, marked if it is incomplete: otherwise it would keep moving in a saved notebook."""
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
    """Return the reporter for a wait for this many jobs.

    Raises:
        ConfigurationError: `on_update` is not a plain function, or `progress` is not a boolean.
    """
    checked_callback("on_update", on_update)
    return Reporter(on_update, display_for(total) if checked_flag("progress", progress) else None, total)


def display_for(total: int) -> Display | None:
    """Return the display for the progress of this many jobs, or None if nothing can be shown.

    Args:
        total: How many there are.
    """
    if "ipykernel" in sys.modules:
        with suppress(ImportError, AttributeError, RuntimeError):
            return CellBar(total)
    try:
        if not sys.stderr.isatty():
            return Lines()
    except (AttributeError, ValueError):  # no stderr, or a closed one
        return None
    try:
        return Bar(total)
    except (ImportError, RuntimeError, OSError):  # rich is missing, or cannot start a thread
        return OneLine()
