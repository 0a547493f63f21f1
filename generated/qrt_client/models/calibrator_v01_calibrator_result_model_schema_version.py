from ..types import OpenEnum


class CalibratorV01CalibratorResultModelSchemaVersion(OpenEnum):
    V0_1 = "v0.1"
