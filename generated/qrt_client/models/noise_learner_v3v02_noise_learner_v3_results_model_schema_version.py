from ..types import OpenEnum


class NoiseLearnerV3V02NoiseLearnerV3ResultsModelSchemaVersion(OpenEnum):
    V0_2 = "v0.2"
