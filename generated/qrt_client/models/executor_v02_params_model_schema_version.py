from ..types import OpenEnum


class ExecutorV02ParamsModelSchemaVersion(OpenEnum):
    V0_2 = "v0.2"
