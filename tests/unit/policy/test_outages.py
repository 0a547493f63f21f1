"""What is said of an outage, and how often."""

from __future__ import annotations

import logging
import warnings
from typing import TYPE_CHECKING

from support.outages import SleepingClock

from qrt_facade import TransportError
from qrt_facade._policy import timing
from qrt_facade._policy.outages import Outage

if TYPE_CHECKING:
    import pytest

HOUR = 3600.0


def suffer(outage: Outage, clock: SleepingClock, seconds: float) -> None:
    """Fail once a minute for so long, and be answered."""
    for _ in range(round(seconds / 60)):
        outage.failed(TransportError("no route to the service"))
        clock.sleep(60)
    outage.answered()


def test_each_outage_of_a_wait_is_logged_and_the_first_alone_is_warned_of(
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
    said = [record.getMessage() for record in caplog.records]
    assert [text.partition(" (")[0] for text in said] == [
        "the service has not answered for 3 min; still waiting",
        "the service responds again, after 1 h",
        "the service has not answered for 3 min; still waiting",
        "the service responds again, after 2 h",
    ]
    assert [str(one.message) for one in warned] == said[:1]
