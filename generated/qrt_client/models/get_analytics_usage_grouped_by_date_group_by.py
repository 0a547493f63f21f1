from ..types import OpenEnum


class GetAnalyticsUsageGroupedByDateGroupBy(OpenEnum):
    INSTANCE = "instance"
