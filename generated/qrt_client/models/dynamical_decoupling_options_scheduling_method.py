from ..types import OpenEnum


class DynamicalDecouplingOptionsSchedulingMethod(OpenEnum):
    ALAP = "alap"
    ASAP = "asap"
