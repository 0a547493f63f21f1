from ..types import OpenEnum


class ExecutorV10QuantumProgramResultModelSchemaVersion(OpenEnum):
    V1_0 = "v1.0"
