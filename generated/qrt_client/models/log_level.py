from ..types import OpenEnum


class LogLevel(OpenEnum):
    CRITICAL = "critical"
    DEBUG = "debug"
    ERROR = "error"
    INFO = "info"
    WARNING = "warning"
