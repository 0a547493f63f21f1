from ..types import OpenEnum


class DeviceStatusName(OpenEnum):
    OFFLINE = "offline"
    ONLINE = "online"
    PAUSED = "paused"
