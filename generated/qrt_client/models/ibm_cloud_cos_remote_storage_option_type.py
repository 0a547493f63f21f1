from ..types import OpenEnum


class IBMCloudCOSRemoteStorageOptionType(OpenEnum):
    IBMCLOUD_COS = "ibmcloud_cos"
