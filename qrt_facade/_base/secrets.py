"""Strings that never show their value, and redaction of text that may contain them."""

from __future__ import annotations

from functools import wraps
from typing import TYPE_CHECKING, Final, TypeVar, final
from weakref import WeakValueDictionary

from qrt_facade._base.arguments import check_text
from qrt_facade._base.controls import escape_controls
from qrt_facade._base.redaction import redact_text, secret_kind
from qrt_facade.errors import ConfigurationError

if TYPE_CHECKING:
    from collections.abc import Callable


T = TypeVar("T")

_live: Final[WeakValueDictionary[int, Secret]] = WeakValueDictionary()
"""Every existing secret, for redaction; keyed by identity, because equal secrets are released at different times."""

_former: Final[list[str]] = []
"""Values of recently released secrets: a late response may still repeat a token that was replaced."""
_MOST_FORMER: Final = 32


@final
class Secret:
    """A string that no repr, log record, error, traceback or pickle shows; `reveal()` returns it."""

    __slots__ = ("__weakref__", "_value")

    def __init__(self, value: str) -> None:
        self._value = value
        _live[id(self)] = self

    @classmethod
    def checked(cls, name: str, value: str) -> Secret:
        """Return a secret from user input, with surrounding white space removed.

        Args:
            name: Name of the argument for messages, such as `api_key`.
            value: The secret.

        Raises:
            ConfigurationError: The value is empty, or contains characters that no key or token has.
        """
        _refuse_none(name, value)
        value = value.strip()
        if not value:
            raise ConfigurationError(f"{name} is empty")
        if not value.isascii() or any(c.isspace() or not c.isprintable() for c in value):
            # The message does not show the value: it is a secret, only mistyped.
            raise ConfigurationError(
                f"{name} contains white space or characters outside ASCII, which keys and tokens never contain"
            )
        if value[0] in "'\"":
            # Some environment files keep quotation marks; if sent, they would make the key invalid.
            raise ConfigurationError(f"{name} is enclosed in quotation marks; remove them")
        return cls(value)

    def reveal(self) -> str:
        """Return the secret itself."""
        return self._value

    def __del__(self) -> None:
        value = getattr(self, "_value", None)
        if value is not None and value not in _former:
            _former.append(value)
            del _former[:-_MOST_FORMER]

    def __repr__(self) -> str:
        return "Secret('***')"

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Secret) and other._value == self._value

    def __hash__(self) -> int:
        return hash((Secret, self._value))

    def __reduce__(self) -> tuple[type[Secret], tuple[str]]:
        raise TypeError(
            "a Secret cannot be pickled; the process that unpickles a client uses its own credentials"
        )


def _refuse_none(name: str, value: object) -> None:
    check_text(**{name: value})
    if value is None:
        raise ConfigurationError(f"{name}: expected a string, not None")


def checked_key(name: str, value: str) -> Secret:
    """Return an API key as a secret; `name` is the argument's name, for messages.

    Raises:
        ConfigurationError: The value is a CRN or an access token, is empty, or contains characters that no key has.
    """
    _refuse_none(name, value)
    kind = secret_kind(value)
    if kind == "a CRN":
        raise ConfigurationError(
            f"{name} is a CRN, not an API key; are the API key and the instance swapped?"
        )
    if kind == "an access token":
        raise ConfigurationError(f"{name} is an access token, not an API key; pass it as token=")
    return Secret.checked(name, value)


def redact(text: str, *secrets: Secret | None) -> str:
    """Return `text` for display: secrets are redacted and control characters escaped.

    Redacts the secrets passed, every `Secret` currently or recently in use by any client, bearer tokens, text in the
    form of an API key, and account ids in CRNs and paths.
    """
    given = [secret.reveal() for secret in secrets if secret is not None]
    return escape_controls(redact_text(text, dict.fromkeys([*given, *known_values()])))


def redacted_text(value: object, *secrets: Secret | None) -> str | None:
    """Return text from the service, redacted because it may repeat a secret; None if it is blank or not a string."""
    return redact(value, *secrets) if isinstance(value, str) and value.strip() else None


def known_values() -> list[str]:
    """Return the values of the secrets currently or recently in use."""
    live = [secret.reveal() for reference in _live.valuerefs() if (secret := reference()) is not None]
    return [*live, *_former[:]]


def safe_repr(shown: Callable[[T], str]) -> Callable[[T], str]:
    """Make a `__repr__` work on partly constructed objects (in tracebacks with locals) and escape control characters."""

    @wraps(shown)
    def text(thing: T) -> str:
        try:
            return escape_controls(shown(thing))
        except AttributeError:
            return f"<{type(thing).__name__}, unfinished>"

    return text
