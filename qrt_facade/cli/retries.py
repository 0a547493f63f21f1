"""Retries: a line on stderr for each noticeable pause, and giving up if a host never responds."""

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
"""First pause in seconds from which on it is reported: after a shorter one, the retry may succeed."""
_NEVER_THERE: Final = frozenset({"ConnectError", "ConnectTimeout", "ReadTimeout"})
"""Names of the httpx errors after which a host that never responded is given up: help pages do not import httpx."""


class Retries:
    """Reports retries, and gives up a host that did not respond to the command's first request to it.

    With a mistyped address or without a network, waiting is useless. A host that has responded once is retried as often
    as the client is set to, because its failures are transient.

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
        """Record that a host has responded."""
        self._answered.add(place)

    def gives_up(self, place: str, failure: Exception) -> bool:
        """Return whether a retry is useless because the host has never responded."""
        kinds = {kind.__name__ for kind in type(failure).__mro__}
        return place not in self._answered and not _NEVER_THERE.isdisjoint(kinds)

    def pausing(self, pause: Pause) -> None:
        """Report a noticeable pause."""
        if self._silenced or (pause.number < 2 and pause.seconds < _NOTICEABLE):
            return
        when = duration_text(max(math.ceil(pause.seconds), 1))
        self._note(
            f"qrt: note: {_cause(pause.failure)}; retrying in {when} ({pause.number} of {pause.total})"
        )


def _cause(failure: int | Exception) -> str:
    if isinstance(failure, Exception):
        return "the service is unreachable"
    if failure == HTTPStatus.TOO_MANY_REQUESTS:
        return "the service limits the rate of requests (HTTP 429)"
    return f"the service is temporarily unavailable (HTTP {failure})"
