"""Which failures are retried, and the pauses between attempts."""

from __future__ import annotations

import ssl
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from typing import TYPE_CHECKING, Any

import anyio
import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.scripted import Clock

from qrt_facade._policy import deadlines, timing
from qrt_facade._policy.attempts import (
    BrokenAsHttpx,
    RefusedUnreadError,
    note_answer,
    note_attempt,
    seconds_asked,
)
from qrt_facade._policy.retry_watch import Pause, watched
from qrt_facade._policy.retrying import RetryPolicies, RetryPolicy
from qrt_facade._service.failures import TimeIsUpError
from qrt_facade._sync.bodies import read_success, refuse_unread

if TYPE_CHECKING:
    from support.timing import Pauses

POLICIES = RetryPolicies(5, read_success, refuse_unread, timing.DEFAULT)
REPEATABLE = ("GET", "HEAD", "PUT", "DELETE", "PATCH")
PASSING = (429, 500, 502, 503, 504, 520, 521, 522, 523, 524)
REQUEST = httpx.Request("GET", "http://127.0.0.1/")


@pytest.mark.parametrize("method", REPEATABLE)
@pytest.mark.parametrize("status", PASSING)
def test_an_idempotent_request_is_retried_after_a_transient_status(method: str, status: int) -> None:
    policy = POLICIES.for_method(method)
    assert policy.is_retryable_method(method)
    assert policy.is_retryable_status_code(status)


@pytest.mark.parametrize("status", [200, 204, 302, 400, 401, 403, 404, 409, 413, 501])
def test_a_final_response_is_not_retried(status: int) -> None:
    assert not POLICIES.for_method("GET").is_retryable_status_code(status)


@pytest.mark.parametrize("status", [status for status in PASSING if status != 429])
def test_a_post_is_not_retried_after_the_service_may_have_acted(status: int) -> None:
    assert not POLICIES.for_method("POST").is_retryable_status_code(status)


@pytest.mark.parametrize(
    ("status", "body", "again"),
    [
        (429, b'{"errors": [{"code": 1202, "message": "too many"}]}', True),
        (429, b'{"errors": [{"message": "too many"}]}', True),
        (429, b"<html>Too many</html>", False),
        (429, b"", False),
        (503, b'{"errors": [{"code": 1202, "message": "too many"}]}', False),
        (200, b'{"errors": [{"code": 1202, "message": "too many"}]}', False),
    ],
)
def test_a_post_is_retried_if_the_service_refused_it_unread(status: int, body: bytes, again: bool) -> None:
    policy = POLICIES.for_method("POST")
    assert not policy.is_retryable_status_code(status)
    answer = httpx.Response(status, content=body, request=REQUEST)
    if again:
        with pytest.raises(RefusedUnreadError) as caught:
            refuse_unread(answer)
        assert policy.is_retryable_exception(caught.value)
        assert (str(caught.value), caught.value.request) == ("too many requests", REQUEST)
    else:
        refuse_unread(answer)


@pytest.mark.parametrize(
    ("failure", "post", "get"),
    [
        (httpx.ConnectError, True, True),
        (httpx.ConnectTimeout, True, True),
        (httpx.PoolTimeout, True, True),
        (httpx.ReadTimeout, False, True),
        (httpx.WriteTimeout, False, True),
        (httpx.ReadError, False, True),
        (httpx.WriteError, False, True),
        (httpx.CloseError, False, True),
        (httpx.RemoteProtocolError, False, True),
        (httpx.DecodingError, False, True),
        (httpx.LocalProtocolError, False, False),
        (httpx.ProxyError, False, False),
        (httpx.UnsupportedProtocol, False, False),
        (httpx.TooManyRedirects, False, False),
    ],
)
def test_a_post_is_retried_only_after_failures_to_connect(
    failure: type[Exception], post: bool, get: bool
) -> None:
    assert POLICIES.for_method("POST").is_retryable_exception(failure("x")) is post
    assert POLICIES.for_method("GET").is_retryable_exception(failure("x")) is get


def test_a_harmless_post_is_retried_like_a_get() -> None:
    policy = POLICIES.harmless_post
    assert policy.is_retryable_method("POST")
    assert policy.is_retryable_status_code(502)
    assert isinstance(policy, RetryPolicy)


@given(st.integers(1, 5000))
def test_pauses_between_retries_have_a_minimum_and_a_maximum(attempt: int) -> None:
    policy = POLICIES.for_method("GET").copy_with(attempts_made=attempt)
    full = min(timing.DEFAULT.first_retry * 2.0 ** min(attempt - 1, 20), timing.DEFAULT.longest_retry)
    assert full / 2 <= policy.backoff_strategy() <= full


def test_retry_after_overrides_the_retry_pause() -> None:
    policy = POLICIES.for_method("POST").copy_with(attempts_made=1)
    assert policy.pause_after({"retry-after": "7"}) == 7
    moment = format_datetime(datetime.now(UTC) + timedelta(seconds=30), usegmt=True)
    assert 20 < policy.pause_after({"retry-after": moment}) <= 30


@pytest.mark.parametrize(
    "header", ["inf", "nan", "soon", "-5", "", "Mon, 01 Jan 99999999999999999 00:00:00 GMT"]
)
def test_an_invalid_retry_after_is_ignored(header: str) -> None:
    policy = POLICIES.for_method("GET").copy_with(attempts_made=1)
    assert (
        timing.DEFAULT.first_retry / 2
        <= policy.pause_after({"retry-after": header})
        <= timing.DEFAULT.first_retry
    )


def test_retry_after_is_capped_at_the_longest_retry_pause() -> None:
    policy = POLICIES.for_method("GET").copy_with(attempts_made=1)
    assert policy.pause_after({"retry-after": "1000000"}) <= timing.DEFAULT.longest_retry


@pytest.mark.parametrize("world", ["asyncio", "trio"])
def test_a_retry_pause_sleeps_in_asyncio_and_trio(world: str) -> None:
    policy = POLICIES.for_method("GET").copy_with(attempts_made=1, backoff_factor=0.001)

    async def main() -> float:
        await policy.asleep(httpx.Response(503, headers={"Retry-After": "0.01"}, request=REQUEST))
        await policy.asleep(httpx.ReadError("cut", request=REQUEST))
        return policy.elapsed_sleep

    assert anyio.run(main, backend=world) >= 0.01


@pytest.mark.parametrize(
    ("left", "header", "last"),
    [
        (None, None, False),
        (10, None, False),
        (0.3, None, True),  # the first pause may take half a second
        (10, "5", False),
        (5, "5", True),
        (10, "60", True),
        (1000, "999999", False),  # obeyed up to a minute
        (-1, None, True),
    ],
)
def test_an_attempt_is_the_last_if_no_pause_fits_into_the_time_left(
    left: float | None, header: str | None, last: bool
) -> None:
    policy = POLICIES.for_method("GET")
    note_answer({} if header is None else {"retry-after": header})
    with deadlines.within(left):
        assert policy.is_exhausted() is last
    note_answer({})


@pytest.mark.parametrize(("attempts", "longest"), [(0, 0.5), (1, 1), (2, 2), (3, 4), (40, 60)])
def test_the_longest_possible_next_pause_must_fit_into_the_time_left(attempts: int, longest: float) -> None:
    policy = RetryPolicies(100, read_success, refuse_unread, timing.DEFAULT).for_method("GET")
    policy = policy.copy_with(attempts_made=attempts)
    with deadlines.within(longest * 0.99):
        assert policy.is_exhausted()
    with deadlines.within(longest * 1.01 + 1):
        assert not policy.is_exhausted()


def test_a_pause_that_uses_all_the_time_left_exhausts_the_policy(pauses: Pauses) -> None:
    pauses(clock=Clock())
    policy = POLICIES.for_method("GET")
    note_answer({"retry-after": "5"})
    with deadlines.within(5):
        assert policy.is_exhausted()
    note_answer({})


def test_there_is_no_pause_before_the_first_attempt() -> None:
    assert POLICIES.for_method("GET").copy_with(attempts_made=0).pause_after({}) == 0


class Watching:
    """A watcher that records its calls."""

    def __init__(self) -> None:
        self.calls: list[Any] = []

    def answered(self, place: str) -> None:
        self.calls.append(place)

    def gives_up(self, place: str, failure: Exception) -> bool:
        return isinstance(failure, httpx.ReadTimeout)

    def pausing(self, pause: Pause) -> None:
        self.calls.append(pause)


def test_a_watcher_receives_attempts_responses_and_pauses_and_may_stop_the_retries() -> None:
    policy = POLICIES.for_method("GET").copy_with(attempts_made=2, backoff_factor=0.0001)
    failure = httpx.ReadError("cut", request=REQUEST)
    with watched(watcher := Watching()):
        note_attempt(httpx.URL("https://user:word@example.test:8443/jobs"))
        note_answer({"retry-after": "0.001"})
        assert seconds_asked() == 0.001
        policy.sleep(httpx.Response(503, headers={"Retry-After": "0.001"}, request=REQUEST))
        policy.sleep(failure)
        assert not policy.is_retryable_exception(httpx.ReadTimeout("slow", request=REQUEST))
        assert policy.is_retryable_exception(failure)
    place, first, second = watcher.calls
    assert place == "example.test:8443"
    assert first == Pause(place, 0.001, 2, 5, 503)
    assert second == Pause(place, second.seconds, 2, 5, failure)
    assert policy.elapsed_sleep == first.seconds + second.seconds
    note_attempt(REQUEST.url)
    assert seconds_asked() is None  # the Retry-After of an earlier response does not apply


def test_pauses_between_retries_double() -> None:
    for attempt, full in ((1, 0.5), (2, 1), (3, 2), (7, 32), (8, 60)):
        policy = POLICIES.for_method("GET").copy_with(attempts_made=attempt)
        pauses = [policy.backoff_strategy() for _ in range(200)]
        assert full / 2 <= min(pauses) < full * 0.6
        assert full * 0.9 < max(pauses) <= full


def test_get_policy_reads_responses_and_post_policy_checks_refusals() -> None:
    assert POLICIES.for_method("GET").validate_response is read_success
    assert POLICIES.for_method("POST").validate_response is refuse_unread


def test_broken_connections_of_other_libraries_are_raised_as_httpx_errors_and_retried() -> None:
    with pytest.raises(httpx.ReadError, match="cut") as caught, BrokenAsHttpx(REQUEST):
        raise ssl.SSLEOFError(8, "cut")
    assert caught.value.request is REQUEST
    with pytest.raises(httpx.ReadError, match="BrokenResourceError"), BrokenAsHttpx(REQUEST):
        raise anyio.BrokenResourceError

    class OwnError(httpx.ConnectError, OSError):
        """Stands for an error of a user's transport."""

    for error in (httpx.ConnectError("own"), OwnError("own"), ValueError("a mistake"), KeyboardInterrupt()):
        with pytest.raises(type(error)) as passed, BrokenAsHttpx(REQUEST):
            raise error
        assert passed.value is error


def test_permanent_failures_are_not_retried() -> None:
    untrusted = httpx.ConnectError("x")
    untrusted.__cause__ = ssl.SSLCertVerificationError(1, "self-signed")
    untrusted.__cause__.reason = "CERTIFICATE_VERIFY_FAILED"
    cut = httpx.ConnectError("x")
    cut.__cause__ = ssl.SSLEOFError(8, "EOF")
    for method in ("GET", "POST"):
        policy = POLICIES.for_method(method)
        assert not policy.is_retryable_exception(untrusted)
        assert not policy.is_retryable_exception(TimeIsUpError(1, "timeout="))
        assert policy.is_retryable_exception(cut)
