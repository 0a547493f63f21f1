from ..types import OpenEnum


class ExecutorV20ParamsModelSchemaVersion(OpenEnum):
    V2_0 = "v2.0"
