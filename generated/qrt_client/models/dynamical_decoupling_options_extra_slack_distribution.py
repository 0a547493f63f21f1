from ..types import OpenEnum


class DynamicalDecouplingOptionsExtraSlackDistribution(OpenEnum):
    EDGES = "edges"
    MIDDLE = "middle"
