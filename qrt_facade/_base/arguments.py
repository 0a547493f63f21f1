"""Checks of what callers give: each returns the value as it is used, or raises an error with what is accepted."""

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
"""Of a whole number without another limit: Python itself writes no more than 4300 digits."""


def checked_id(kind: str, value: object) -> str:
    """Return an id that may go into a path.

    An empty id would be answered by the platform's web application, `..` by another resource.

    Raises:
        ConfigurationError: It is empty, `.` or `..`, contains a slash, white space or a character with a meaning
            in addresses, or is a key or a token, which must not get into an address.
    """
    if isinstance(value, str):
        refuse_secret(kind, value)
    if inspect.isawaitable(value):
        raise ConfigurationError(
            f"{redacted_repr(value)} is not a {kind}, but what an `await` before it would return"
        )
    if not isinstance(value, str) or not value or value in {".", ".."} or _is_unsafe(value):
        raise ConfigurationError(
            f"{redacted_repr(value)} is not a {kind}: expected a name without '/', '?', '#', '%' or spaces"
        )
    return value


def stripped_id(kind: str, value: object) -> str:
    """Return an id that a person gave, without the white space around it: that of a line that was read, say.

    Raises:
        ConfigurationError: It is not one; see `checked_id`.
    """
    if isinstance(value, str) and (stripped := value.strip()):
        value = stripped
    return checked_id(kind, value)


def _is_unsafe(name: str) -> bool:
    return _PATH_UNSAFE.search(name) is not None or not name.isprintable()


def checked_flag(name: str, value: object) -> bool:
    """Return True or False of Python or NumPy; 0 and 1 are those too.

    Anything else would count as true, the text `"false"` as well.

    Raises:
        ConfigurationError: It is something else.
    """
    scalar: Any = value
    plain = scalar.item() if getattr(value, "shape", None) == () else scalar
    if isinstance(plain, int) and plain in {0, 1}:
        return bool(plain)
    raise _refusal(name, value, "True or False")


def checked_callback(name: str, value: object) -> None:
    """Refuse what cannot be called back, and coroutine functions, which nobody would await.

    Raises:
        ConfigurationError: It is neither None nor a plain callable.
    """
    if value is not None and (not callable(value) or inspect.iscoroutinefunction(value)):
        raise _refusal(name, value, "a function that is called with a job, and not a coroutine function")


def checked_whole(
    name: str, value: object, *, least: int = 0, most: int | None = None, unit: str = "", note: str = ""
) -> int:
    """Return a whole number of Python or NumPy, which True and False are not.

    Args:
        name: The argument's name.
        value: What was given.
        least: The smallest value accepted.
        most: The largest value accepted.
        unit: What is counted, such as `seconds`.
        note: Put behind what is accepted, such as `or None for all`.

    Raises:
        ConfigurationError: It is something else, or outside the range.
    """
    if is_integer(value) and least <= value <= (_LARGEST if most is None else most):
        return int(value)
    bounds = f"{least} or more" if most is None else f"{least} to {most}"
    raise _refusal(name, value, f"a whole number{_of(unit)}, {bounds}", note)


def checked_number(
    name: str, value: object, *, positive: bool = False, unit: str = "", note: str = ""
) -> float:
    """Return a finite number of Python or NumPy that is not negative, and not zero either if `positive`.

    Raises:
        ConfigurationError: It is something else, True and False included.
    """
    number = number_of(value)
    if number is not None and (number > 0 if positive else number >= 0):
        return number
    raise _refusal(name, value, f"a finite number{_of(unit)}, {'above 0' if positive else '0 or more'}", note)


def check_text(**given: object) -> None:
    """Refuse arguments that are neither strings nor None; values are not shown, since some are secrets.

    Raises:
        ConfigurationError: One is something else.
    """
    for name, value in given.items():
        if value is not None and not isinstance(value, str):
            raise ConfigurationError(f"{name}: expected a string, not {type(value).__name__}")


def check_not_blank(**given: object) -> None:
    """Refuse arguments that are neither None nor a text with something in it.

    Raises:
        ConfigurationError: One is something else, or blank.
    """
    check_text(**given)
    for name, value in given.items():
        if isinstance(value, str) and not value.strip():
            raise ConfigurationError(
                f"{name}={redacted_repr(value)}: expected a text that is not blank; leave it out for none"
            )


def checked_path(value: object) -> Path:
    """Return the path of a file.

    Raises:
        ConfigurationError: It is neither a string nor a path.
    """
    if isinstance(value, (str, Path)):
        return Path(value)
    raise ConfigurationError(
        f"{redacted_repr(value)} is not the path of a file; expected a string or a pathlib.Path"
    )


def refuse_secret(name: str, value: str) -> None:
    """Refuse a key, a token or a CRN where a name or an address belongs: it would be stored, sent or printed.

    Raises:
        ConfigurationError: The value looks like one; it is not shown.
    """
    if (kind := secret_kind(value)) is not None:
        raise ConfigurationError(
            f"{name}: the {len(value)} characters given look like {kind}; "
            "an API key belongs in api_key=, an access token in token=, a CRN in instance="
        )


def checked_texts(name: str, values: object) -> list[str]:
    """Return strings as a list; one string is refused, although it could be looped over.

    Raises:
        ConfigurationError: It is one string, or not a collection of strings.
    """
    if isinstance(values, str):
        raise _refusal(name, values, f"a list of strings, such as [{redacted_repr(values)}]")
    listed = list(values) if is_iterable(values) else [values]
    texts = [value for value in listed if isinstance(value, str)]
    if len(texts) != len(listed):
        raise _refusal(name, listed, "a list of strings")
    return texts


def checked_list(name: str, values: object, expected: str) -> list[Any]:
    """Return what can be gone through as a list, which a text cannot.

    Args:
        name: The argument's name.
        values: What was given.
        expected: What is accepted, such as `the PUBs of each job, in a list`.

    Raises:
        ConfigurationError: It is something else.
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
