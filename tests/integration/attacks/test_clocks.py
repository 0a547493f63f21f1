"""Clocks that are wrong, jump or stop, and times and durations of unusual types."""

from __future__ import annotations

import os
import time
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, timezone
from decimal import Decimal
from email.utils import format_datetime
from fractions import Fraction
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest
from integration.attacks.service import Service, submit
from support.scripted import ScriptedServer, Silence, reply, token_reply
from support.worlds import perform

from qrt_facade import (
    ConfigurationError,
    JobTimeoutError,
    NotFoundError,
    RateLimitError,
    RuntimeClient,
    TransportError,
)
from qrt_facade._policy import deadlines

if TYPE_CHECKING:
    from collections.abc import Iterator

    from support.timing import Pauses

BOTH = ("sync", "asyncio")
OVERLOADED = {"errors": [{"code": 1000, "message": "not now"}]}

FAR_DATES = (
    "Fri, 31 Dec 9999 23:59:59 -2359",  # in UTC beyond what Python's dates can express
    "Fri, 31 Dec 9999 23:59:59 GMT",
    "Mon, 01 Jan 0100 00:00:00 +2359",
    "Thu, 01 Jan 1970 00:00:00 GMT",
    "Mon, 01 Jan 2024 00:00:00 +99999999",
    "Mon, 32 Feb 2026 25:61:61 GMT",
)
ODD_NUMBERS = ("-5", "0.5", "1e400", "-inf", "nan", "1_000", "9" * 400, "0x10", "5, 7", "5 seconds")


@pytest.mark.parametrize("asked", [*FAR_DATES, *ODD_NUMBERS])
def test_an_invalid_retry_after_never_loses_an_accepted_job(asked: str) -> None:
    service = Service(headers={"Retry_After": asked})
    with ScriptedServer(service) as server, RuntimeClient(**server.arguments()) as client:
        assert [submit(client).id] == list(service.tags)


@pytest.mark.parametrize("asked", [*FAR_DATES, *ODD_NUMBERS])
def test_an_invalid_retry_after_never_hides_an_error(asked: str) -> None:
    with (
        ScriptedServer(reply(OVERLOADED, 429, Retry_After=asked)) as server,
        RuntimeClient(**server.arguments()) as client,
        pytest.raises(RateLimitError) as caught,
    ):
        client.jobs.get("a-job")
    assert caught.value.retry_after is None or 0 <= caught.value.retry_after <= 300


@pytest.mark.parametrize(("world", "hours"), [("sync", -240), ("asyncio", 1)])
def test_a_retry_after_date_is_relative_to_the_service_s_clock(
    hours: int, world: str, pauses: Pauses
) -> None:
    pauses(first_retry=0.01)
    there = datetime.now(UTC) + timedelta(hours=hours)  # the service's clock, if ours is wrong by this much
    busy = reply(
        OVERLOADED,
        503,
        Date=format_datetime(there, usegmt=True),
        Retry_After=format_datetime(there + timedelta(seconds=1), usegmt=True),
    )
    with ScriptedServer([busy, reply({"id": "a-job", "status": "Queued"})]) as server:
        began = time.monotonic()
        (job,) = perform(world, server.arguments(retries=1), lambda client: client.jobs.get("a-job"))
    assert job.status == "Queued"
    assert 1.0 <= time.monotonic() - began < 30


NUMBERS = (np.float32(5), np.float16(5), np.int8(5), Fraction(5), 1e300, np.float64(5))


@pytest.mark.parametrize("world", BOTH)
@pytest.mark.parametrize("seconds", NUMBERS, ids=lambda value: f"{type(value).__name__} {float(value):g}")
def test_timeouts_accept_every_kind_of_number(seconds: Any, world: str) -> None:
    service = Service()
    with ScriptedServer(service) as server:
        arguments = server.arguments(timeout=seconds, total_timeout=seconds)
        (job,) = perform(world, arguments, submit)
        (found,) = perform(world, arguments, lambda client: client.jobs.get(job.id))
        assert found.id == job.id


@pytest.mark.parametrize("seconds", [np.float32(0.25), np.float16(0.25), Fraction(1, 4)])
def test_timeouts_of_every_kind_of_number_expire(seconds: Any) -> None:
    with (
        ScriptedServer(Service(status="Running")) as server,
        RuntimeClient(**server.arguments()) as client,
        pytest.raises(JobTimeoutError, match=r"after 0\.25 s"),
    ):
        client.jobs.get("job-1").wait(seconds)
    with (
        ScriptedServer(Silence()) as server,
        RuntimeClient(**server.arguments(total_timeout=seconds)) as client,
        pytest.raises(TransportError, match=r"within 0\.25 s"),
    ):
        client.jobs.get("job-1")


@pytest.mark.parametrize(
    "seconds", [Decimal(5), timedelta(seconds=5), float("inf"), float("nan"), 10**400, True, "5", -1, None]
)
def test_invalid_timeouts_raise_before_sending(seconds: Any) -> None:
    with ScriptedServer(Service(status="Running")) as server:
        for name in ("timeout", "total_timeout"):
            with pytest.raises(ConfigurationError, match=name):
                RuntimeClient(**{**server.arguments(), name: seconds})
        with RuntimeClient(**server.arguments()) as client:
            job = client.jobs.get("job-1")
            asked = len(server.seen)
            with pytest.raises(ConfigurationError, match="timeout"):
                job.wait(seconds)
        assert len(server.seen) == asked


@dataclass
class Clocks:
    """Both clocks of this machine, set by the test."""

    wall: float = 0.0
    still_at: float | None = None

    def monotonic(self) -> float:
        return time.monotonic() if self.still_at is None else self.still_at

    def time(self) -> float:
        return time.time() + self.wall


def test_a_clock_set_forward_and_back_costs_at_most_one_token(pauses: Pauses) -> None:
    clocks = Clocks()
    pauses(clock=clocks)
    with ScriptedServer(Service()) as server, RuntimeClient(**server.arguments()) as client:
        for shift in (0, -86400 * 365, 0, 1800, 0, -1800):
            clocks.wall = shift
            submit(client)
        assert len(server.exchanges) == 1
        clocks.wall = 86400.0
        submit(client)
        clocks.wall = 0.0
        submit(client)
        assert len(server.exchanges) == 2


def test_a_token_expired_while_clocks_stopped_is_replaced_after_a_401(
    pauses: Pauses,
) -> None:
    clocks = Clocks()
    pauses(clock=clocks)
    service = Service()
    refused = reply({"errors": [{"code": 1200, "message": "expired"}]}, 401)
    with (
        ScriptedServer(
            lambda request: service(request) if "token-1" in request.text else refused,
            iam=[token_reply("token-0"), token_reply("token-1")],
        ) as server,
        RuntimeClient(**server.arguments()) as client,
    ):
        clocks.still_at = time.monotonic()
        assert submit(client).id == "job-1"
    assert list(service.tags) == ["job-1"]


@pytest.mark.parametrize("life", [0, -1, 1e-9, 1e300, "3600", None, True])
def test_a_token_of_any_lifetime_is_used_at_least_once(life: Any) -> None:
    service = Service()
    with (
        ScriptedServer(service, iam=token_reply(expires_in=life)) as server,
        RuntimeClient(**server.arguments()) as client,
    ):
        submit(client)
        submit(client)
    assert list(service.tags) == ["job-1", "job-2"]
    assert len(server.exchanges) <= 2


def test_a_wait_with_a_stopped_clock_notices_the_end(pauses: Pauses) -> None:
    clocks = Clocks(still_at=time.monotonic())
    pauses(clock=clocks, first_poll=0.01, longest_poll=0.02, longest_failed_poll=0.02)
    service = Service(status="Running")

    def on_update(job: Any) -> None:
        clocks.still_at = time.monotonic() - 3600
        service.status = "Completed"

    with ScriptedServer(service) as server, RuntimeClient(**server.arguments()) as client:
        assert submit(client).wait(5, on_update=on_update).status == "Completed"


@pytest.mark.parametrize("zone", ["Europe/Berlin", "America/St_Johns", "Pacific/Kiritimati"])
@pytest.mark.parametrize(
    "moment",
    [datetime(2026, 3, 29, 2, 30), datetime(2026, 10, 25, 2, 30, fold=1), "2026-03-29 02:30"],  # noqa: DTZ001 - naive on purpose
)
def test_nonexistent_and_ambiguous_local_times_are_resolved(
    moment: Any, zone: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TZ", zone)
    time.tzset()
    try:
        with ScriptedServer(Service()) as server, RuntimeClient(**server.arguments()) as client:
            assert list(client.jobs.list(created_after=moment, created_before=moment)) == []
        assert "%2B00%3A00" in server.calls[-1].path
    finally:
        monkeypatch.undo()
        time.tzset()


BEYOND = (
    datetime.min.replace(tzinfo=timezone(timedelta(hours=12))),
    datetime.max.replace(tzinfo=timezone(timedelta(hours=-12))),
    "10000-01-01",
    "1e400",
    "",
)


@pytest.mark.parametrize("moment", BEYOND, ids=str)
def test_an_out_of_range_time_raises_with_the_argument_s_name(moment: Any) -> None:
    with (
        ScriptedServer(Service()) as server,
        RuntimeClient(**server.arguments()) as client,
        pytest.raises(ConfigurationError, match="created_after"),
    ):
        list(client.jobs.list(created_after=moment))
    assert server.seen == []


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """The folder of saved results, on a file system that supports every date if there is one."""
    memory = Path("/dev/shm")
    with TemporaryDirectory(dir=memory if memory.is_dir() else tmp_path) as state:
        monkeypatch.setenv("XDG_STATE_HOME", state)
        folder = Path(state) / "qrt-facade"
        folder.mkdir(mode=0o700)
        yield folder


@pytest.mark.parametrize("seconds", [-(2.0**31), 0.0, 2.0**31, 1e12])
def test_saved_results_of_any_date_are_listed(seconds: float, folder: Path) -> None:
    file = folder / "result-a-job-0123abcd.sampler.json"
    file.write_bytes(b"{}")
    os.utime(file, (seconds, seconds))
    assert [kept.job_id for kept in RuntimeClient.kept_results()] == ["a-job"]


def test_nested_deadlines_end_at_the_earlier(pauses: Pauses) -> None:
    pauses(first_poll=0.01, last_question=0.1)
    with ScriptedServer(Silence()) as server:
        for inner, outer in ((0.2, 60.0), (60.0, 0.2)):
            with RuntimeClient(**server.arguments(total_timeout=inner)) as client:
                began = time.monotonic()
                with pytest.raises((TransportError, NotFoundError)):
                    within(outer, client)
                assert time.monotonic() - began < 10


def within(seconds: float, client: RuntimeClient) -> None:
    with deadlines.within(seconds), deadlines.within(None), deadlines.within(1e308):
        client.jobs.get("a-job")
