"""Rate limit for log records of failures that may occur many times per second."""

from __future__ import annotations

import logging
import time

_WINDOW_SECONDS = 60.0
_MOST = 5


class RateLimitFilter(logging.Filter):
    """Passes a few records per minute; the first record of the next minute reports how many were dropped."""

    def __init__(self) -> None:
        super().__init__()
        self._began = -_WINDOW_SECONDS
        self._count = 0

    def filter(self, record: logging.LogRecord) -> bool:
        """Whether a record is passed; see `logging.Filter`."""
        now = time.monotonic()
        left_out = 0
        if now - self._began >= _WINDOW_SECONDS:
            left_out, self._began, self._count = max(self._count - _MOST, 0), now, 0
        self._count += 1
        if left_out:
            record.msg = f"{record.msg} ({left_out} similar records were dropped before this one)"
        return self._count <= _MOST


def limited_logger(name: str) -> logging.Logger:
    """Return the logger with this name, with a limit on its records."""
    logger = logging.getLogger(name)
    if not any(isinstance(present, RateLimitFilter) for present in logger.filters):
        logger.addFilter(RateLimitFilter())
    return logger
