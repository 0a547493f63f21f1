"""How many examples a property is tried with: some in every run, more with --long.

    @settings(max_examples=drawn(40))
    @given(values)
    def test_...

A profile of Hypothesis decides, which conftest.py chooses before any module of tests is imported.
"""

from __future__ import annotations

from hypothesis import settings

LONG = "long"
"""The profile of runs with --long."""
_MANY = 400


def drawn(in_every_run: int) -> int:
    """Return the number for the current run."""
    return max(_MANY, in_every_run) if settings.get_current_profile_name() == LONG else in_every_run
