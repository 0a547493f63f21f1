from ..types import OpenEnum


class CalibratorV01ParamsModelSchemaVersion(OpenEnum):
    V0_1 = "v0.1"
