"""Usage and durations formatted with their units."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qrt_facade.emulator.domain.usage import in_units

if TYPE_CHECKING:
    from qrt_facade.emulator.domain.usage import UsageMode


def seconds_of_qpu(seconds: float) -> str:
    """Format seconds of QPU time."""
    return f"{_number(seconds)} s"


def resource_units(seconds: float) -> str:
    """Format seconds of QPU time in resource units."""
    return f"{_number(in_units(seconds))} RU"


def amount(seconds: float, mode: UsageMode) -> str:
    """Format usage in the units that the emulator reports: `30 RU, 12 s` for both, else one of them."""
    shown = [resource_units(seconds)] if mode != "seconds" else []
    if mode != "units":
        shown.append(seconds_of_qpu(seconds))
    return ", ".join(shown)


def duration(seconds: float) -> str:
    """Format a duration in its two largest units: `1 h 05 min`, `3 min 20 s`, `12 s`."""
    whole = int(seconds)
    minutes, rest = divmod(whole, 60)
    hours, minutes = divmod(minutes, 60)
    days, hours = divmod(hours, 24)
    if days:
        return f"{days} d {hours:02} h"
    if hours:
        return f"{hours} h {minutes:02} min"
    return f"{minutes} min {rest:02} s" if minutes else f"{rest} s"


def _number(value: float) -> str:
    digits = 3 if value < 10 else 2
    return f"{value:,.{digits}f}".rstrip("0").rstrip(".")
