from ..types import OpenEnum


class ListTagsType(OpenEnum):
    JOB = "job"
