"""Log records without secrets: those of this package, and of the libraries that its requests pass through."""

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
"""Loggers whose records are redacted, with all loggers below them.

httpx logs the address of every request at INFO, which holds account ids and CRNs; httpcore the headers of every answer
at DEBUG, where a server may have put what it was sent; httpx-retries a header that it cannot read; hpack every header;
asyncio the arguments of slow callbacks; `py.warnings` the line of code that caused a warning.
"""


def log_safely(logger: logging.Logger, level: int, text: str, *args: object) -> None:
    """Log in the middle of something that must not fail for it: a handler on a full disk may raise."""
    with suppress(Exception):
        logger.log(level, text, *args, stacklevel=2)


def warn_safely(text: str, category: type[Warning], *, stacklevel: int) -> None:
    """Warn in the middle of something that must not fail for it: a warning may be an error, stderr may be closed."""
    with suppress(Exception):
        warnings.warn(text, category, stacklevel=stacklevel + 1)


def warn_caller(text: str, category: type[Warning]) -> None:
    """Warn at the line outside this package that the call comes from, however deep inside we are.

    A filter that makes errors of such warnings has its way: this is for what nothing was sent of yet.
    """
    level, frame = 0, inspect.currentframe()
    while frame is not None and str(frame.f_globals.get("__name__")).partition(".")[0] == _PACKAGE:
        level, frame = level + 1, frame.f_back
    warnings.warn(text, category, stacklevel=level + 1)


class _RedactingFactory:
    """Makes log records as the factory in force does, and redacts those of our trees.

    A filter on a logger would not see what loggers below it log, and a filter on a handler would miss handlers added
    later. Python offers the factory for this: each library keeps the one that it found.
    """

    def __init__(self, found: Any) -> None:
        self._found = found

    def __call__(self, name: str, *args: Any, **kwargs: Any) -> logging.LogRecord:
        record: logging.LogRecord = self._found(name, *args, **kwargs)
        if name in _TREES or name.partition(".")[0] in _TREES:
            _redact_record(record)
        return record


def redact_logs() -> None:
    """Let records of the HTTP libraries be redacted from now on; doing it again changes nothing."""
    found = logging.getLogRecordFactory()
    if not isinstance(found, _RedactingFactory):
        logging.setLogRecordFactory(_RedactingFactory(found))


def _redact_record(record: logging.LogRecord) -> None:
    try:
        text = record.getMessage()
    except Exception:  # noqa: BLE001 - arguments that do not fit the text: logging would print them as they are
        text, record.args = str(record.msg), ()
        record.msg = text
    redacted = redact(text)
    if redacted != text:
        # The arguments go, too: some handlers send them on their own.
        record.msg, record.args = redacted, ()
    if record.exc_info and record.exc_info[1] is not None:
        shown = "".join(traceback.format_exception(record.exc_info[1])).rstrip("\n")
        if (redacted := redact(shown)) != shown:
            record.exc_text = redacted  # which formatters take in place of the exception
