"""The first attempt of a request, which does not need the retry library: most requests succeed at once.

httpx-retries imports asyncio, which costs a fifth of `import httpx`. The first failure imports it together with
`retrying`, which then decides about that failure.
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
"""Key of a request's `FirstAttempt` among its extensions."""

_REFUSED_UNREAD: Final = (429,)
"""After any other status, the service may have processed a POST."""


class FirstAttempt(NamedTuple):
    """What the transport needs to know about a request until its first attempt fails.

    Attributes:
        reads: Whether a successful response is read immediately, so that a truncated one counts as a failed attempt.
        undecided: Statuses after which the policy decides. Any other response is final.
        policy: Returns the policy.
    """

    reads: bool
    undecided: Container[int]
    policy: Callable[[], Retry]


class Repeats:
    """Retry policies of a client, created when the first attempt of a request has failed.

    Args:
        retries: How often a request is sent again after a transient failure.
        read: Reads the body of a successful response, blocking or asynchronously like the client.
        refuse_unread: Raises `RefusedUnreadError` for a response to a POST that may be sent again.
        pauses: The pauses before retries.
    """

    def __init__(
        self,
        retries: int,
        read: Callable[[httpx.Response], Awaitable[None] | None],
        refuse_unread: Callable[[httpx.Response], Awaitable[None] | None],
        pauses: Timing,
    ) -> None:
        self._given = (retries, read, refuse_unread, pauses)
        self._reads = retries > 0  # without retries, the caller may stream the response

    @lazy_property
    def policies(self) -> RetryPolicies:
        """The retry policies."""
        from qrt_facade._policy.retrying import RetryPolicies

        return RetryPolicies(*self._given)

    def for_method(self, method: str) -> FirstAttempt:
        """Return the first attempt for a request with this method."""
        if method == "POST":
            return FirstAttempt(False, _REFUSED_UNREAD, lambda: self.policies.for_method("POST"))
        return FirstAttempt(self._reads, PASSING_STATUS, lambda: self.policies.for_method(method))

    @property
    def harmless_post(self) -> FirstAttempt:
        """For token exchanges and searches, which are POSTs, but create nothing that costs money."""
        return FirstAttempt(self._reads, PASSING_STATUS, lambda: self.policies.harmless_post)

    @property
    def unread_result(self) -> FirstAttempt:
        """For a result that can be read only once: it is read where it can be saved."""
        return FirstAttempt(False, PASSING_STATUS, lambda: self.policies.unread_result)

    @property
    def single_result(self) -> FirstAttempt:
        """The same, for a result that may be requested only once."""
        return FirstAttempt(False, PASSING_STATUS, lambda: self.policies.single_result)
