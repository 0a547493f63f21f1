from ..types import OpenEnum


class ExecutorV11QuantumProgramModelMeasLevel(OpenEnum):
    AVG_KERNELED = "avg_kerneled"
    BOTH = "both"
    CLASSIFIED = "classified"
    KERNELED = "kerneled"
