from ..types import OpenEnum


class NoiseLearnerV3V01LindbladResultMetadataModelLearningProtocol(OpenEnum):
    LINDBLAD = "lindblad"
