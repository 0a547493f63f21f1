from ..types import OpenEnum


class PostSelectionOptionsModelStrategy(OpenEnum):
    EDGE = "edge"
    NODE = "node"
