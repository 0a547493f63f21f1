"""The pause between shots that a job requests."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from qrt_facade.emulator.simulation.failures import incompatible

if TYPE_CHECKING:
    from collections.abc import Mapping

    from qrt_facade.emulator.simulation.target import Target


def requested_rep_delay(options: Mapping[str, Any], target: Target) -> float | None:
    """Return the option `rep_delay` in seconds; None for the device's default.

    Raises:
        JobFailedError: 1521, the device has a fixed pause, or the requested one is outside its range.
    """
    requested: float | None = options.get("rep_delay")
    if requested is None:
        return None
    if target.rep_delays is None:
        raise incompatible(
            f"options.rep_delay is {requested}; the pause between shots of {target.name} is fixed."
        )
    least, most = target.rep_delays
    if not least <= requested <= most:
        raise incompatible(
            f"options.rep_delay is {requested} s; {target.name} accepts {least:g} to {most:g} s between shots."
        )
    return requested
