from ..types import OpenEnum


class NoiseLearnerV3V01ParamsModelSchemaVersion(OpenEnum):
    V0_1 = "v0.1"
