from ..types import OpenEnum


class ListBackendsFields(OpenEnum):
    WAIT_TIME_SECONDS = "wait_time_seconds"
