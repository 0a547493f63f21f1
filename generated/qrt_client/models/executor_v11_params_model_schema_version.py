from ..types import OpenEnum


class ExecutorV11ParamsModelSchemaVersion(OpenEnum):
    V1_1 = "v1.1"
