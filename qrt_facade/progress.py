"""Telling whoever waits how the job stands."""

from __future__ import annotations

import sys
import time
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable


class Reporter:
    """Calls back on each change of a job's status, and prints a line for it if asked to."""

    def __init__(self, on_update: Callable[[Any], object] | None, *, progress: bool) -> None:
        self._on_update = on_update
        self._progress = progress
        self._started = time.monotonic()
        self._last: dict[str, str] = {}

    def __call__(self, job: Any) -> None:
        """Report a job, if its status is not the one reported last."""
        if self._last.get(job.id) == job.status:
            return
        self._last[job.id] = job.status
        if self._progress:
            elapsed = time.monotonic() - self._started
            sys.stderr.write(f"job {job.id}  {job.status}  {elapsed:.0f} s\n")
            sys.stderr.flush()
        if self._on_update is not None:
            self._on_update(job)

    def close(self) -> None:
        """End the report."""


def reporter(on_update: Callable[[Any], object] | None, *, progress: bool) -> Reporter:
    """Return the reporter for a wait."""
    return Reporter(on_update, progress=progress)
