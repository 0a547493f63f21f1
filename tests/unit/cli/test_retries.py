"""Reports about retried requests, and when a host is given up."""

from __future__ import annotations

import httpx
import pytest

from qrt_facade._policy.retry_watch import Pause
from qrt_facade.cli.retries import Retries

HERE, THERE = "127.0.0.1:9", "quantum.cloud.ibm.com"


@pytest.mark.parametrize(
    "failure", [httpx.ConnectError("refused"), httpx.ConnectTimeout("slow"), httpx.ReadTimeout("silent")]
)
def test_only_a_host_that_never_responded_is_given_up(failure: Exception) -> None:
    retries = Retries(note=print)
    assert retries.gives_up(HERE, failure)
    retries.answered(HERE)
    assert not retries.gives_up(HERE, failure)
    assert retries.gives_up(THERE, failure), "one place says nothing about another"


@pytest.mark.parametrize("failure", [httpx.RemoteProtocolError("cut"), httpx.PoolTimeout("busy")])
def test_a_failure_after_connecting_does_not_give_up_the_host(failure: Exception) -> None:
    assert not Retries(note=print).gives_up(HERE, failure)


@pytest.mark.parametrize(
    ("seconds", "number", "failure", "message"),
    [
        (0.4, 1, 503, None),
        (0.9, 2, httpx.ReadError("cut"), "the service is unreachable; retrying in 1 s (2 of 5)"),
        (1.2, 2, 503, "the service is temporarily unavailable (HTTP 503); retrying in 2 s (2 of 5)"),
        (30.0, 1, 429, "the service limits the rate of requests (HTTP 429); retrying in 30 s (1 of 5)"),
        (120.0, 1, 429, "the service limits the rate of requests (HTTP 429); retrying in 2 min (1 of 5)"),
    ],
)
def test_a_long_retry_pause_is_reported(
    seconds: float, number: int, failure: int | Exception, message: str | None
) -> None:
    notes: list[str] = []
    retries = Retries(notes.append)
    pause = Pause(HERE, seconds, number, 5, failure)
    retries.pausing(pause)
    assert notes == ([] if message is None else [f"qrt: note: {message}"])
    with retries.silenced():
        retries.pausing(pause)
    assert len(notes) <= 1
