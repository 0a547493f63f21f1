"""Keeping secrets out of everything that a person or a file may see.

In this order: a string that does not show itself, text that others wrote, log records, tracebacks.
"""

from __future__ import annotations

import logging
import re
from functools import wraps
from typing import TYPE_CHECKING, Final, TypeVar, final
from weakref import WeakValueDictionary

from qrt_facade._base.arguments import check_text
from qrt_facade.errors import ConfigurationError

if TYPE_CHECKING:
    from collections.abc import Callable


T = TypeVar("T")
E = TypeVar("E", bound=BaseException)

# In an address a CRN stands percent-encoded.
_ACCOUNT_IN_CRN: Final = re.compile(r"(?i)(crn(?:(?::|%3A)[^:%\s]*){5}(?::|%3A)a(?:/|%2F))[^:%\s\"']+")
_ACCOUNT_IN_PATH: Final = re.compile(r"(/accounts/)[^/?\s\"']+")
_BEARER: Final = re.compile(r"(?i)\b(bearer|apikey)(\s+|=)[\w.~+/=-]{8,}")
_JWT: Final = re.compile(r"\beyJ[\w-]{5,}\.[\w-]{5,}\.[\w-]*")


_live: Final[WeakValueDictionary[int, Secret]] = WeakValueDictionary()
"""Every secret there is, so that logs can be kept free of it; by identity, since equal ones end at different times."""


@final
class Secret:
    """A string that no repr, log record, traceback or pickle shows; `reveal()` returns it."""

    __slots__ = ("__weakref__", "_value")

    def __init__(self, value: str) -> None:
        self._value = value
        _live[id(self)] = self

    @classmethod
    def checked(cls, name: str, value: str) -> Secret:
        """Make a secret of what a person gave, without the white space around it.

        Raises:
            ConfigurationError: It is empty, or contains characters that no key or token has.
        """
        check_text(**{name: value})
        value = value.strip()
        if not value:
            raise ConfigurationError(f"{name} is empty")
        if not value.isascii() or any(c.isspace() or not c.isprintable() for c in value):
            # The value itself stays out of the message: it is a secret, only mistyped.
            raise ConfigurationError(
                f"{name} contains white space or characters outside ASCII, which no key or token has"
            )
        return cls(value)

    def reveal(self) -> str:
        """Return the secret itself."""
        return self._value

    def __repr__(self) -> str:
        return "Secret('***')"

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Secret) and other._value == self._value

    def __hash__(self) -> int:
        return hash((Secret, self._value))

    def __reduce__(self) -> tuple[type[Secret], tuple[str]]:
        raise TypeError("a Secret is not pickled: the process that unpickles finds its own credentials")


def redact(text: str, *secrets: Secret | None) -> str:
    """Return `text` without the secrets given, bearer tokens, API keys in forms, and account ids in CRNs and paths."""
    for secret in secrets:
        if secret is not None and len(secret.reveal()) >= 4:
            text = text.replace(secret.reveal(), "***")
    text = _JWT.sub("***", text)
    text = _BEARER.sub(r"\1\2***", text)
    text = _ACCOUNT_IN_PATH.sub(r"\1***", text)
    return _ACCOUNT_IN_CRN.sub(r"\1***", text)


def redacted_text(value: object, *secrets: Secret | None) -> str | None:
    """Return text of the service, redacted because it may repeat a secret; None for a blank one or no text."""
    return redact(value, *secrets) if isinstance(value, str) and value.strip() else None


class RedactingFilter(logging.Filter):
    """Takes secrets out of log records before any handler sees them.

    httpx logs the address of every request at INFO, which holds account ids and CRNs; httpcore logs the headers of
    every answer at DEBUG, where a server may have put what it was sent.
    """

    def filter(self, record: logging.LogRecord) -> bool:
        """Let every record through, with its text redacted; the arguments it was made of go if one was secret."""
        text = record.getMessage()
        redacted = redact(text, *_live_secrets())
        if redacted != text:
            record.msg, record.args = redacted, ()
        return True


_FILTER: Final = RedactingFilter()
# A logger's filter is not asked about what the loggers below it log, so each is named.
_LOGGERS: Final = (
    "qrt_facade.submission",
    "httpx",
    "httpx_retries.transport",
    *(f"httpcore.{part}" for part in ("connection", "http11", "http2", "proxy", "socks")),
)


def redact_logs() -> None:
    """Let the loggers of the HTTP libraries redact; doing it again changes nothing."""
    for name in _LOGGERS:
        logging.getLogger(name).addFilter(_FILTER)


def _live_secrets() -> list[Secret]:
    return [secret for reference in _live.valuerefs() if (secret := reference()) is not None]


def strip_tracebacks(error: E) -> E:
    """Return the error without its traceback, and without those of the errors that led to it.

    Some tools print the locals of every frame: those of httpx contain headers, bodies and the password of a proxy,
    ours the arguments that credentials were given in.
    """
    link: BaseException | None = error
    while link is not None and link.__traceback__ is not None:
        link.__traceback__ = None
        link = link.__cause__ or link.__context__
    return error


def safe_repr(shown: Callable[[T], str]) -> Callable[[T], str]:
    """Let a `__repr__` work on objects whose construction failed: a traceback with locals shows those too."""

    @wraps(shown)
    def text(thing: T) -> str:
        try:
            return shown(thing)
        except AttributeError:
            return f"<{type(thing).__name__}, unfinished>"

    return text
