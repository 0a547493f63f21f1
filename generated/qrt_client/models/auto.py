from ..types import OpenEnum


class Auto(OpenEnum):
    AUTO = "auto"
