from ..types import OpenEnum


class ClopsKind(OpenEnum):
    HARDWARE = "hardware"
    VIRTUAL = "virtual"
