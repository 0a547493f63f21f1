from ..types import OpenEnum


class NoiseLearnerV3V03PostCircuitBitFlipChecksOptionsModelStrategy(OpenEnum):
    EDGE = "edge"
    NODE = "node"
