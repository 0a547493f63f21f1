"""Keeping secrets out of everything that a person or a file may see."""

from __future__ import annotations

import re
from typing import Final, final

from qrt_facade.errors import ConfigurationError

_ACCOUNT_IN_CRN: Final = re.compile(r"(crn:[^:\s]*:[^:\s]*:[^:\s]*:[^:\s]*:[^:\s]*:)a/[^:\s\"']+")
_ACCOUNT_IN_PATH: Final = re.compile(r"(/accounts/)[^/?\s\"']+")
_BEARER: Final = re.compile(r"(?i)\b(bearer|apikey)(\s+|=)[\w.~+/=-]{8,}")
_JWT: Final = re.compile(r"\beyJ[\w-]{5,}\.[\w-]{5,}\.[\w-]*")


@final
class Secret:
    """A string that no repr, log record, traceback or pickle shows; `reveal()` gives it to the one who needs it."""

    __slots__ = ("_value",)

    def __init__(self, value: str) -> None:
        self._value = value

    @classmethod
    def checked(cls, name: str, value: str) -> Secret:
        """Make a secret of what a person gave, without the white space around it.

        Raises:
            ConfigurationError: It is empty, or holds what no key or token holds.
        """
        value = value.strip()
        if not value:
            raise ConfigurationError(f"{name} is empty")
        if not value.isascii() or any(c.isspace() or not c.isprintable() for c in value):
            # The value itself stays out of the message: it is a secret, only mistyped.
            raise ConfigurationError(
                f"{name} holds white space or characters outside ASCII, which no key or token does"
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
    return _ACCOUNT_IN_CRN.sub(r"\1a/***", text)
