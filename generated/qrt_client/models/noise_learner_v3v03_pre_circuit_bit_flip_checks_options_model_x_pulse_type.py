from ..types import OpenEnum


class NoiseLearnerV3V03PreCircuitBitFlipChecksOptionsModelXPulseType(OpenEnum):
    RX = "rx"
    XSLOW = "xslow"
