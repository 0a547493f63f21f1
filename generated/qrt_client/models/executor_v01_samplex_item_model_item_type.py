from ..types import OpenEnum


class ExecutorV01SamplexItemModelItemType(OpenEnum):
    SAMPLEX = "samplex"
