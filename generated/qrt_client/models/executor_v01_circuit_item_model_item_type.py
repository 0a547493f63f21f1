from ..types import OpenEnum


class ExecutorV01CircuitItemModelItemType(OpenEnum):
    CIRCUIT = "circuit"
