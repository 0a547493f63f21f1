from ..types import OpenEnum


class DynamicalDecouplingOptionsSequenceType(OpenEnum):
    XPXM = "XpXm"
    XX = "XX"
    XY4 = "XY4"
