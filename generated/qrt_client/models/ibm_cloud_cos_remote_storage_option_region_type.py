from ..types import OpenEnum


class IBMCloudCOSRemoteStorageOptionRegionType(OpenEnum):
    CROSS_REGION = "cross-region"
    REGIONAL = "regional"
    SINGLE_SITE = "single-site"
