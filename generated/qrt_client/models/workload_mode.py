from ..types import OpenEnum


class WorkloadMode(OpenEnum):
    BATCH = "batch"
    JOB = "job"
    SESSION = "session"
