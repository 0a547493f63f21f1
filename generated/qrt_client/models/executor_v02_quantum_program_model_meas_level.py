from ..types import OpenEnum


class ExecutorV02QuantumProgramModelMeasLevel(OpenEnum):
    AVG_KERNELED = "avg_kerneled"
    CLASSIFIED = "classified"
    KERNELED = "kerneled"
