"""Values of options that are one of several words."""

from __future__ import annotations

from typing import Literal, TypeAlias

Pulses: TypeAlias = Literal["XX", "XpXm", "XY4"]
Slack: TypeAlias = Literal["middle", "edges"]
Schedule: TypeAlias = Literal["alap", "asap"]
Measured: TypeAlias = Literal["classified", "kerneled", "avg_kerneled"]
Amplifier: TypeAlias = Literal["gate_folding", "gate_folding_front", "gate_folding_back", "pea"]
TwirlingStrategy: TypeAlias = Literal["active", "active-circuit", "active-accum", "all"]
FlipPulse: TypeAlias = Literal["xslow", "rx"]
FlipStrategy: TypeAlias = Literal["node", "edge"]
Extrapolator: TypeAlias = Literal[
    "linear",
    "exponential",
    "double_exponential",
    "polynomial_degree_1",
    "polynomial_degree_2",
    "polynomial_degree_3",
    "polynomial_degree_4",
    "polynomial_degree_5",
    "polynomial_degree_6",
    "polynomial_degree_7",
    "fallback",
]
