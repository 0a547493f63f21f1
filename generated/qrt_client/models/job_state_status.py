from ..types import OpenEnum


class JobStateStatus(OpenEnum):
    CANCELLED = "Cancelled"
    COMPLETED = "Completed"
    FAILED = "Failed"
    QUEUED = "Queued"
    RUNNING = "Running"
