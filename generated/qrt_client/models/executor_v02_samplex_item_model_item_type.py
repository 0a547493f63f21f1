from ..types import OpenEnum


class ExecutorV02SamplexItemModelItemType(OpenEnum):
    SAMPLEX = "samplex"
