from ..types import OpenEnum


class NoiseLearnerV3V01NoiseLearnerV3ResultsModelSchemaVersion(OpenEnum):
    V0_1 = "v0.1"
