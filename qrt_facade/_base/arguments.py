"""Argument checks: each returns the normalized value, or raises an error that names what is accepted."""

from __future__ import annotations

import inspect
import re
from pathlib import Path
from typing import Any, Final

from qrt_facade._base.coerce import is_integer, is_iterable, number_of
from qrt_facade._base.redaction import redacted_repr, secret_kind
from qrt_facade.errors import ConfigurationError

_PATH_UNSAFE: Final = re.compile(r"[/\\?#%\s\x00-\x1f\x7f]")

_LARGEST: Final = 10**4000
"""Upper bound for whole numbers without another limit: Python refuses to print more than 4300 digits."""


def checked_id(kind: str, value: object) -> str:
    """Return an id that is safe to put into a URL path.

    The platform's web application would respond to an empty id, and another resource to `..`.

    Raises:
        ConfigurationError: The id is empty, `.` or `..`, contains a slash, white space or a character with a special
            meaning in URLs, or looks like a key or a token, which must not get into a URL.
    """
    if isinstance(value, str):
        refuse_secret(kind, value)
    if inspect.isawaitable(value):
        raise ConfigurationError(
            f"{redacted_repr(value)} is not a {kind}: it is an awaitable; add `await` in front of it"
        )
    if not isinstance(value, str) or not value or value in {".", ".."} or _is_unsafe(value):
        raise ConfigurationError(
            f"{redacted_repr(value)} is not a {kind}: expected a name without '/', '?', '#', '%' or spaces"
        )
    return value


def stripped_id(kind: str, value: object) -> str:
    """Return an id from user input, such as a line of a file, with surrounding white space removed.

    Raises:
        ConfigurationError: The id is invalid; see `checked_id`.
    """
    if isinstance(value, str) and (stripped := value.strip()):
        value = stripped
    return checked_id(kind, value)


def _is_unsafe(name: str) -> bool:
    return _PATH_UNSAFE.search(name) is not None or not name.isprintable()


def checked_flag(name: str, value: object) -> bool:
    """Return a Python or NumPy boolean as a bool; 0 and 1 are accepted too.

    Any other value is refused, because it would count as true: even the string `"false"`.

    Raises:
        ConfigurationError: The value is not a boolean.
    """
    scalar: Any = value
    plain = scalar.item() if getattr(value, "shape", None) == () else scalar
    if isinstance(plain, int) and plain in {0, 1}:
        return bool(plain)
    raise _refusal(name, value, "True or False")


def checked_callback(name: str, value: object) -> None:
    """Refuse values that are not callable, and coroutine functions, whose result would never be awaited.

    Raises:
        ConfigurationError: The value is neither None nor a plain callable.
    """
    if value is not None and (not callable(value) or inspect.iscoroutinefunction(value)):
        raise _refusal(name, value, "a function that takes a job, not a coroutine function")


def checked_whole(
    name: str, value: object, *, least: int = 0, most: int | None = None, unit: str = "", note: str = ""
) -> int:
    """Return a Python or NumPy integer as an int; booleans are refused.

    Args:
        name: The argument's name.
        value: The value to check.
        least: The smallest accepted value.
        most: The largest accepted value.
        unit: What is counted, such as `seconds`.
        note: Appended to the description of what is accepted, such as `or None for all`.

    Raises:
        ConfigurationError: The value is not an integer, or is out of range.
    """
    if is_integer(value) and least <= value <= (_LARGEST if most is None else most):
        return int(value)
    bounds = f"{least} or more" if most is None else f"{least} to {most}"
    raise _refusal(name, value, f"a whole number{_of(unit)}, {bounds}", note)


def checked_number(
    name: str, value: object, *, positive: bool = False, unit: str = "", note: str = ""
) -> float:
    """Return a finite, non-negative Python or NumPy number; with `positive`, zero is refused too.

    Raises:
        ConfigurationError: The value is not such a number; booleans are refused.
    """
    number = number_of(value)
    if number is not None and (number > 0 if positive else number >= 0):
        return number
    raise _refusal(name, value, f"a finite number{_of(unit)}, {'above 0' if positive else '0 or more'}", note)


def check_text(**given: object) -> None:
    """Refuse arguments that are neither strings nor None. The error does not show the value, which may be a secret.

    Raises:
        ConfigurationError: An argument is neither a string nor None.
    """
    for name, value in given.items():
        if value is not None and not isinstance(value, str):
            raise ConfigurationError(f"{name}: expected a string, not {type(value).__name__}")


def check_not_blank(**given: object) -> None:
    """Refuse arguments that are neither None nor a non-blank string.

    Raises:
        ConfigurationError: An argument is blank or not a string.
    """
    check_text(**given)
    for name, value in given.items():
        if isinstance(value, str) and not value.strip():
            raise ConfigurationError(
                f"{name}={redacted_repr(value)}: expected a string that is not blank; omit it for none"
            )


def checked_path(value: object) -> Path:
    """Return a file path as a `Path`.

    Raises:
        ConfigurationError: The value is neither a string nor a path.
    """
    if isinstance(value, (str, Path)):
        return Path(value)
    raise ConfigurationError(
        f"{redacted_repr(value)} is not a file path; expected a string or a pathlib.Path"
    )


def refuse_secret(name: str, value: str) -> None:
    """Refuse a key, a token or a CRN where a name or a URL belongs: it would be stored, sent or printed.

    Raises:
        ConfigurationError: The value looks like a secret. The message does not show it.
    """
    if (kind := secret_kind(value)) is not None:
        raise ConfigurationError(
            f"{name}: the value ({len(value)} characters) looks like {kind}; "
            "an API key belongs in api_key=, an access token in token=, a CRN in instance="
        )


def checked_texts(name: str, values: object) -> list[str]:
    """Return a collection of strings as a list; a single string is refused, although it is iterable.

    Raises:
        ConfigurationError: The value is a single string, or not a collection of strings.
    """
    if isinstance(values, str):
        raise _refusal(name, values, f"a list of strings, such as [{redacted_repr(values)}]")
    listed = list(values) if is_iterable(values) else [values]
    texts = [value for value in listed if isinstance(value, str)]
    if len(texts) != len(listed):
        raise _refusal(name, listed, "a list of strings")
    return texts


def checked_list(name: str, values: object, expected: str) -> list[Any]:
    """Return an iterable as a list; strings are refused.

    Args:
        name: The argument's name.
        values: The value to check.
        expected: What is accepted, such as `the PUBs of each job, in a list`.

    Raises:
        ConfigurationError: The value is a string or not iterable.
    """
    if isinstance(values, (str, bytes)) or not is_iterable(values):
        raise _refusal(name, values, expected)
    return list(values)


def _of(unit: str) -> str:
    return f" of {unit}" if unit else ""


def _refusal(name: str, value: object, expected: str, note: str = "") -> ConfigurationError:
    return ConfigurationError(
        f"{name}={redacted_repr(value)}: expected {expected}{f', {note}' if note else ''}"
    )
