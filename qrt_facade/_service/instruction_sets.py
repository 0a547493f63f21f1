"""Which instructions a backend has, and which angles, as IBM's own client reads a configuration."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any, Final

from qrt_facade._base.coerce import texts_of

if TYPE_CHECKING:
    from collections.abc import Mapping

RZZ_ANGLES: Final = (0.0, math.pi / 2 + 1e-10)
"""The least and the greatest angle of `rzz`: it is calibrated for 0 to pi/2, and what is above may be rounding."""

UNLESS_LISTED: Final = ("measure", "reset", "delay")
"""What is no gate and that a backend has whose configuration lists nothing."""

_RUNNABLE: Final = frozenset(
    {*UNLESS_LISTED, "store", "if_else", "for_loop", "while_loop", "switch_case", "break_loop"}
)
"""What a backend may list beside its gates. The rest of such lists is pulses, and gates of former times."""

_FURTHER: Final = ("measure_", "reset_")
"""How the names of further kinds of measurement and reset begin, such as `measure_2`."""


def instructions_of(configuration: Mapping[str, Any]) -> frozenset[str]:
    """Names of the instructions that circuits for a backend may have, from `GET /backends/{id}/configuration`."""
    listed = texts_of(configuration.get("supported_instructions")) or UNLESS_LISTED
    runnable = (name for name in listed if name in _RUNNABLE or name.startswith(_FURTHER))
    return frozenset({*texts_of(configuration.get("basis_gates")), *runnable})
