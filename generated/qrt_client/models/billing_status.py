from ..types import OpenEnum


class BillingStatus(OpenEnum):
    COMPLETE = "complete"
    PENDING = "pending"
