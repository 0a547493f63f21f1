from ..types import OpenEnum


class NoiseLearnerV3V02ParamsModelSchemaVersion(OpenEnum):
    V0_2 = "v0.2"
