"""The statuses of a job, as the service writes them. It may add others at any time."""

from __future__ import annotations

from typing import Final

QUEUED: Final = "Queued"
RUNNING: Final = "Running"
COMPLETED: Final = "Completed"
CANCELLED: Final = "Cancelled"
RAN_TOO_LONG: Final = "Cancelled - Ran too long"
FAILED: Final = "Failed"

PENDING: Final = (QUEUED, RUNNING)
TERMINAL: Final = (COMPLETED, CANCELLED, RAN_TOO_LONG, FAILED)

RAN_TOO_LONG_CODE: Final = 1305
"""Reason code of a job that the service cancelled because it ran longer than it may."""
