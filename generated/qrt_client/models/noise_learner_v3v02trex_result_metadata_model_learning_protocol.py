from ..types import OpenEnum


class NoiseLearnerV3V02TREXResultMetadataModelLearningProtocol(OpenEnum):
    TREX = "trex"
