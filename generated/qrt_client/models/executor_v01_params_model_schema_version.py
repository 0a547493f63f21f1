from ..types import OpenEnum


class ExecutorV01ParamsModelSchemaVersion(OpenEnum):
    V0_1 = "v0.1"
