from ..types import OpenEnum


class ExecutorV11QuantumProgramResultModelSchemaVersion(OpenEnum):
    V1_1 = "v1.1"
