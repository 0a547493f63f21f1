from ..types import OpenEnum


class NoiseLearnerV3V03PreCircuitBitFlipChecksOptionsModelStrategy(OpenEnum):
    EDGE = "edge"
    NODE = "node"
