from ..types import OpenEnum


class ExecutorV20QuantumProgramModelMeasLevel(OpenEnum):
    AVG_KERNELED = "avg_kerneled"
    BOTH = "both"
    CLASSIFIED = "classified"
    KERNELED = "kerneled"
