from ..types import OpenEnum


class ExecutorV01QuantumProgramResultModelSchemaVersion(OpenEnum):
    V0_1 = "v0.1"
