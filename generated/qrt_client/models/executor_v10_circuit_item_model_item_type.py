from ..types import OpenEnum


class ExecutorV10CircuitItemModelItemType(OpenEnum):
    CIRCUIT = "circuit"
