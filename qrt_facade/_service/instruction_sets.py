"""The instructions and angles that a backend supports, interpreting a configuration as IBM's own client does."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any, Final

from qrt_facade._base.coerce import texts_of

if TYPE_CHECKING:
    from collections.abc import Mapping

RZZ_ANGLES: Final = (0.0, math.pi / 2 + 1e-10)
"""Minimum and maximum angle of `rzz`: it is calibrated for 0 to pi/2, plus a margin for rounding."""

UNLESS_LISTED: Final = ("measure", "reset", "delay")
"""Instructions other than gates of a backend whose configuration lists none."""

_RUNNABLE: Final = frozenset(
    {*UNLESS_LISTED, "store", "if_else", "for_loop", "while_loop", "switch_case", "break_loop"}
)
"""Instructions that a backend may list in addition to its gates. The others in such lists are pulses and former gates."""

_FURTHER: Final = ("measure_", "reset_")
"""Prefixes of further kinds of measurement and reset, such as `measure_2`."""


def instructions_of(configuration: Mapping[str, Any]) -> frozenset[str]:
    """Return the instructions that circuits for a backend may use, from `GET /backends/{id}/configuration`."""
    listed = texts_of(configuration.get("supported_instructions")) or UNLESS_LISTED
    runnable = (name for name in listed if name in _RUNNABLE or name.startswith(_FURTHER))
    return frozenset({*texts_of(configuration.get("basis_gates")), *runnable})
