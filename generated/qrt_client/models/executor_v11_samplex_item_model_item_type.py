from ..types import OpenEnum


class ExecutorV11SamplexItemModelItemType(OpenEnum):
    SAMPLEX = "samplex"
