"""Estimate the QPU time of a job from its `params`.

The formula and its constants come from IBM's documentation; each one cites its source. No code is shared with the
emulator's charge, which the tests compare with these estimates.
"""

from qrt_facade._programs.estimates.estimate import estimate_params

__all__ = ["estimate_params"]
