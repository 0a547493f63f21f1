from ..types import OpenEnum


class TwirlingStrategy(OpenEnum):
    ACTIVE = "active"
    ACTIVE_ACCUM = "active-accum"
    ACTIVE_CIRCUIT = "active-circuit"
    ALL = "all"
