from ..types import OpenEnum


class SessionState(OpenEnum):
    ACTIVE = "active"
    CLOSED = "closed"
    INACTIVE = "inactive"
    OPEN = "open"
