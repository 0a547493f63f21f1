"""How outages are logged and warned about."""

from __future__ import annotations

import logging
import warnings

import pytest
from support.outages import SleepingClock

from qrt_facade import TransportError
from qrt_facade._policy import timing
from qrt_facade._policy.outages import Outage, duration_text

HOUR = 3600.0


def suffer(outage: Outage, clock: SleepingClock, seconds: float) -> None:
    """Fail once a minute for a duration, then receive a response."""
    for _ in range(round(seconds / 60)):
        outage.failed(TransportError("no route to the service"))
        clock.sleep(60)
    outage.answered()


def test_each_outage_of_a_wait_is_logged_and_only_the_first_warns(
    caplog: pytest.LogCaptureFixture,
) -> None:
    clock = SleepingClock()
    with (
        caplog.at_level(logging.INFO, "qrt_facade.waiting"),
        timing.override(clock=clock),
        warnings.catch_warnings(record=True) as warned,
    ):
        warnings.simplefilter("always")
        outage = Outage()
        suffer(outage, clock, HOUR)
        clock.sleep(HOUR)
        suffer(outage, clock, 2 * HOUR)
    messages = [record.getMessage() for record in caplog.records]
    assert [text.partition(" (")[0] for text in messages] == [
        "the service has not responded for 3 min; still waiting",
        "the service responds again, after 1 h",
        "the service has not responded for 3 min; still waiting",
        "the service responds again, after 2 h",
    ]
    assert [str(one.message) for one in warned] == messages[:1]


def test_a_short_outage_is_neither_logged_nor_warned_about(caplog: pytest.LogCaptureFixture) -> None:
    clock = SleepingClock()
    with caplog.at_level(logging.INFO, "qrt_facade.waiting"), timing.override(clock=clock):
        outage = Outage()
        for _ in range(100):  # three hours of outages, each of which is short
            suffer(outage, clock, 120)
    assert caplog.records == []


def test_an_outage_is_reported_after_three_minutes(caplog: pytest.LogCaptureFixture) -> None:
    clock = SleepingClock()
    failure = TransportError("no route to the service")
    with timing.override(clock=clock), warnings.catch_warnings(record=True) as warned:
        warnings.simplefilter("always")
        outage = Outage()
        began = clock.now
        outage.failed(failure)
        clock.sleep(timing.DEFAULT.outage_warning - 1)
        outage.failed(failure)
        assert (outage.since, warned) == (began, [])
        clock.sleep(1)
        outage.failed(failure)
        clock.sleep(1000)
        outage.failed(failure)
        outage.answered()
    assert outage.since is None
    assert [one.category for one in warned] == [RuntimeWarning]
    assert str(failure) in str(warned[0].message)
    assert [record.levelno for record in caplog.records] == [logging.WARNING, logging.WARNING]


@pytest.mark.parametrize(
    ("seconds", "text"),
    [
        (0.4, "0 s"),
        (59.4, "59 s"),
        (60, "1 min"),
        (100, "2 min"),
        (3540, "59 min"),
        (3600, "1 h"),
        (7500, "2 h 5 min"),
        (86400, "24 h"),
    ],
)
def test_a_duration_is_shown_in_seconds_minutes_or_hours(seconds: float, text: str) -> None:
    assert duration_text(seconds) == text
