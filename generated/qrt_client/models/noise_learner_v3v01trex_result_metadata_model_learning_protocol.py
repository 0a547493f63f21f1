from ..types import OpenEnum


class NoiseLearnerV3V01TREXResultMetadataModelLearningProtocol(OpenEnum):
    TREX = "trex"
