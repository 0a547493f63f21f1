from ..types import OpenEnum


class FunctionConfigBusinessModel(OpenEnum):
    CONSUMPTION = "consumption"
    SUBSIDIZED = "subsidized"
    TRIAL = "trial"
