from ..types import OpenEnum


class ExecutorV20CircuitItemModelItemType(OpenEnum):
    CIRCUIT = "circuit"
