"""Outages during a wait: a line on stderr after minutes of silence, and one when the service responds again."""

from __future__ import annotations

import logging
import warnings
from contextlib import contextmanager
from typing import TYPE_CHECKING

from qrt_facade._policy.outages import LOGGER, SILENT

if TYPE_CHECKING:
    from collections.abc import Generator

    from qrt_facade.cli.frame import Cli


class _Lines(logging.Handler):
    def __init__(self, cli: Cli) -> None:
        super().__init__(logging.WARNING)
        self._cli = cli

    def emit(self, record: logging.LogRecord) -> None:
        """Print a record as a note."""
        self._cli.note(f"qrt: note: {record.getMessage()}")


@contextmanager
def outages_noted(cli: Cli) -> Generator[None]:
    """Print the waits' log messages about outages, each once; the warning would repeat the first line."""
    lines = _Lines(cli)
    LOGGER.addHandler(lines)
    try:
        with warnings.catch_warnings(), cli.retries.silenced():
            warnings.filterwarnings("ignore", message=SILENT, category=RuntimeWarning)
            yield
    finally:
        LOGGER.removeHandler(lines)
