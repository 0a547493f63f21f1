"""Kinds of values, as options, scenarios and requests have them: what is accepted, and the words that say so."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeGuard, get_args

from qrt_facade._base.coerce import is_integer, is_real
from qrt_facade.emulator.domain.plans import Plan

if TYPE_CHECKING:
    from collections.abc import Callable

QPU = "qpu"
"""As `run_seconds`: a job runs as long as the QPU would. TOML has no null, and a command line has none either."""

_LARGEST = 2**31 - 1


@dataclass(frozen=True)
class Kind:
    """A kind of values.

    Attributes:
        words: what is accepted; they complete "it is ...".
        accepts: whether a value is.
        metavar: what stands for a value on a help page; None where `choices` do, and for a switch.
        read: makes the value of text; raises ValueError.
        choices: the values that there are, if they are few.
    """

    words: str
    accepts: Callable[[Any], bool]
    metavar: str | None = None
    read: Callable[[str], Any] = str
    choices: tuple[str, ...] | None = None

    def check(self, name: str, value: Any) -> None:
        """Refuse a value that is not of this kind.

        Raises:
            ValueError: the message names the setting and says what is accepted.
        """
        if not self.accepts(value):
            raise ValueError(f"{name} is {value!r:.60}; it is {self.words}")


def is_positive_integer(value: Any) -> TypeGuard[int]:
    """Whether a value is a whole number from 1 on that fits into 32 bits."""
    return is_integer(value) and 1 <= value <= _LARGEST


def _run_seconds(text: str) -> float | None:
    return None if text == QPU else float(text)


def text(metavar: str) -> Kind:
    """Text, or what stands for text; it is checked by whoever makes use of it."""
    return Kind("text", lambda _: True, metavar)


PORT = Kind("a port, 0 to 65535", lambda value: is_integer(value) and 0 <= value <= 65535, "PORT", int)
SWITCH = Kind("true or false", lambda value: isinstance(value, bool))
COUNT = Kind("a whole number, 1 or more", is_positive_integer, "N", int)
COUNT_OR_NONE = Kind(f"{COUNT.words}, or null", lambda value: value is None or COUNT.accepts(value), "N", int)
INTEGER_OR_NONE = Kind("an integer or null", lambda value: value is None or is_integer(value), "N", int)
SECONDS = Kind("0 or more seconds", lambda value: is_real(value) and value >= 0, "SECONDS", float)
WHOLE_SECONDS = Kind("1 or more whole seconds", is_positive_integer, "SECONDS", int)
RUN_SECONDS = Kind(
    f"{SECONDS.words}, or {QPU!r}",
    lambda value: value in (None, QPU) or SECONDS.accepts(value),
    "SECONDS",
    _run_seconds,
)
FACTOR = Kind("a factor above 0", lambda value: is_real(value) and value > 0, "FACTOR", float)
TIMEOUT = Kind("more than 0 seconds", FACTOR.accepts, "SECONDS", float)
PLAN = Kind(
    f"one of {', '.join(get_args(Plan))}",
    lambda value: isinstance(value, str) and value in get_args(Plan),
    choices=get_args(Plan),
)
