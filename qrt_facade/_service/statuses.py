"""Statuses of a job, as the service spells them (it may add others at any time), and codes of responses about jobs."""

from __future__ import annotations

from typing import Final

QUEUED: Final = "Queued"
RUNNING: Final = "Running"
COMPLETED: Final = "Completed"
CANCELLED: Final = "Cancelled"
RAN_TOO_LONG: Final = "Cancelled - Ran too long"
FAILED: Final = "Failed"

UNKNOWN: Final = "Unknown"
"""Not a status of the service: of a job that has not been requested yet, or whose status the service omitted."""

PENDING: Final = (QUEUED, RUNNING)
TERMINAL: Final = (COMPLETED, CANCELLED, RAN_TOO_LONG, FAILED)

JOB_NOT_ENDED_CODE: Final = 1234
"""Code of a refusal to return the result of a job that has not ended according to some part of the service."""

JOB_NOT_FOUND_CODE: Final = 1291
"""Code of a 404 for a job; a job without logs also causes a 404."""
