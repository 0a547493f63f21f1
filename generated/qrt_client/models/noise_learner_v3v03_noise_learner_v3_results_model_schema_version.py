from ..types import OpenEnum


class NoiseLearnerV3V03NoiseLearnerV3ResultsModelSchemaVersion(OpenEnum):
    V0_3 = "v0.3"
