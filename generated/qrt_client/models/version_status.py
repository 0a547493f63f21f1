from ..types import OpenEnum


class VersionStatus(OpenEnum):
    DEPRECATED = "deprecated"
    LIVE = "live"
