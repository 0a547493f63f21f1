"""Requests that are sent again: a line on stderr for each pause that a person notices, and an end where nobody answers."""

from __future__ import annotations

import math
from contextlib import contextmanager
from http import HTTPStatus
from typing import TYPE_CHECKING, Final

from qrt_facade._policy.outages import duration_text

if TYPE_CHECKING:
    from collections.abc import Callable, Generator

    from qrt_facade._policy.retry_watch import Pause

_NOTICEABLE: Final = 1.0
"""Seconds of a first pause from which on it is reported: a shorter one may be all that is needed."""
_NEVER_THERE: Final = frozenset({"ConnectError", "ConnectTimeout", "ReadTimeout"})
"""Names of httpx's errors by which a place that has not answered yet is given up: httpx is not imported for a help page."""


class Retries:
    """Reports retries, and gives up a place that did not answer the command's first request to it.

    Somebody who mistyped an address, or has no network, waits for nothing then. A place that has answered once is asked again
    as often as the client is set to, since a failure there passes.

    Args:
        note: Prints a line on stderr.
    """

    def __init__(self, note: Callable[[str], None]) -> None:
        self._note = note
        self._answered: set[str] = set()
        self._silenced = 0

    @contextmanager
    def silenced(self) -> Generator[None]:
        """Report nothing in the block."""
        self._silenced += 1
        try:
            yield
        finally:
            self._silenced -= 1

    def answered(self, place: str) -> None:
        """Remember that a place is there."""
        self._answered.add(place)

    def gives_up(self, place: str, failure: Exception) -> bool:
        """Tell whether asking again is of no use: nothing at this place has ever answered."""
        kinds = {kind.__name__ for kind in type(failure).__mro__}
        return place not in self._answered and not _NEVER_THERE.isdisjoint(kinds)

    def pausing(self, pause: Pause) -> None:
        """Report a pause that a person would notice."""
        if self._silenced or (pause.number < 2 and pause.seconds < _NOTICEABLE):
            return
        when = duration_text(max(math.ceil(pause.seconds), 1))
        self._note(
            f"qrt: note: {_cause(pause.failure)}; asking again in {when} ({pause.number} of {pause.total})"
        )


def _cause(failure: int | Exception) -> str:
    if isinstance(failure, Exception):
        return "the service cannot be reached"
    if failure == HTTPStatus.TOO_MANY_REQUESTS:
        return "the service asks for fewer requests (HTTP 429)"
    return f"the service cannot answer now (HTTP {failure})"
