"""Redaction of log records: those of this package, and of the libraries that its requests pass through."""

from __future__ import annotations

import inspect
import logging
import traceback
import warnings
from contextlib import suppress
from typing import Any, Final

from qrt_facade._base.secrets import redact

_PACKAGE: Final = __name__.partition(".")[0]
_TREES: Final = frozenset(
    {"qrt_facade", "qrt_client", "httpx", "httpx_retries", "httpcore", "h11", "h2", "hpack", "socksio"}
    | {"anyio", "trio", "asyncio", "py.warnings"}
)
"""Loggers whose records are redacted, including all loggers below them.

httpx logs the URL of every request at INFO, which contains account ids and CRNs; httpcore logs the headers of every
response at DEBUG, where a server may repeat what it was sent; httpx-retries logs a header that it cannot parse; hpack
every header; asyncio the arguments of slow callbacks; `py.warnings` the line of code that caused a warning.
"""


def log_safely(logger: logging.Logger, level: int, text: str, *args: object) -> None:
    """Log without ever raising, inside an operation that must not fail: a handler on a full disk may raise."""
    with suppress(Exception):
        logger.log(level, text, *args, stacklevel=2)


def warn_safely(text: str, category: type[Warning], *, stacklevel: int) -> None:
    """Warn without ever raising, inside an operation that must not fail: warnings may be errors, stderr closed."""
    with suppress(Exception):
        warnings.warn(text, category, stacklevel=stacklevel + 1)


def warn_caller(text: str, category: type[Warning]) -> None:
    """Warn at the line outside this package that made the call, however deep the call stack is.

    If a filter turns the warning into an error, the error is raised: this is used only before anything was sent.
    """
    level, frame = 0, inspect.currentframe()
    while frame is not None and str(frame.f_globals.get("__name__")).partition(".")[0] == _PACKAGE:
        level, frame = level + 1, frame.f_back
    warnings.warn(text, category, stacklevel=level + 1)


class _RedactingFactory:
    """Creates log records with the previous factory, and redacts those of `_TREES`.

    A filter on a logger would miss records of the loggers below it, and a filter on a handler would miss handlers added
    later. Log record factories are Python's hook for this; each one wraps the previous factory.
    """

    def __init__(self, found: Any) -> None:
        self._found = found

    def __call__(self, name: str, *args: Any, **kwargs: Any) -> logging.LogRecord:
        record: logging.LogRecord = self._found(name, *args, **kwargs)
        if name in _TREES or name.partition(".")[0] in _TREES:
            _redact_record(record)
        return record


def redact_logs() -> None:
    """Redact records of the HTTP libraries from now on; calling it again has no effect."""
    found = logging.getLogRecordFactory()
    if not isinstance(found, _RedactingFactory):
        logging.setLogRecordFactory(_RedactingFactory(found))


def _redact_record(record: logging.LogRecord) -> None:
    try:
        text = record.getMessage()
    except Exception:  # noqa: BLE001 - arguments that do not match the format: logging would print them unredacted
        text, record.args = str(record.msg), ()
        record.msg = text
    redacted = redact(text)
    if redacted != text:
        # The arguments are dropped too: some handlers send them separately.
        record.msg, record.args = redacted, ()
    if record.exc_info and record.exc_info[1] is not None:
        shown = "".join(traceback.format_exception(record.exc_info[1])).rstrip("\n")
        if (redacted := redact(shown)) != shown:
            record.exc_text = redacted  # formatters use it instead of the exception
