from ..types import OpenEnum


class SamplerExecutionOptionsMeasType(OpenEnum):
    AVG_KERNELED = "avg_kerneled"
    CLASSIFIED = "classified"
    KERNELED = "kerneled"
