from ..types import OpenEnum


class GetAnalyticsUsageGroupedGroupBy(OpenEnum):
    BACKEND = "backend"
    INSTANCE = "instance"
    PLAN = "plan"
    SUBSCRIPTION_ID = "subscription_id"
    USER_ID = "user_id"
