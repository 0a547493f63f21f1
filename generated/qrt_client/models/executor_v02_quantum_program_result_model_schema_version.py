from ..types import OpenEnum


class ExecutorV02QuantumProgramResultModelSchemaVersion(OpenEnum):
    V0_2 = "v0.2"
