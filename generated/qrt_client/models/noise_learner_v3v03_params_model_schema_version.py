from ..types import OpenEnum


class NoiseLearnerV3V03ParamsModelSchemaVersion(OpenEnum):
    V0_3 = "v0.3"
