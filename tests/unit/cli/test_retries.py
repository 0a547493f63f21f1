"""What is reported of a request that is sent again, and when a place is given up."""

from __future__ import annotations

import httpx
import pytest

from qrt_facade._policy.retry_watch import Pause
from qrt_facade.cli.retries import Retries

HERE, THERE = "127.0.0.1:9", "quantum.cloud.ibm.com"


@pytest.mark.parametrize(
    "failure", [httpx.ConnectError("refused"), httpx.ConnectTimeout("slow"), httpx.ReadTimeout("silent")]
)
def test_only_a_place_that_never_answered_is_given_up(failure: Exception) -> None:
    retries = Retries(note=print)
    assert retries.gives_up(HERE, failure)
    retries.answered(HERE)
    assert not retries.gives_up(HERE, failure)
    assert retries.gives_up(THERE, failure), "one place says nothing about another"


@pytest.mark.parametrize("failure", [httpx.RemoteProtocolError("cut"), httpx.PoolTimeout("busy")])
def test_a_failure_after_a_connection_is_no_reason_to_give_up(failure: Exception) -> None:
    assert not Retries(note=print).gives_up(HERE, failure)


@pytest.mark.parametrize(
    ("seconds", "number", "failure", "said"),
    [
        (0.4, 1, 503, None),
        (0.9, 2, httpx.ReadError("cut"), "the service is unreachable; retrying in 1 s (2 of 5)"),
        (1.2, 2, 503, "the service is temporarily unavailable (HTTP 503); retrying in 2 s (2 of 5)"),
        (30.0, 1, 429, "the service limits the rate of requests (HTTP 429); retrying in 30 s (1 of 5)"),
        (120.0, 1, 429, "the service limits the rate of requests (HTTP 429); retrying in 2 min (1 of 5)"),
    ],
)
def test_a_pause_is_reported_once_a_person_notices_it(
    seconds: float, number: int, failure: int | Exception, said: str | None
) -> None:
    notes: list[str] = []
    retries = Retries(notes.append)
    pause = Pause(HERE, seconds, number, 5, failure)
    retries.pausing(pause)
    assert notes == ([] if said is None else [f"qrt: note: {said}"])
    with retries.silenced():
        retries.pausing(pause)
    assert len(notes) <= 1
