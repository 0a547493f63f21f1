from ..types import OpenEnum


class NoiseLearnerV3V03TREXResultMetadataModelLearningProtocol(OpenEnum):
    TREX = "trex"
