"""Which failed result downloads are retried within a wait's timeout, and after which pauses."""

from __future__ import annotations

from typing import TYPE_CHECKING, NoReturn

import httpx
import pytest
from support.scripted import Clock

from qrt_facade._policy.tokens import TOKEN_PATH
from qrt_facade._policy.waiting import WaitPlan, is_outage
from qrt_facade._service.failures import BodyRefusedError
from qrt_facade.errors import (
    ApiError,
    AuthenticationError,
    ConfigurationError,
    NotFoundError,
    PartialResultError,
    PermissionDeniedError,
    QrtError,
    RateLimitError,
    ResultDecodeError,
    ServerError,
    TransportError,
    UnexpectedResponseError,
)

if TYPE_CHECKING:
    from support.timing import Pauses


@pytest.fixture
def clock(pauses: Pauses) -> Clock:
    clock = Clock()
    pauses(clock=clock)
    return clock


def caused_by(cause: Exception) -> TransportError:
    error = TransportError("response refused", may_have_arrived=False)
    error.__cause__ = cause
    return error


OUTAGES = [
    TransportError("no connection", may_have_arrived=False),
    ServerError("bad gateway", status=502),
    ServerError("service unavailable", status=503, code=1999),
    ServerError("gateway timeout", status=504),
    RateLimitError("too many requests", status=429, code=1202),
    ApiError("request timeout", status=408),
    AuthenticationError("from a proxy", status=401),
    PermissionDeniedError("page of a firewall", status=403),
    UnexpectedResponseError("page of a captive portal", status=200, from_service=False),
    UnexpectedResponseError("page of an edge", status=500, from_service=False),
    ServerError("IAM is down", status=500, path=TOKEN_PATH),
    NotFoundError("no IAM here", status=404, path=f"/proxy{TOKEN_PATH}"),
    UnexpectedResponseError("IAM's response is not a token", status=200, path=TOKEN_PATH),
]
NOT_OUTAGES = [
    PartialResultError("cut short"),
    caused_by(BodyRefusedError("larger than max_bytes")),
    caused_by(httpx.DecodingError("damaged gzip")),
    AuthenticationError("no such key", status=400, code="BXNIM0415E", path=TOKEN_PATH),
    AuthenticationError("no such key", status=401, code=1219),
    PermissionDeniedError("not authorized", status=403, code=1200),
    NotFoundError("no result", status=404),
    ServerError("the service failed", status=500),
    ServerError("not implemented", status=501),
    ServerError("HTTP version not supported", status=505),
    UnexpectedResponseError("a result that is not JSON", status=200),
    ConfigurationError("client is closed"),
    ResultDecodeError("no result"),
    QrtError("other"),
]


@pytest.mark.parametrize("repeatable", [True, False])
@pytest.mark.parametrize("error", OUTAGES)
def test_a_download_failure_outside_the_service_is_an_outage(error: QrtError, repeatable: bool) -> None:
    assert is_outage(error, repeatable=repeatable)


@pytest.mark.parametrize("repeatable", [True, False])
@pytest.mark.parametrize("error", NOT_OUTAGES)
def test_a_refused_or_damaged_download_is_not_an_outage(error: QrtError, repeatable: bool) -> None:
    assert not is_outage(error, repeatable=repeatable)


def test_a_one_time_result_is_not_requested_again_if_the_request_may_have_arrived() -> None:
    cut = TransportError("connection cut", may_have_arrived=True)
    assert is_outage(cut)
    assert is_outage(cut, repeatable=True)
    assert not is_outage(cut, repeatable=False)


def test_pauses_between_downloads_double_until_the_wait_ends(clock: Clock) -> None:
    plan, failure = WaitPlan(100), ServerError("bad gateway", status=502)

    def download_until_it_is_raised() -> NoReturn:
        while True:
            clock.sleep(plan.pause_after(failure, repeatable=True))

    with pytest.raises(ServerError) as caught:
        download_until_it_is_raised()
    assert caught.value is failure
    assert clock.slept == [1, 2, 4, 8, 16, 32, 37]
    assert plan.last_failure is failure


def test_a_download_is_retried_while_any_time_is_left(clock: Clock) -> None:
    plan = WaitPlan(10)
    clock.sleep(9.5)
    assert plan.pause_after(TransportError("connection cut"), repeatable=True) == 0.5


def test_a_download_failure_that_is_not_an_outage_ends_the_wait_immediately(clock: Clock) -> None:
    cut = TransportError("connection cut", may_have_arrived=True)
    plan = WaitPlan(100)
    with pytest.raises(TransportError) as caught:
        plan.pause_after(cut, repeatable=False)
    assert caught.value is cut
    assert plan.last_failure is None


def test_time_left_of_a_wait_counts_down_to_zero(clock: Clock) -> None:
    plan = WaitPlan(10)
    assert plan.left() == 10
    clock.sleep(9.5)
    assert plan.left() == 0.5
    clock.sleep(5)
    assert plan.left() == 0
