"""How a request is sent at first, which needs no library that repeats: most requests succeed at once.

httpx-retries brings asyncio, which is to import what a fifth of `import httpx` is. The first failure imports it, with
`retrying`, and what is decided about that failure is decided there.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

from qrt_facade._base.lazy import lazy_property
from qrt_facade._policy.attempts import PASSING_STATUS

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Container

    from qrt_facade._base.http_library import httpx
    from qrt_facade._base.retry_library import Retry
    from qrt_facade._policy.retrying import RetryPolicies
    from qrt_facade._policy.timing import Timing

FIRST: Final = "qrt_first_attempt"
"""The name of a request's `FirstAttempt` among its extensions."""

_REFUSED_UNREAD: Final = (429,)
"""After any other status the service may have done what a POST asked for."""


class FirstAttempt(NamedTuple):
    """What is to be known of a request until its first attempt has failed.

    Attributes:
        reads: Whether a good answer is read at once, so that one that is cut off counts as a failed attempt.
        undecided: The statuses after which the policy decides. Every other answer is the last one.
        policy: Returns the policy.
    """

    reads: bool
    undecided: Container[int]
    policy: Callable[[], Retry]


class Repeats:
    """When requests of a client are sent again: its `RetryPolicies`, made when the first attempt of a request has failed.

    Args:
        retries: How often a request is sent again after a transient failure.
        read: Reads the body of a good answer, in the client's own world.
        refuse_unread: Raises `RefusedUnreadError` about an answer to a POST that may be sent again.
        pauses: The pauses before a request is sent again.
    """

    def __init__(
        self,
        retries: int,
        read: Callable[[httpx.Response], Awaitable[None] | None],
        refuse_unread: Callable[[httpx.Response], Awaitable[None] | None],
        pauses: Timing,
    ) -> None:
        self._given = (retries, read, refuse_unread, pauses)
        self._reads = retries > 0  # where nothing is sent again, whoever streams an answer may read it

    @lazy_property
    def policies(self) -> RetryPolicies:
        """The policies."""
        from qrt_facade._policy.retrying import RetryPolicies

        return RetryPolicies(*self._given)

    def for_method(self, method: str) -> FirstAttempt:
        """Return the first attempt of a request of this method."""
        if method == "POST":
            return FirstAttempt(False, _REFUSED_UNREAD, lambda: self.policies.for_method("POST"))
        return FirstAttempt(self._reads, PASSING_STATUS, lambda: self.policies.for_method(method))

    @property
    def harmless_post(self) -> FirstAttempt:
        """For the token exchange and searches, which are POSTs, but ones that create nothing worth money."""
        return FirstAttempt(self._reads, PASSING_STATUS, lambda: self.policies.harmless_post)

    @property
    def unread_result(self) -> FirstAttempt:
        """For a result that can be read once: it is read where it can be kept."""
        return FirstAttempt(False, PASSING_STATUS, lambda: self.policies.unread_result)

    @property
    def single_result(self) -> FirstAttempt:
        """The same for a result of which one answer alone may be asked for."""
        return FirstAttempt(False, PASSING_STATUS, lambda: self.policies.single_result)
