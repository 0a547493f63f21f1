from ..types import OpenEnum


class NoiseLearnerV3V03PostCircuitBitFlipChecksOptionsModelXPulseType(OpenEnum):
    RX = "rx"
    XSLOW = "xslow"
