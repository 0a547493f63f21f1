from ..types import OpenEnum


class NoiseLearnerV3V02LindbladResultMetadataModelLearningProtocol(OpenEnum):
    LINDBLAD = "lindblad"
