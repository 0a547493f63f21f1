from ..types import OpenEnum


class ExecutorV20SamplexItemModelItemType(OpenEnum):
    SAMPLEX = "samplex"
