"""The number of examples for a property: few in every run, many with --long.

By default IN_EVERY_RUN and WITH_LONG. With another number:

    @settings(max_examples=drawn(60))
    @given(values)
    def test_...

A profile of Hypothesis decides, which conftest.py selects before any module of tests is imported.
"""

from __future__ import annotations

from typing import TypeVar

from hypothesis import settings

T = TypeVar("T")

LONG = "long"
"""The profile of runs with --long."""
IN_EVERY_RUN = 40
"""Hypothesis's default is 100. Its first examples are the simplest, and each run draws others."""
WITH_LONG = 400


def drawn(in_every_run: int) -> int:
    """Return the number for the current run."""
    return sampled(in_every_run, max(WITH_LONG, in_every_run))


def sampled(in_every_run: T, with_long: T) -> T:
    """Return one number or the other, for anything but a property: a number of jobs, circuits or repetitions."""
    return with_long if settings.get_current_profile_name() == LONG else in_every_run
