from ..types import OpenEnum


class ExecutorV02CircuitItemModelItemType(OpenEnum):
    CIRCUIT = "circuit"
