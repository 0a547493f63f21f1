"""Numbers of shots of twirled circuits, as documented by IBM (`TwirlingOptions` of qiskit-ibm-runtime 0.51).

The emulator samples the requested shots. A device runs whole randomizations, and those are charged.
"""

from __future__ import annotations

import math
from typing import Any

_LEAST = 64
_MOST = 32


def twirled_shots(
    shots: int, twirling: dict[str, Any], *, gates: bool = False, measurements: bool = False
) -> int:
    """Round shots up to whole randomizations, if anything is twirled.

    Args:
        shots: The requested shots.
        twirling: The options of the group `twirling`.
        gates: Default for twirling gates.
        measurements: Default for twirling measurements.
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
    """Return the default number of shots if the options set both numbers: their product overrides `default_shots`.

    Args:
        twirling: The options of the group `twirling`.
        gates: Default for twirling gates.
        measurements: Default for twirling measurements.
    """
    number, each = twirling.get("num_randomizations"), twirling.get("shots_per_randomization")
    if isinstance(number, int) and isinstance(each, int) and _is_twirled(twirling, gates, measurements):
        return number * each
    return None


def _is_twirled(twirling: dict[str, Any], gates: bool, measurements: bool) -> bool:
    return bool(twirling.get("enable_gates", gates) or twirling.get("enable_measure", measurements))
