from ..types import OpenEnum


class ExecutorV20QuantumProgramResultModelSchemaVersion(OpenEnum):
    V2_0 = "v2.0"
