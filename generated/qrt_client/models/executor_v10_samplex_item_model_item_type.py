from ..types import OpenEnum


class ExecutorV10SamplexItemModelItemType(OpenEnum):
    SAMPLEX = "samplex"
