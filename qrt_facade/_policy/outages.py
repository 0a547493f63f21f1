"""Outages during a wait: one warning when they last, and one log message when they are over."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING, Final

from qrt_facade._base.logs import log_safely, warn_safely
from qrt_facade._policy import timing

if TYPE_CHECKING:
    from qrt_facade.errors import QrtError

LOGGER: Final = logging.getLogger("qrt_facade.waiting")

SILENT: Final = "the service has not responded"
"""Start of the warning's text."""

_MINUTE: Final = 60.0
_HOUR: Final = 3600.0


class Outage:
    """Tracks the polls of one wait, and warns when the service has been silent for long.

    Attributes:
        since: Time of the first failure since the last successful poll, on the monotonic clock; None if the last poll
            succeeded.
    """

    def __init__(self) -> None:
        self._timing = timing.current()
        self.since: float | None = None
        self._logged = False
        self._warned = False

    def failed(self, error: QrtError) -> None:
        """Record a failed poll; warn about a long outage, the first time in a wait also with a RuntimeWarning."""
        now = self._timing.clock.monotonic()
        if self.since is None:
            self.since = now
        lasted = now - self.since
        if self._logged or lasted < self._timing.outage_warning:
            return
        self._logged = True
        text = f"{SILENT} for {duration_text(lasted)}; still waiting ({error})"
        log_safely(LOGGER, logging.WARNING, "%s", text)
        if not self._warned:
            self._warned = True
            warn_safely(text, RuntimeWarning, stacklevel=3)

    def answered(self) -> None:
        """Record a successful poll; if there was a warning about an outage, log its end."""
        if self._logged and self.since is not None:
            lasted = self._timing.clock.monotonic() - self.since
            log_safely(
                LOGGER, logging.WARNING, "%s", f"the service responds again, after {duration_text(lasted)}"
            )
        self.since = None
        self._logged = False


def duration_text(seconds: float) -> str:
    """Format a duration in whole seconds, minutes, or hours and minutes, such as `3 min` or `2 h 5 min`."""
    if seconds < _MINUTE:
        return f"{seconds:.0f} s"
    hours, rest = divmod(round(seconds / _MINUTE), round(_HOUR / _MINUTE))
    if not hours:
        return f"{rest} min"
    return f"{hours} h {rest} min" if rest else f"{hours} h"
