from ..types import OpenEnum


class ListWorkloadsSort(OpenEnum):
    CREATEDAT = "createdAt"
    VALUE_1 = "-createdAt"
