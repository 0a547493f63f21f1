"""Which requests are retried automatically, and when. httpx-retries runs the loop; this module makes the decisions.

A request that changes nothing, or that is idempotent, may be sent again after any transient failure. A POST creates a
job or a session that costs money, so it is sent again only if it definitely did not arrive (no connection) or was
refused unprocessed (429, in the service's own form).
"""

from __future__ import annotations

import random
import time
from typing import TYPE_CHECKING, Final

import anyio

from qrt_facade._base.http_library import httpx
from qrt_facade._base.lazy import lazy_property
from qrt_facade._base.retry_library import Retry
from qrt_facade._policy import attempts, deadlines, retry_watch, timing
from qrt_facade._policy.attempts import PASSING_STATUS, RefusedUnreadError
from qrt_facade._service.answers import retry_after as seconds_asked
from qrt_facade._service.failures import NO_CONNECTION, is_passing

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Mapping

    from qrt_facade._policy.timing import Timing

_NO_STATUS: Final = (0,)
"""For a POST the status alone decides nothing; httpx-retries replaces an empty list with its own default."""
_PASSING_FAILURE: Final = (
    httpx.TimeoutException,
    httpx.NetworkError,
    httpx.RemoteProtocolError,
    httpx.DecodingError,
)


class RetryPolicy(Retry):
    """httpx-retries' policy, with a lower bound for jitter, both forms of Retry-After, and sleep under trio too."""

    def backoff_strategy(self) -> float:
        """Return the pause before the next attempt: it doubles, and is randomized between half and all of it."""
        # Keeps the float finite; the longest pause is reached long before.
        doublings = min(self.attempts_made - 1, 32)
        pause = float(min(self.backoff_factor * 2.0**doublings, self.max_backoff_wait))
        return pause * random.uniform(0.5, 1.0)  # noqa: S311 - spreads load, hides nothing

    def pause_after(self, headers: Mapping[str, str]) -> float:
        """Return the seconds before the next attempt: what the response requests, otherwise a pause of our own.

        Args:
            headers: Headers of the response; empty if there was none.
        """
        asked = timing.current().capped_retry_after(seconds_asked(headers))
        if asked:
            return min(asked, self.max_backoff_wait)
        return self.backoff_strategy() if self.attempts_made else 0.0

    def is_retryable_exception(self, exception: Exception) -> bool:
        """Return whether the next attempt may avoid the failure: not for TLS errors, and not for a passed deadline."""
        retryable = super().is_retryable_exception(exception) and is_passing(exception)
        return retryable and not retry_watch.gives_up(exception)

    def is_exhausted(self) -> bool:
        """Return whether this attempt was the last, also if the remaining time is too short for another pause."""
        remaining = deadlines.left()
        return super().is_exhausted() or (remaining is not None and self._longest_pause() >= remaining)

    def _longest_pause(self) -> float:
        asked = timing.current().capped_retry_after(attempts.seconds_asked())
        if asked:
            return min(asked, self.max_backoff_wait)
        return float(min(self.backoff_factor * 2.0 ** min(self.attempts_made, 32), self.max_backoff_wait))

    def sleep(self, response: httpx.Response | Exception) -> None:
        """Pause before the next attempt, and report the pause."""
        pause = self._begin_pause(response)
        time.sleep(pause)
        self.elapsed_sleep += pause

    async def asleep(self, response: httpx.Response | Exception) -> None:
        """Pause in the running event loop, and report the pause."""
        pause = self._begin_pause(response)
        await anyio.sleep(pause)
        self.elapsed_sleep += pause

    def _begin_pause(self, response: httpx.Response | Exception) -> float:
        """Report a pause that begins now, and return its seconds."""
        if isinstance(response, httpx.Response):
            failure: int | Exception = response.status_code
            pause = self.pause_after(response.headers)
        else:
            failure = response
            pause = self.pause_after({})
        retry_watch.report_pause(pause, self.attempts_made, self.total, failure)
        return pause


NO_RETRY: Final = Retry(total=0)
"""Never retries."""


class RetryPolicies:
    """A client's policies, for requests that may arrive twice and those that must not; each is made on first use.

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
        self._retries = retries
        self._pauses = pauses
        self._read = read
        self._refuse_unread = refuse_unread

    @lazy_property
    def _repeatable(self) -> RetryPolicy:
        # The body is read inside the loop, so that a truncated response is requested again.
        return RetryPolicy(
            total=self._retries,
            allowed_methods=("GET", "HEAD", "PUT", "DELETE", "PATCH"),
            status_forcelist=PASSING_STATUS,
            retry_on_exceptions=_PASSING_FAILURE,
            backoff_factor=self._pauses.first_retry,
            max_backoff_wait=self._pauses.longest_retry,
            validate_response=self._read,
        )

    @lazy_property
    def _once(self) -> RetryPolicy:
        return RetryPolicy(
            total=self._retries,
            allowed_methods=("POST",),
            status_forcelist=_NO_STATUS,
            retry_on_exceptions=(*NO_CONNECTION, RefusedUnreadError),
            backoff_factor=self._pauses.first_retry,
            max_backoff_wait=self._pauses.longest_retry,
            validate_response=self._refuse_unread,
        )

    @lazy_property
    def harmless_post(self) -> Retry:
        """For token exchanges and searches, which are POSTs, but create nothing that costs money."""
        return self._repeatable.copy_with(allowed_methods=("POST",))

    @lazy_property
    def unread_result(self) -> Retry:
        """For a result that can be read only once: it is read where it can be saved, never inside the loop."""
        return self._repeatable.copy_with(validate_response=None)

    @lazy_property
    def single_result(self) -> Retry:
        """The same, for a result of which only one response may be requested. Refusals do not consume it."""
        return self.unread_result.copy_with(retry_on_exceptions=NO_CONNECTION)

    def for_method(self, method: str) -> RetryPolicy:
        """Return the policy for a request with this method."""
        return self._once if method == "POST" else self._repeatable
