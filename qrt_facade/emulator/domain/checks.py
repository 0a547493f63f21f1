"""Which values are accepted, at an emulator's start, in a scenario and in requests; and the words that say so."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final, get_args

from qrt_facade._base.coerce import is_integer, is_real
from qrt_facade.emulator.domain.plans import Plan

if TYPE_CHECKING:
    from collections.abc import Callable

QPU = "qpu"
"""As `run_seconds`: a job runs as long as the QPU would. TOML has no null, and a command line has none either."""

PLAN_NAMES: Final[tuple[str, ...]] = get_args(Plan)

_LARGEST = 2**31 - 1


@dataclass(frozen=True)
class Check:
    """Which values are accepted; `words` complete "it is ..."."""

    words: str
    accepts: Callable[[Any], bool]

    def __call__(self, name: str, value: Any) -> None:
        """Check the value of a setting.

        Raises:
            ValueError: it is not accepted; the message names the setting and says what is.
        """
        if not self.accepts(value):
            raise ValueError(f"{name} is {value!r:.60}; it is {self.words}")


def is_positive_integer(value: Any) -> bool:
    """Whether a value is a whole number from 1 on that fits into 32 bits."""
    return is_integer(value) and 1 <= value <= _LARGEST


PORT = Check("a port, 0 to 65535", lambda value: is_integer(value) and 0 <= value <= 65535)
FLAG = Check("true or false", lambda value: isinstance(value, bool))
COUNT = Check("a whole number, 1 or more", is_positive_integer)
COUNT_OR_NONE = Check(f"{COUNT.words}, or null", lambda value: value is None or is_positive_integer(value))
INTEGER_OR_NONE = Check("an integer or null", lambda value: value is None or is_integer(value))
SECONDS = Check("0 or more seconds", lambda value: is_real(value) and value >= 0)
RUN_SECONDS = Check(
    f"{SECONDS.words}, or {QPU!r}", lambda value: value in (None, QPU) or SECONDS.accepts(value)
)
ABOVE_ZERO = Check("a number above 0", lambda value: is_real(value) and value > 0)
PLAN = Check(f"one of {', '.join(PLAN_NAMES)}", lambda value: isinstance(value, str) and value in PLAN_NAMES)
