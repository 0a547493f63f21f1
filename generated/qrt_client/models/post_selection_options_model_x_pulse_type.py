from ..types import OpenEnum


class PostSelectionOptionsModelXPulseType(OpenEnum):
    RX = "rx"
    XSLOW = "xslow"
