"""Retries of a failed request to cancel a job, and whether it may already have taken effect."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from support.scripted import Clock

from qrt_facade._policy import deadlines, timing
from qrt_facade._policy.waiting import CancelAttempts
from qrt_facade.errors import (
    ApiError,
    AuthenticationError,
    ConfigurationError,
    ConflictError,
    NotFoundError,
    PermissionDeniedError,
    QrtError,
    RateLimitError,
    ServerError,
    TransportError,
    UnexpectedResponseError,
)

if TYPE_CHECKING:
    from support.timing import Pauses

MAY_HAVE_CANCELLED = [
    TransportError("connection cut", may_have_arrived=True),
    ServerError("bad gateway", status=502),
    ServerError("internal error", status=500, code=1999),
    UnexpectedResponseError("page of a captive portal", status=200),
    PermissionDeniedError("page of a firewall", status=403),
]
CANNOT_HAVE_CANCELLED = [
    TransportError("no connection", may_have_arrived=False),
    RateLimitError("refused before it was processed", status=429, code=1202),
    RateLimitError("page of a gateway", status=429),
    ConflictError("already ended", status=409, code=1305),
    NotFoundError("no such job", status=404, code=1291),
    AuthenticationError("no such key", status=400, code="BXNIM0415E"),
    ApiError("bad request", status=400, code=1200),
    ConfigurationError("client is closed"),
    QrtError("other"),
]


@pytest.mark.parametrize("error", MAY_HAVE_CANCELLED)
def test_a_cancellation_that_may_have_arrived_is_retried_and_in_doubt(error: QrtError) -> None:
    attempts = CancelAttempts(1)
    assert attempts.in_doubt is False
    assert attempts.pause(error) == timing.DEFAULT.first_retry
    assert attempts.in_doubt is True


@pytest.mark.parametrize("error", CANNOT_HAVE_CANCELLED)
def test_a_cancellation_that_was_refused_or_never_sent_is_not_retried(
    error: QrtError,
) -> None:
    attempts = CancelAttempts(3)
    with pytest.raises(type(error)) as caught:
        attempts.pause(error)
    assert caught.value is error
    assert attempts.in_doubt is False


@pytest.mark.parametrize("retries", [0, 1, 3])
def test_a_cancellation_is_retried_as_often_as_the_client_retries(retries: int) -> None:
    attempts, failure = CancelAttempts(retries), TransportError("connection cut")
    for _ in range(retries):
        attempts.pause(failure)
    with pytest.raises(TransportError) as caught:
        attempts.pause(failure)
    assert caught.value is failure


def test_pauses_between_cancellations_double_up_to_a_limit(pauses: Pauses) -> None:
    pauses(first_retry=0.5, longest_retry=3.0)
    attempts = CancelAttempts(5)
    assert [attempts.pause(TransportError("connection cut")) for _ in range(5)] == [0.5, 1.0, 2.0, 3.0, 3.0]


@pytest.mark.parametrize(("retry_after", "pause"), [(None, 0.5), (0.1, 0.5), (20.0, 20.0), (1e6, 300.0)])
def test_a_cancellation_is_retried_after_the_retry_after_delay(
    retry_after: float | None, pause: float
) -> None:
    assert CancelAttempts(1).pause(ServerError("down", status=503, retry_after=retry_after)) == pause


def test_a_long_retry_after_does_not_lengthen_the_pauses_after_it(pauses: Pauses) -> None:
    pauses(first_retry=0.5)
    attempts = CancelAttempts(2)
    assert attempts.pause(ServerError("down", status=503, retry_after=20)) == 20
    assert attempts.pause(ServerError("down", status=503)) == 1.0


def test_a_cancellation_is_not_retried_after_the_deadline(pauses: Pauses) -> None:
    pauses(clock=Clock(), first_retry=0.5)
    failure = ServerError("down", status=503, retry_after=20)
    with deadlines.within(20.5):
        assert CancelAttempts(1).pause(failure) == 20
    with deadlines.within(20), pytest.raises(ServerError) as caught:
        CancelAttempts(1).pause(failure)
    assert caught.value is failure
