from ..types import OpenEnum


class ExecutionMode(OpenEnum):
    BATCH = "batch"
    DEDICATED = "dedicated"
