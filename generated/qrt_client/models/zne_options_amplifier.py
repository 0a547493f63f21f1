from ..types import OpenEnum


class ZneOptionsAmplifier(OpenEnum):
    GATE_FOLDING = "gate_folding"
    GATE_FOLDING_BACK = "gate_folding_back"
    GATE_FOLDING_FRONT = "gate_folding_front"
    PEA = "pea"
