from ..types import OpenEnum


class NoiseLearnerV3V03LindbladResultMetadataModelLearningProtocol(OpenEnum):
    LINDBLAD = "lindblad"
