from ..types import OpenEnum


class ListWorkloadsUser(OpenEnum):
    ME = "me"
