from ..types import OpenEnum


class ExecutorV11CircuitItemModelItemType(OpenEnum):
    CIRCUIT = "circuit"
