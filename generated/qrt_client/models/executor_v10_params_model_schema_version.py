from ..types import OpenEnum


class ExecutorV10ParamsModelSchemaVersion(OpenEnum):
    V1_0 = "v1.0"
