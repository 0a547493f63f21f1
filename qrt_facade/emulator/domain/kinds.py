"""Kinds of values in options, scenarios and requests: checks, and descriptions of what is accepted."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass
from os import PathLike
from typing import TYPE_CHECKING, Any, TypeGuard, get_args

from qrt_facade._base.coerce import is_integer, is_real
from qrt_facade.emulator.domain.content_types import ResultsContentType
from qrt_facade.emulator.domain.plans import Plan
from qrt_facade.emulator.domain.usage import UsageMode
from qrt_facade.errors import ConfigurationError

if TYPE_CHECKING:
    from collections.abc import Callable

QPU = "qpu"
"""Value of `run_seconds` for jobs that run as long as on a QPU. TOML and command lines have no null."""

_LARGEST = 2**31 - 1

_YEAR = 366 * 86400
"""Upper limit of all durations; an unbounded value (infinity, 1e308) is a mistake and would wait forever."""

_FASTEST = 1_000_000


@dataclass(frozen=True)
class Kind:
    """A kind of value.

    Attributes:
        description: what is accepted; completes "it must be ...".
        accepts: whether a value is valid.
        metavar: placeholder on a help page; None if there are `choices`, and for a switch.
        read: parses a value from text; raises ValueError.
        choices: all valid values, if they are few.
    """

    description: str
    accepts: Callable[[Any], bool]
    metavar: str | None = None
    read: Callable[[str], Any] = str
    choices: tuple[str, ...] | None = None

    def check(self, name: str, value: Any) -> None:
        """Check a value.

        Raises:
            ConfigurationError: the value is invalid; the message names the setting and what is accepted.
        """
        if not self.accepts(value):
            raise ConfigurationError(f"{name} is {_shown(value)}; it must be {self.description}")


def _shown(value: Any) -> str:
    try:
        return f"{value!r:.60}"
    except ValueError:  # Python does not format integers of more than 4300 digits
        return "a number of thousands of digits"


def is_positive_integer(value: Any) -> TypeGuard[int]:
    """Whether a value is a positive integer of at most 32 bits."""
    return is_integer(value) and 1 <= value <= _LARGEST


def _is_seconds(value: Any) -> bool:
    # Comparisons with NaN are false.
    return is_real(value) and 0 <= value <= _YEAR


def _is_factor(value: Any) -> bool:
    return is_real(value) and 1 / _FASTEST <= value <= _FASTEST


def _is_text(value: Any) -> bool:
    if isinstance(value, str | PathLike):
        return "\0" not in os.fsdecode(value)
    return isinstance(value, list | tuple) and all(isinstance(part, str) for part in value)


def _run_seconds(text: str) -> float | None:
    return None if text == QPU else float(text)


def text(metavar: str, *, optional: bool = True) -> Kind:
    """Return the kind of text, paths and lists of text; callers check the content."""
    if not optional:
        return Kind("text", lambda value: isinstance(value, str) and _is_text(value), metavar)
    return Kind("text", lambda value: value is None or _is_text(value), metavar)


def path(metavar: str, *, note: str = "") -> Kind:
    """Return the kind of file and folder paths; `note` is appended to the description."""
    description = f"a path, as text or as a pathlib.Path{note}"
    return Kind(
        description,
        lambda value: value is None or (not isinstance(value, list | tuple) and _is_text(value)),
        metavar,
    )


def table_or_path(metavar: str, *, note: str = "") -> Kind:
    """Return the kind of file paths and of dicts in place of a file; `note` is appended to the description."""
    file = path(metavar)
    return Kind(
        f"a dict, or {file.description}{note}",
        lambda value: isinstance(value, Mapping) or file.accepts(value),
        metavar,
    )


PORT = Kind("a port, 0 to 65535", lambda value: is_integer(value) and 0 <= value <= 65535, "PORT", int)
SWITCH = Kind("true or false", lambda value: isinstance(value, bool))
COUNT = Kind("a whole number, 1 or more", is_positive_integer, "N", int)
COUNT_OR_NONE = Kind(
    f"{COUNT.description}, or null", lambda value: value is None or COUNT.accepts(value), "N", int
)
INTEGER_OR_NONE = Kind(
    "an integer of at most 64 bits, or null",
    lambda value: value is None or (is_integer(value) and abs(value) < 2**63),
    "N",
    int,
)
SECONDS = Kind("a number of seconds from 0 to a year", _is_seconds, "SECONDS", float)
WHOLE_SECONDS = Kind("a whole number of seconds, 1 or more", is_positive_integer, "SECONDS", int)
RUN_SECONDS = Kind(
    f"a number of seconds from 0 to a year, or {QPU!r}",
    lambda value: value in (None, QPU) or SECONDS.accepts(value),
    "SECONDS",
    _run_seconds,
)
FACTOR = Kind(f"a factor from {1 / _FASTEST} to {_FASTEST}", _is_factor, "FACTOR", float)
TIMEOUT = Kind(
    "a number of seconds above 0, at most a year",
    lambda value: _is_seconds(value) and value > 0,
    "SECONDS",
    float,
)
NUMBER = Kind("a whole number, 0 or more", lambda value: value == 0 or is_positive_integer(value))
NUMBER_OR_NONE = Kind(f"{NUMBER.description}, or null", lambda value: value is None or NUMBER.accepts(value))
STATUS_OR_NONE = Kind(
    "an HTTP status from 200 to 599, or null",
    lambda value: value is None or (is_integer(value) and 200 <= value <= 599),
)


def _one_of(names: tuple[str, ...]) -> Kind:
    return Kind(
        f"one of {', '.join(names)}", lambda value: isinstance(value, str) and value in names, choices=names
    )


PLAN = _one_of(get_args(Plan))
USAGE = _one_of(get_args(UsageMode))
RESULTS_CONTENT_TYPE = _one_of(get_args(ResultsContentType))
