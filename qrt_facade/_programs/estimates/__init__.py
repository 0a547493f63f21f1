"""What a job will cost in seconds of QPU time, from its `params` as they go over the wire.

The formula and its numbers are IBM's, from its documentation; each has its source beside it. Nothing is shared with the
emulator's charge, which it is compared with.
"""

from qrt_facade._programs.estimates.estimate import estimate_params

__all__ = ["estimate_params"]
