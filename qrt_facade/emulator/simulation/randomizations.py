"""How often circuits run that are twirled, as IBM documents it (docstring of `TwirlingOptions` of qiskit-ibm-runtime 0.51).

The emulator samples the shots that were asked for. A device runs whole randomizations, which is what a job is charged for.
"""

from __future__ import annotations

import math
from typing import Any

_LEAST = 64
_MOST = 32


def twirled_shots(
    shots: int, twirling: dict[str, Any], *, gates: bool = False, measurements: bool = False
) -> int:
    """Shots rounded up to whole randomizations, where anything is twirled.

    Args:
        shots: What was asked for.
        twirling: The options of the group `twirling`.
        gates: Whether gates are twirled where the options say nothing.
        measurements: The same of measurements.
    """
    if not _is_twirled(twirling, gates, measurements):
        return shots
    number, each = twirling.get("num_randomizations"), twirling.get("shots_per_randomization")
    if not isinstance(each, int):
        each = math.ceil(shots / number) if isinstance(number, int) else max(_LEAST, math.ceil(shots / _MOST))
    return math.ceil(shots / each) * each


def whole_randomizations(
    twirling: dict[str, Any], *, gates: bool = False, measurements: bool = False
) -> int | None:
    """Shots of what sets none, where the options set both numbers: their product comes before `default_shots`.

    Args:
        twirling: The options of the group `twirling`.
        gates: Whether gates are twirled where the options say nothing.
        measurements: The same of measurements.
    """
    number, each = twirling.get("num_randomizations"), twirling.get("shots_per_randomization")
    if isinstance(number, int) and isinstance(each, int) and _is_twirled(twirling, gates, measurements):
        return number * each
    return None


def _is_twirled(twirling: dict[str, Any], gates: bool, measurements: bool) -> bool:
    return bool(twirling.get("enable_gates", gates) or twirling.get("enable_measure", measurements))
