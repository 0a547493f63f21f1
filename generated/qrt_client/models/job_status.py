from ..types import OpenEnum


class JobStatus(OpenEnum):
    CANCELLED = "Cancelled"
    CANCELLED_RAN_TOO_LONG = "Cancelled - Ran too long"
    COMPLETED = "Completed"
    FAILED = "Failed"
    QUEUED = "Queued"
    RUNNING = "Running"
