"""Outages of minutes or hours end no wait before its timeout, and a job that ended meanwhile is noticed immediately."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING, Any

import httpx
import pytest
from support.circuits import FLIP
from support.outages import FAILURES, OutService, SleepingClock, unavailable
from support.worlds import perform

from qrt_facade import (
    ApiError,
    AuthenticationError,
    JobTimeoutError,
    RuntimeClient,
    ServerError,
    TransportError,
)

if TYPE_CHECKING:
    from support.timing import Pauses

BOTH = ("sync", "asyncio")
MINUTE, HOUR, DAY = 60.0, 3600.0, 24 * 3600.0
OUTAGES = {"15 minutes": 15 * MINUTE, "2 hours": 2 * HOUR, "12 hours": 12 * HOUR}
TRIED = {
    ("15 minutes", "no route", "sync"),
    ("2 hours", "silence", "asyncio"),
    ("12 hours", "503", "sync"),
}
"""The outages tested in every run."""
EVERY = [
    pytest.param(outage, failure, world, marks=() if (outage, failure, world) in TRIED else pytest.mark.long)
    for outage in OUTAGES
    for failure in FAILURES
    for world in BOTH
]
PARAMS = {"pubs": [[FLIP, None, 1]], "version": 2}


@pytest.fixture
def clock(pauses: Pauses, monkeypatch: pytest.MonkeyPatch) -> SleepingClock:
    clock = SleepingClock()
    clock.rule(pauses, monkeypatch, advice_every=None)
    return clock


def submit(client: Any) -> Any:
    return client.jobs.submit("sampler", PARAMS, backend="ibm_fez")


def waited_for_one(service: OutService, world: str, timeout: float) -> None:
    if world == "sync":

        def wait(client: Any) -> Any:
            return submit(client).wait(timeout)
    else:

        async def wait(client: Any) -> Any:
            return await (await submit(client)).wait(timeout)

    (job,) = perform(world, service.arguments(), wait)
    assert job.status == "Completed"


def waited_for_many(service: OutService, world: str, timeout: float) -> None:
    if world == "sync":

        def wait(client: Any) -> Any:
            return client.jobs.wait_all([submit(client) for _ in range(3)], timeout)
    else:

        async def wait(client: Any) -> Any:
            return await client.jobs.wait_all([await submit(client) for _ in range(3)], timeout)

    (jobs,) = perform(world, service.arguments(), wait)
    assert [job.status for job in jobs] == ["Completed"] * 3


def result_fetched(service: OutService, world: str, timeout: float) -> None:
    if world == "sync":

        def fetch(client: Any) -> Any:
            return submit(client).result(timeout)
    else:

        async def fetch(client: Any) -> Any:
            return await (await submit(client)).result(timeout)

    (result,) = perform(world, service.arguments(), fetch)
    assert result[0].counts() == {"1": 1}


@pytest.mark.filterwarnings("ignore:the service has not responded:RuntimeWarning")
@pytest.mark.parametrize(("outage", "failure", "world"), EVERY)
@pytest.mark.parametrize("waited", [waited_for_one, waited_for_many, result_fetched])
def test_an_outage_within_a_wait_of_a_day_does_not_end_it(
    waited: Any, outage: str, failure: str, world: str, clock: SleepingClock
) -> None:
    lasts = OUTAGES[outage]
    service = OutService(
        clock, ends=MINUTE + lasts / 2, out=(MINUTE, MINUTE + lasts), fails=FAILURES[failure]
    )
    waited(service, world, DAY)
    # At most once a minute, plus the retries of one request.
    assert service.elapsed <= MINUTE + lasts + 3 * MINUTE
    assert len(service.asked) < 60 + lasts / 8


@pytest.mark.filterwarnings("ignore:the service has not responded:RuntimeWarning")
@pytest.mark.parametrize(("outage", "failure", "world"), EVERY)
def test_an_outage_during_the_download_is_waited_out(
    outage: str, failure: str, world: str, clock: SleepingClock
) -> None:
    service = OutService(clock, ends=0.0, out=(0.0, 0.0), fails=FAILURES[failure])

    def gone(job: Any) -> None:
        service.out = (service.elapsed, service.elapsed + OUTAGES[outage])

    if world == "sync":

        def run(client: Any) -> Any:
            return client.sampler.run(FLIP, backend="ibm_fez", on_update=gone_when_ended)
    else:

        async def run(client: Any) -> Any:
            return await client.sampler.run(FLIP, backend="ibm_fez", on_update=gone_when_ended)

    def gone_when_ended(job: Any) -> None:
        if job.ended:
            gone(job)

    (result,) = perform(world, service.arguments(), run)
    assert result[0].counts() == {"1": 1}
    assert OUTAGES[outage] <= service.elapsed <= OUTAGES[outage] + 3 * MINUTE


IN_PLACE_OF_THE_SERVICE = {
    "captive portal": lambda _: httpx.Response(200, html="<html>log in</html>"),
    "redirect to a portal": lambda _: httpx.Response(302, headers={"Location": "https://portal.test/login"}),
    "network authentication": lambda _: httpx.Response(511, html="<html>log in</html>"),
    "proxy authentication": lambda _: httpx.Response(407, html="<html>who are you?</html>"),
    "a firewall's page": lambda _: httpx.Response(403, html="<html>blocked</html>"),
    "a gateway's JSON": lambda _: httpx.Response(401, json={"code": 401, "message": "no upstream"}),
    "IAM out of order": lambda request: httpx.Response(
        401 if request.url.path != "/identity/token" else 500, json={"errorCode": "BXNIM0500E"}
    ),
    "an edge without its origin": lambda _: httpx.Response(530, content=b"origin"),
}


@pytest.mark.filterwarnings("ignore:the service has not responded:RuntimeWarning")
@pytest.mark.parametrize("answer", IN_PLACE_OF_THE_SERVICE)
@pytest.mark.parametrize("raw", [False, True], ids=["decoded", "bytes"])
def test_an_intermediary_s_response_to_the_download_is_waited_out(
    answer: str, raw: bool, clock: SleepingClock
) -> None:
    service = OutService(clock, ends=0.0, out=(0.0, 0.0), fails=IN_PLACE_OF_THE_SERVICE[answer])
    with RuntimeClient(**service.arguments()) as client:
        job = submit(client).wait()
        service.out = (service.elapsed, service.elapsed + 2 * HOUR)
        if raw:
            assert b'"c"' in job.result_body(DAY)
        else:
            assert job.result()[0].counts() == {"1": 1}
    assert 2 * HOUR <= service.elapsed <= 2 * HOUR + 3 * MINUTE
    assert len(service.asked) < 60 + 2 * HOUR / 20


@pytest.mark.parametrize(
    "refusal",
    [
        httpx.Response(403, json={"errors": [{"code": 1200, "message": "not yours"}]}),
        httpx.Response(500, json={"errors": [{"code": 1500, "message": "lost"}]}),
    ],
    ids=["403", "500"],
)
def test_the_service_s_error_for_a_result_is_raised_immediately(
    refusal: httpx.Response, clock: SleepingClock
) -> None:
    service = OutService(clock, ends=0.0, out=(0.0, 0.0), fails=lambda _: refusal)
    with RuntimeClient(**service.arguments()) as client:
        job = submit(client).wait()
        service.out = (service.elapsed, DAY)
        with pytest.raises(ApiError):
            job.result()
    assert service.elapsed < MINUTE


def test_result_body_without_timeout_is_not_retried(clock: SleepingClock) -> None:
    service = OutService(clock, ends=0.0, out=(0.0, 0.0), fails=unavailable)
    with RuntimeClient(**service.arguments()) as client:
        job = submit(client).wait()
        service.out = (service.elapsed, DAY)
        with pytest.raises(ServerError):
            job.result_body()
    assert service.elapsed < MINUTE


def test_an_empty_object_changes_no_status_and_counts_as_an_outage(clock: SleepingClock) -> None:
    service = OutService(
        clock, ends=HOUR, out=(MINUTE, 2 * HOUR), fails=lambda _: httpx.Response(200, json={})
    )
    seen: list[str] = []
    with (
        RuntimeClient(**service.arguments()) as client,
        pytest.warns(RuntimeWarning, match="has not responded"),
    ):
        submit(client).wait(DAY, on_update=lambda job: seen.append(job.status))
    assert seen == ["Queued", "Completed"]


def test_a_proxy_s_403_does_not_mark_the_last_job_missing(clock: SleepingClock) -> None:
    blocked = IN_PLACE_OF_THE_SERVICE["a firewall's page"]
    service = OutService(clock, ends=HOUR, out=(MINUTE, 2 * HOUR), fails=blocked)
    with RuntimeClient(**service.arguments()) as client:
        with pytest.warns(RuntimeWarning, match="has not responded"):
            (job,) = client.jobs.wait_all([submit(client)], DAY)
        assert (job.status, job.missing) == ("Completed", False)
    assert len(service.asked) < 60 + 2 * HOUR / 50


def test_an_outage_outlasting_the_wait_raises_at_its_timeout_with_the_failure(
    clock: SleepingClock,
) -> None:
    service = OutService(clock, ends=HOUR, out=(MINUTE, DAY), fails=unavailable)
    with (
        RuntimeClient(**service.arguments()) as client,
        pytest.warns(RuntimeWarning),
        pytest.raises(JobTimeoutError) as caught,
    ):
        submit(client).wait(2 * HOUR)
    assert isinstance(caught.value.__cause__, ServerError)
    assert 2 * HOUR <= service.elapsed <= 2 * HOUR + MINUTE


def test_an_outage_during_the_download_ends_at_the_timeout_and_names_the_job(
    clock: SleepingClock,
) -> None:
    service = OutService(clock, ends=0.0, out=(0.0, 0.0), fails=FAILURES["no route"])
    with RuntimeClient(**service.arguments()) as client:
        job = submit(client).wait()
        service.out = (service.elapsed, DAY)
        with pytest.warns(RuntimeWarning), pytest.raises(TransportError) as caught:
            job.result(HOUR)
    assert caught.value.job_id == job.id
    assert HOUR <= service.elapsed <= HOUR + 5 * MINUTE


def test_a_long_outage_warns_once_and_its_end_is_logged(
    clock: SleepingClock, caplog: pytest.LogCaptureFixture
) -> None:
    service = OutService(clock, ends=5 * HOUR, out=(MINUTE, 4 * HOUR), fails=unavailable)
    with (
        caplog.at_level(logging.INFO, "qrt_facade.waiting"),
        pytest.warns(RuntimeWarning) as warned,
        RuntimeClient(**service.arguments()) as client,
    ):
        submit(client).wait()
    (warning,) = [one for one in warned if "has not responded" in str(one.message)]
    assert "still waiting" in str(warning.message)
    messages = [record.getMessage() for record in caplog.records if record.name == "qrt_facade.waiting"]
    assert messages[0] == str(warning.message)
    assert messages[1].startswith("the service responds again, after ")
    assert len(messages) == 2


@pytest.mark.filterwarnings("error")
def test_an_outage_of_two_minutes_does_not_warn(clock: SleepingClock) -> None:
    service = OutService(clock, ends=30 * MINUTE, out=(MINUTE, 2.5 * MINUTE), fails=FAILURES["503"])
    with RuntimeClient(**service.arguments(retries=0)) as client:
        assert submit(client).wait().status == "Completed"


def test_one_hour_tokens_are_replaced_during_a_wait_of_hours(clock: SleepingClock) -> None:
    service = OutService(clock, ends=5 * HOUR, out=(0.0, 0.0), fails=unavailable)
    with RuntimeClient(**service.arguments()) as client:
        assert submit(client).wait(DAY).status == "Completed"
    assert 5 <= service.exchanges <= 7


def test_a_wait_notices_the_end_in_the_first_response_after_sleep(
    clock: SleepingClock,
) -> None:
    service = OutService(clock, ends=HOUR, out=(0.0, 0.0), fails=unavailable)

    def asleep(job: Any) -> None:
        if not job.ended:
            clock.now += 9 * HOUR

    with RuntimeClient(**service.arguments()) as client:
        assert submit(client).wait(DAY, on_update=asleep).status == "Completed"
    assert service.elapsed <= 9 * HOUR + 2 * MINUTE


def test_a_permanently_rejected_key_ends_the_wait_within_minutes(clock: SleepingClock) -> None:
    service = OutService(clock, ends=DAY, out=(0.0, 0.0), fails=unavailable)

    def refused(request: httpx.Request) -> httpx.Response:
        if request.url.path == "/identity/token":
            return httpx.Response(
                400, json={"errorCode": "BXNIM0415E", "errorMessage": "Provided API key could not be found."}
            )
        return httpx.Response(401, json={"errors": [{"code": 1200, "message": "expired"}]})

    with RuntimeClient(**service.arguments()) as client:
        job = submit(client)
        service.out, service.fails = (MINUTE, DAY), refused
        with pytest.raises(AuthenticationError):
            job.wait(DAY)
    assert service.elapsed <= MINUTE + 5 * MINUTE
