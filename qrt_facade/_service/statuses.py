"""The statuses of a job, as the service writes them (it may add others at any time), and the codes of answers about jobs."""

from __future__ import annotations

from typing import Final

QUEUED: Final = "Queued"
RUNNING: Final = "Running"
COMPLETED: Final = "Completed"
CANCELLED: Final = "Cancelled"
RAN_TOO_LONG: Final = "Cancelled - Ran too long"
FAILED: Final = "Failed"

UNKNOWN: Final = "Unknown"
"""Not the service's: of a job that it has not been asked about yet, or whose status it left out."""

PENDING: Final = (QUEUED, RUNNING)
TERMINAL: Final = (COMPLETED, CANCELLED, RAN_TOO_LONG, FAILED)

JOB_NOT_ENDED_CODE: Final = 1234
"""Code of a refusal to give the result of a job that has not ended, as some part of the service sees it."""

JOB_NOT_FOUND_CODE: Final = 1291
"""Code of a 404 for a job; a job without logs is answered with a 404, too."""
