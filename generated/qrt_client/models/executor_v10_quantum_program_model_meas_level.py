from ..types import OpenEnum


class ExecutorV10QuantumProgramModelMeasLevel(OpenEnum):
    AVG_KERNELED = "avg_kerneled"
    BOTH = "both"
    CLASSIFIED = "classified"
    KERNELED = "kerneled"
